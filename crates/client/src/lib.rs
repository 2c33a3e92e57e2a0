//! A server of Fovea, spoken to from elsewhere: which one, with whose token, and what it answers or refuses. The
//! words are those of `api`. A token goes to the server it was made for and to no other, over TLS or within the machine.

mod error;
mod http;
mod live;
mod login;
mod logins;
mod names;
mod parts;
mod query;
mod server;
mod transfer;
mod upload;
mod work;

pub use error::{ClientError, Refusal, Result};
pub use http::{Client, Found};
pub use live::{Live, Told};
pub use login::{Begun, begin_login};
pub use logins::{Login, Logins};
pub use parts::{Part, Parts};
pub use query::Query;
pub use server::{Chosen, DEFAULT_SERVER, ServerUrl, Surroundings, choose};
pub use upload::{Upload, UploadStep, to_send, upload};
pub use work::{WorkPut, put_file};
