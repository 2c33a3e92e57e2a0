//! Every code an answer may carry, in one table. A released code is never renamed: pages, scripts and
//! translations know it by name. Words in braces are filled in from the answer's `params`.

macro_rules! codes {
    ($($variant:ident $name:literal $status:literal $detail:literal)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($variant),+ }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            pub const fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),+ }
            }

            pub const fn status(self) -> u16 {
                match self { $(Code::$variant => $status),+ }
            }

            pub const fn detail(self) -> &'static str {
                match self { $(Code::$variant => $detail),+ }
            }
        }
    };
}

codes! {
    Internal            "internal"                500 "Something went wrong inside Fovea. The server's log tells more under {request_id}."
    NotFound            "not_found"               404 "There is no such thing, or it is not yours to see."
    MethodNotAllowed    "method_not_allowed"      405 "This address does not take this method."
    BadRequest          "request.invalid"         400 "The request cannot be understood: {reason}"
    BodyTooLarge        "request.too_large"       413 "The request is too large."
    BodyTimeout         "request.timeout"         408 "The request did not arrive in time."
    WrongMediaType      "request.media_type"      415 "The request's body must be {expected}."
    InvalidFields       "request.fields"          422 "Some fields cannot be used as they are."
    BadCursor           "list.bad_cursor"         400 "This is no place in the list; begin again without a cursor."
    BadSort             "list.bad_sort"           400 "The list cannot be sorted this way."
    PreconditionMissing "precondition.required"   428 "Say with If-Match which revision you changed."
    PreconditionFailed  "precondition.failed"     412 "It was changed meanwhile. Load it again, then repeat your change."
    IdempotencyMismatch "idempotency.mismatch"    422 "This Idempotency-Key was used for another request."
    IdempotencyRunning  "idempotency.running"     409 "The first request with this Idempotency-Key is still under way."
    DiskFull            "disk_full"               507 "There is not enough free space on the server's disk."

    AuthRequired        "auth.required"           401 "Log in first."
    AuthWrong           "auth.wrong"              401 "Name or password is wrong."
    AuthCsrf            "auth.csrf"               403 "The request lacks the header X-Fovea: 1, which shows that a page of Fovea sent it."
    AuthForbidden       "auth.forbidden"          403 "You lack the right {permission}."
    AuthTooManyTries    "auth.too_many_tries"     429 "Too many tries to log in. Try again in {wait_s} seconds."
    SetupLinkUsed       "setup.link_used"         410 "This link was used already or is no longer valid. The server prints a new one when it starts, as long as there is no administrator."

    ProjectNameTaken    "project.name_taken"      409 "There is already a project with this name."
    ProjectInUse        "project.in_use"          409 "A job of this project is still running. Stop it first."
    ClassNameTaken      "class.name_taken"        409 "There is already a class with this name in the project."
    ClassIsGood         "class.is_good"           409 "The class of good pictures belongs to every project."
    ClassInUse          "class.in_use"            409 "Labels still use this class. Give those pictures another class first."
    UserNotFound        "user.not_found"          404 "There is no user with this name."
    UserNameTaken       "user.name_taken"         409 "There is already a user with this name."

    ImportEnded         "import.ended"            409 "This import has ended. Begin a new one."
    ImportDiskFull      "import.disk_full"        507 "The disk has {free_bytes} bytes left, too few for this file. Free some space, then send it again."
    ImportBadName       "import.bad_name"         422 "A file needs a name without folders above it."
    ImportCut           "import.cut"              400 "The upload ended too early. Send the file again."
    ImportTooLarge      "import.too_large"        413 "The file is larger than {most_bytes} bytes."

    AnnotationInvalid   "annotation.invalid"      422 "The label cannot be used: {reason}"
    VersionEmpty        "version.empty"           422 "The project has no pictures yet, so there is nothing to keep as a version."

    TrainingNotEnough   "training.not_enough"     422 "The data cannot teach this yet: {what}."
    ModelStage          "model.stage"             409 "A model goes from draft to released to retired. This one is {stage}."
    ModelNotReleased    "model.not_released"      409 "Only a released model can be deployed. This one is {stage}."
    ServiceNotRunning   "service.not_running"     503 "The service does not run. Start it first."
    ServiceBusy         "service.busy"            429 "The service has more pictures than it can judge. Send this one again in {wait_s} s."
    ServiceBroken       "service.broken"          502 "The service failed on this picture. Its log says why."

    PictureUnreadable   "picture.unreadable"      422 "The picture cannot be read: {reason}"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_has_a_name_of_its_own() {
        let names: HashSet<_> = Code::ALL.iter().map(|c| c.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
