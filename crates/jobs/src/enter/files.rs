//! The job's files by SFTP, version 3 as OpenSSH speaks it (draft-ietf-secsh-filexfer-02 and OpenSSH's PROTOCOL): a process of its
//! own within the walls, so that a link leads nowhere that the job's own programs cannot go. Names are bytes, whatever they mean.

mod packet;
mod work;

pub use work::serve;
