//! Which ports something listens on, as the system tells: nobody has to be connected to for that.

use std::collections::BTreeSet;

const LISTENS: &str = "0A";

/// In this process's network.
pub fn listening() -> BTreeSet<u16> {
    let files = ["/proc/self/net/tcp", "/proc/self/net/tcp6"];
    files.iter().flat_map(|file| parse(&std::fs::read_to_string(file).unwrap_or_default())).collect()
}

/// `0: 0100007F:1F90 00000000:0000 0A …`
fn parse(text: &str) -> BTreeSet<u16> {
    let port = |line: &str| {
        let mut words = line.split_whitespace().skip(1);
        let (local, _, state) = (words.next()?, words.next()?, words.next()?);
        let (_, port) = local.rsplit_once(':')?;
        (state == LISTENS).then(|| u16::from_str_radix(port, 16).ok())?
    };
    text.lines().skip(1).filter_map(port).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_that_are_listened_on_are_told_and_no_others() {
        let text = "  sl  local_address rem_address   st tx_queue rx_queue\n   \
            0: 0100007F:1F90 00000000:0000 0A 00000000:00000000\n   \
            1: 0100007F:1F91 0100007F:C350 01 00000000:00000000\n   \
            2: 00000000000000000000000000000000:1F92 00000000000000000000000000000000:0000 0A 0\nnonsense\n";
        assert_eq!(parse(text).into_iter().collect::<Vec<_>>(), [8080, 8082]);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        // A port of a connection is nobody's to listen on meanwhile.
        let client = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
        let told = listening();
        assert!(told.contains(&port));
        assert!(!told.contains(&client.local_addr().unwrap().port()));
    }
}
