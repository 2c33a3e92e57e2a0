//! A server that is away for a moment, as when it starts anew, is asked again: what runs there goes on without it.

use crate::console::note;
use crate::failure::{Failure, exit};
use fovea_client::ClientError;
use std::time::{Duration, Instant};

/// Long enough for a machine that starts anew.
const LONGEST: Duration = Duration::from_secs(120);
/// After which it is asked again.
pub const PAUSE: Duration = Duration::from_millis(500);

pub struct Patience {
    longest: Duration,
    /// Since when it is away
    away: Option<Instant>,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { longest: LONGEST, away: None }
    }
}

impl Patience {
    /// What was answered; `None`: ask again, a moment has passed. Said once each time that the server goes.
    pub fn bear<T>(&mut self, answer: Result<T, ClientError>) -> Result<Option<T>, Failure> {
        let error = match answer {
            Ok(answer) => {
                self.away = None;
                return Ok(Some(answer));
            }
            Err(error) if passes(&error) => error,
            Err(error) => return Err(error.into()),
        };
        let since = match self.away {
            Some(since) => since,
            None => {
                note!("{error}; it is asked again for {} s", self.longest.as_secs());
                *self.away.insert(Instant::now())
            }
        };
        if since.elapsed() >= self.longest {
            let hint = "what runs there goes on; ask again once the server is back".into();
            return Err(Failure { exit: exit::AWAY, hint, ..error.into() });
        }
        std::thread::sleep(PAUSE);
        Ok(None)
    }
}

/// Of the server, or of a proxy before it that does not reach it.
fn passes(error: &ClientError) -> bool {
    match error {
        ClientError::Unreachable { .. } => true,
        ClientError::Refused(refusal) => (502..=504).contains(&refusal.status),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_client::ServerUrl;

    fn away() -> Result<u8, ClientError> {
        let server = ServerUrl::parse("http://127.0.0.1:1").unwrap();
        Err(ClientError::Unreachable { server, why: "nobody listens there".into() })
    }

    #[test]
    fn a_server_that_is_away_is_asked_again_and_given_up_under_a_code_of_its_own() {
        let mut patience = Patience::default();
        assert_eq!(patience.bear(away()).unwrap(), None);
        assert_eq!(patience.bear(Ok(7)).unwrap(), Some(7));
        assert!(patience.away.is_none());
        let mut none = Patience { longest: Duration::ZERO, away: None };
        let given_up = none.bear(away()).unwrap_err();
        assert_eq!((given_up.exit, given_up.code.as_ref()), (exit::AWAY, "server.unreachable"));
    }

    #[test]
    fn what_a_server_refuses_is_refused_at_once() {
        let unknown = ClientError::Unknown { what: "job", name: "x".into() };
        assert_eq!(Patience::default().bear::<u8>(Err(unknown)).unwrap_err().exit, exit::FAILED);
    }
}
