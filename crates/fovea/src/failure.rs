use fovea_client::ClientError;
use fovea_datasets::DataError;
use fovea_infer::InferError;
use fovea_learn::LearnError;
use fovea_recipe::{RecipeError, RecipeFault};
use std::borrow::Cow;
use std::fmt;

/// Exit codes of all commands.
pub mod exit {
    pub const DONE: u8 = 0;
    pub const FAILED: u8 = 1;
    pub const USAGE: u8 = 2;
    pub const DATA: u8 = 3;
    pub const STOPPED: u8 = 4;
    /// What was waited for goes on, as far as anybody knows: the server is away.
    pub const AWAY: u8 = 5;
}

const UNWRITABLE: &str = "check the free space and who may write there";

/// Why a command ends without its result: what happened, and what to do.
#[derive(Debug)]
pub struct Failure {
    pub exit: u8,
    pub code: Cow<'static, str>,
    pub message: String,
    pub hint: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.message)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "\nhint: {}", self.hint) }
    }
}

impl From<DataError> for Failure {
    fn from(e: DataError) -> Failure {
        let exit = match e {
            DataError::BadGroup { .. } => exit::USAGE,
            DataError::Unwritable { .. } => exit::FAILED,
            _ => exit::DATA,
        };
        Failure { exit, code: e.code().into(), message: e.to_string(), hint: e.hint() }
    }
}

impl From<InferError> for Failure {
    fn from(e: InferError) -> Failure {
        let exit = match e {
            InferError::Write { .. } | InferError::Runtime(_) => exit::FAILED,
            _ => exit::DATA,
        };
        Failure { exit, code: e.code().into(), message: e.to_string(), hint: e.hint().into() }
    }
}

impl From<RecipeError> for Failure {
    fn from(e: RecipeError) -> Failure {
        let (code, message, hint) = (e.code().into(), e.to_string(), e.hint());
        match e {
            RecipeError::Package(e) | RecipeError::Model { source: e @ InferError::Runtime(_), .. } => {
                e.into()
            }
            RecipeError::NotGiven(_) | RecipeError::NotAsked { .. } => {
                Failure { exit: exit::USAGE, code, message, hint }
            }
            _ => Failure { exit: exit::DATA, code, message, hint },
        }
    }
}

impl From<RecipeFault> for Failure {
    fn from(e: RecipeFault) -> Failure {
        RecipeError::from(e).into()
    }
}

impl From<LearnError> for Failure {
    fn from(e: LearnError) -> Failure {
        match e {
            LearnError::Data(e) => e.into(),
            LearnError::Infer(e) => e.into(),
            other => {
                let exit = match other {
                    LearnError::NotEnough(_) => exit::DATA,
                    LearnError::StoppedEarly => exit::STOPPED,
                    LearnError::Reading(_) => exit::USAGE,
                    _ => exit::FAILED,
                };
                Failure { exit, code: other.code().into(), message: other.to_string(), hint: other.hint() }
            }
        }
    }
}

impl From<ClientError> for Failure {
    fn from(e: ClientError) -> Failure {
        let exit = match &e {
            ClientError::LoginStopped => exit::STOPPED,
            ClientError::NothingToSend(_) => exit::DATA,
            ClientError::Refused(refusal) if refusal.status == 422 => exit::DATA,
            _ => exit::FAILED,
        };
        Failure { exit, code: e.code().into(), message: e.to_string(), hint: e.hint() }
    }
}

impl From<fovea_vision::VisionError> for Failure {
    fn from(e: fovea_vision::VisionError) -> Failure {
        let (exit, hint) = match e {
            fovea_vision::VisionError::Write { .. } => (exit::FAILED, UNWRITABLE),
            fovea_vision::VisionError::Encode { .. } => (exit::FAILED, ""),
            fovea_vision::VisionError::Read { .. } => (exit::DATA, "check the path and who may read it"),
            _ => (exit::DATA, "open the file in a viewer; replace it if that fails too"),
        };
        Failure { exit, code: e.code().into(), message: e.to_string(), hint: hint.into() }
    }
}

impl From<std::io::Error> for Failure {
    fn from(e: std::io::Error) -> Failure {
        let (code, message) = ("output.unwritable", format!("the output cannot be written: {e}"));
        Failure { exit: exit::FAILED, code: code.into(), message, hint: UNWRITABLE.into() }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(e: serde_json::Error) -> Failure {
        match e.io_error_kind() {
            Some(kind) => std::io::Error::from(kind).into(),
            None => {
                let message = format!("a result cannot be written as JSON: {e}");
                Failure { exit: exit::FAILED, code: "output.json".into(), message, hint: String::new() }
            }
        }
    }
}
