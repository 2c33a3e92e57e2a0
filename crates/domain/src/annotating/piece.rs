//! What can happen to a picture that was handed out. Every change of it goes through [`moved`].
//!
//! ```text
//! open → done → accepted
//!          done, accepted → sent back → done
//! ```

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PieceState {
    /// A reviewer wants it otherwise.
    SentBack,
    /// Nobody has finished it.
    Open,
    /// Waits for a reviewer.
    Done,
    Accepted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PieceMove {
    Finish,
    SendBack,
    Accept,
}

/// A move that a picture in this state cannot make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a picture that is {} cannot take the move {attempted:?}", state.name())]
pub struct IllegalMove {
    pub state: PieceState,
    pub attempted: PieceMove,
}

impl PieceState {
    pub const ALL: [PieceState; 4] =
        [PieceState::SentBack, PieceState::Open, PieceState::Done, PieceState::Accepted];

    /// Never renamed: kept in databases.
    pub const fn name(self) -> &'static str {
        match self {
            PieceState::SentBack => "sent_back",
            PieceState::Open => "open",
            PieceState::Done => "done",
            PieceState::Accepted => "accepted",
        }
    }

    pub fn from_name(name: &str) -> Option<PieceState> {
        PieceState::ALL.into_iter().find(|s| s.name() == name)
    }
}

pub fn moved(state: PieceState, attempted: PieceMove) -> Result<PieceState, IllegalMove> {
    use PieceMove as M;
    use PieceState as S;
    match (state, attempted) {
        (S::Open | S::SentBack | S::Done, M::Finish) => Ok(S::Done),
        (S::Done | S::Accepted, M::Accept) => Ok(S::Accepted),
        // Also one that was accepted by a slip of the hand.
        (S::Done | S::Accepted, M::SendBack) => Ok(S::SentBack),
        _ => Err(IllegalMove { state, attempted }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_done_is_reviewed_and_what_was_accepted_is_not_finished_again() {
        use PieceMove as M;
        use PieceState as S;
        for state in S::ALL {
            assert_eq!(S::from_name(state.name()), Some(state));
            assert_eq!(moved(state, M::Finish).is_ok(), state != S::Accepted, "{state:?}");
            for review in [M::Accept, M::SendBack] {
                let may = matches!(state, S::Done | S::Accepted);
                assert_eq!(moved(state, review).is_ok(), may, "{state:?} {review:?}");
            }
        }
        assert_eq!(moved(S::SentBack, M::Finish), Ok(S::Done));
    }
}
