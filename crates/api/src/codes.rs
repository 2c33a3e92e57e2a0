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
    AuthAboveYou        "auth.above_you"          403 "This would give, or change somebody who has, rights that you lack yourself."
    AuthBusy            "auth.busy"               503 "Too many people log in at this moment. Try again in {wait_s} seconds."
    AuthLocked          "auth.locked"             403 "This account is locked. Ask an administrator."
    AuthWaiting         "auth.waiting"            403 "This account waits for an administrator to let it in."
    AuthMustChangePassword "auth.must_change_password" 403 "Change your password first."
    AuthProjectOnly     "auth.project_only"       403 "This token is bound to one project and cannot do this."
    AuthSecondFactorNeeded "auth.second_factor_needed" 401 "Give the code of your authenticator too."
    AuthSecondFactorWrong "auth.second_factor_wrong" 401 "The code is wrong, or was used before."
    AuthSessionNeeded   "auth.session_needed"     403 "This can only be done by somebody who is logged in on the pages, not by a token."
    AuthDirectoryDown   "auth.directory_down"     503 "Name or password is wrong, or the account is one of a directory that cannot be reached at the moment."
    OidcUnavailable     "oidc.unavailable"        502 "The provider cannot be reached, or is not set up right. Ask an administrator; the server's log says what is wrong."
    OidcBeginAgain      "oidc.begin_again"        400 "This login was begun elsewhere, was used already, or took too long. Begin again."
    OidcRefused         "oidc.refused"            403 "The provider did not let you in."
    OidcUntrusted       "oidc.untrusted"          403 "What the provider answered cannot be believed. Ask an administrator; the server's log says why."
    OidcNoAccount       "oidc.no_account"         403 "You have no account here. Ask an administrator for one, or link yourself on your account's page."
    IdentityTaken       "identity.taken"          409 "This person elsewhere is linked to another user here."
    IdentityLastWayIn   "identity.last_way_in"    409 "Without this link you could not log in any more."
    IdentityWrong       "identity.wrong"          403 "Name or password in the directory is wrong."
    IdentityProviderNameTaken "identity_provider.name_taken" 409 "There is already a provider with this name."
    AccountFactorOn     "account.factor_on"       409 "A second factor is in use already. Give it up first."
    AccountWrongPassword "account.wrong_password" 403 "This is not your password."
    InvitationUsed      "invitation.used"         410 "This invitation was used already or is no longer valid. Ask for a new one."
    RegistrationClosed  "registration.closed"     403 "This house takes no requests for accounts. Ask an administrator."
    DevicePending       "device.pending"          400 "Nobody has said yes yet."
    DeviceSlowDown      "device.slow_down"        400 "Ask less often."
    DeviceEnded         "device.ended"            410 "This request was refused, has expired, or was used. Begin again."
    SetupLinkUsed       "setup.link_used"         410 "This link was used already or is no longer valid. The server prints a new one when it starts, as long as there is no administrator."

    ProjectNameTaken    "project.name_taken"      409 "There is already a project with this name."
    ProjectInUse        "project.in_use"          409 "A job of this project is still running. Stop it first."
    ClassNameTaken      "class.name_taken"        409 "There is already a class with this name in the project."
    ClassIsGood         "class.is_good"           409 "The class of good pictures belongs to every project."
    ClassInUse          "class.in_use"            409 "Labels, or what one of two labellers said, still use this class. Give those pictures another class first."
    ClassShape          "class.shape"             422 "Regions of “{class}” have only one kind of shape: {shape}."
    EditEnded           "edit.ended"              409 "This edit was taken back already, or is too old for that."
    EditClassGone       "edit.class_gone"         409 "A class that these labels had is gone. Take its removal back first."
    EditClassChanged    "edit.class_changed"      409 "The class was changed again since. Take the later edit back first."
    UserNotFound        "user.not_found"          404 "There is no user with this name."
    UserNameTaken       "user.name_taken"         409 "There is already a user with this name."

    VcNameTaken         "vc.name_taken"           409 "There is already a virtual cluster with this name."
    VcTooMany           "vc.too_many"             409 "{quota} of {device} are wanted, and {unallocated} are in no virtual cluster."
    VcPerUser           "vc.per_user"             422 "A user may not have {per_user} of {device} where the whole virtual cluster has {quota}."
    VcTwice             "vc.twice"                422 "The type {device} is named twice."
    VcBelowUse          "vc.below_use"            409 "{used} of {device} are in use, so the quota cannot become {quota}. Stop jobs first."
    VcBelowUseOfUser    "vc.below_use_of_user"    409 "A user has {used} of {device} in use, so the most of a user cannot become {per_user}. Stop jobs first."
    VcJobsRun           "vc.jobs_run"             409 "{count} jobs would be stopped by this. Say that they are to be stopped, or wait for their end."
    VcLast              "vc.last"                 409 "It is the last virtual cluster."
    VcCurrent           "vc.current"              409 "You work in this virtual cluster. Change to another one first."
    VcNone              "vc.none"                 403 "You are in no virtual cluster, so nothing can run for you. Ask an administrator."
    VcNotMember         "vc.not_member"           403 "You are no member of the virtual cluster {virtual_cluster}, to which this belongs."
    VcNoDevices         "vc.no_devices"           409 "The virtual cluster {virtual_cluster} gives you no cores, so nothing can run there."
    VcLeavesYou         "vc.leaves_you"           409 "You would not be in this virtual cluster any more. Somebody else has to take you out."
    VcAdministrator     "vc.administrator"        422 "Only a member that is named can administer a virtual cluster."
    JobPriority         "job.priority"            403 "You may give priorities from {least} to {most}."
    JobFile             "job_file.invalid"        422 "Line {line}, {field}: {reason}."
    TemplateNameTaken   "template.name_taken"     409 "There is already a template with this name where you keep it."
    TemplatePreset      "template.preset"         409 "This template comes with the product. Take a copy of it to change it."
    ClusterFile         "cluster_file.invalid"    422 "Line {line}, {field}: {reason}."
    ClusterFileUnreadable "cluster_file.unreadable" 422 "The cluster file {path} cannot be read: {reason}."
    NodeClosedByFile    "node.closed_by_file"     409 "The cluster file has {node} closed. Open it there, and start the server again."
    JobNoSandbox        "job.no_sandbox"          409 "Commands cannot run on this server: {reason}. An administrator can install bubblewrap, or start the server with --unsandboxed-jobs."
    JobNoPodman         "job.no_podman"           409 "Line {line}, {field}: jobs with an image cannot run on this server: {reason}. An administrator can start podman.socket, or name a socket with --podman."
    JobNoPause          "job.no_pause"            409 "A service cannot pause. Stop it and start it again later."
    JobInUse            "job.in_use"              409 "A model came from this training, and says so. It stays."
    WorkNone            "work.none"               409 "Only commands have a work folder that can be looked into."
    WorkBadPath         "work.bad_path"           422 "{path} is no name below the work folder."
    WorkNotFound        "work.not_found"          404 "There is no {path} in the work folder."
    WorkNotFolder       "work.not_folder"         409 "{path} is no folder."
    WorkIsFolder        "work.is_folder"          409 "{path} is a folder."
    WorkLink            "work.link"               409 "{path} is a link, and links are not followed."
    WorkNoFile          "work.no_file"            409 "{path} is a pipe, a socket or a device, and is not opened."
    WorkExists          "work.exists"             409 "There is something called {path} already."
    WorkNotEmpty        "work.not_empty"          409 "The folder {path} is not empty. Say that all of it is to go."
    WorkChanged         "work.changed"            412 "{path} was changed meanwhile. Load it again, then repeat your change."
    WorkDenied          "work.denied"             409 "The rights of {path} do not let the server do this. The job can change them with chmod."
    WorkDiskFull        "work.disk_full"          507 "The disk has too little free space for {path}. Free some, then go on."
    WorkTooLarge        "work.too_large"          413 "{path} has more than {most_bytes} bytes."
    WorkRange           "work.range"              416 "{path} has only {bytes} bytes."
    WorkUploadPlace     "work.upload_place"       409 "Of {path} {received} bytes are there: go on from there."
    WorkUploadBusy      "work.upload_busy"        409 "Another request sends {path} at this moment."
    WorkUploadCut       "work.upload_cut"         400 "The upload was cut. What came is kept: go on from there."
    WorkTooManyUploads  "work.too_many_uploads"   409 "Too many uploads into this job were begun and not ended. End or give up some."
    EndpointEnded       "endpoint.ended"          409 "The job has ended, and its endpoints with it."
    EndpointClosed      "endpoint.closed"         409 "The endpoint is closed. Whoever may change the job can open it again."
    EndpointNoHost      "endpoint.no_host"        409 "Endpoints have names below {domain}, which your browser looks for on its own machine. Use Fovea on this machine or through a tunnel, or let an administrator start the server with --gateway-domain."
    EndpointShareUser   "endpoint.share_user"     422 "{user} is no member of the job's virtual cluster, or lacks the right job.read_own."
    EndpointShareOwner  "endpoint.share_owner"    422 "This user may open it already."
    JobNotRunning       "job.not_running"         409 "Only a running job can be entered. This one is {state}."
    JobNoCommand        "job.no_command"          409 "Only a job that runs a command can be entered."
    JobNoTask           "job.no_task"             422 "The job has no task {rank}."
    JobNoAnswer         "job.no_answer"           502 "Nobody can come into the job at this moment: {reason}."
    SshKeyKnown         "ssh_key.known"           409 "You have this key already."
    SshKeyTooMany       "ssh_key.too_many"        409 "You have as many keys as you may. Delete one that you no longer use."
    RegistryKnown       "registry.known"          409 "You have an account at this registry already."
    RegistryTooMany     "registry.too_many"       409 "You have as many registries as you may. Delete one that you no longer use."
    ImageKnown          "image.known"             409 "This image is offered already."
    ImageTooMany        "image.too_many"          409 "As many images are offered as can be. Remove one that nobody uses any more."
    JobState            "job.state"               409 "This cannot be changed now: the job is {state}."

    UserBuiltIn         "user.built_in"           409 "The first administrator cannot be locked, deleted or lose the role."
    UserLastAdministrator "user.last_administrator" 409 "Nobody would be left who can manage users."
    UserIsYou           "user.is_you"             409 "You cannot lock or delete yourself."
    UserHasJobs         "user.has_jobs"           409 "Jobs of this user are still running ({count}). Stop them first."
    UserNotInvited      "user.not_invited"        409 "This user has a password already. Set another one instead."
    UserNotActive       "user.not_active"         409 "This user is not in: invite them, or let them in first."
    MailOff             "mail.off"                409 "No mail server is set up."
    MailFailed          "mail.failed"             422 "The mail was not sent: {reason}."
    GroupNameTaken      "group.name_taken"        409 "There is already a group with this name."
    RoleNameTaken       "role.name_taken"         409 "There is already a role with this name."
    RolePreset          "role.preset"             409 "This role comes with the product and cannot be changed or deleted."
    RoleInUse           "role.in_use"             409 "The role is still given to {users} users and {groups} groups."
    BadRows             "request.rows"            422 "{count} rows cannot be used as they are; nothing was made."
    CsvBroken           "csv.broken"              400 "The table cannot be read from line {line} on. It has to be CSV in UTF-8."
    CsvNoNameColumn     "csv.no_name_column"      422 "The table needs a column with the user names."
    CsvUnknownColumn    "csv.unknown_column"      422 "The column {column} is not known, or is there twice."
    CsvTooManyRows      "csv.too_many_rows"       422 "A table has at most {most} rows."

    ImportEnded         "import.ended"            409 "This import has ended. Begin a new one."
    ImportLongestRun    "import.longest_run"      409 "This import ran for {hours} hours, the longest that the virtual cluster {virtual_cluster} allows. What it brought stays; begin a new one for the rest."
    ImportLongestRunOfUser "import.longest_run_of_user" 409 "This import ran for {hours} hours, the longest that you may. What it brought stays; begin a new one for the rest."
    ImportStopped       "import.stopped"          409 "This import was stopped when its virtual cluster was changed. What it brought stays."
    ImportStoppedByHand "import.stopped_by_hand"  409 "This import was stopped. What it brought stays; begin a new one for the rest."
    ImportSilent        "import.silent"           409 "For {hours} hours nothing was sent to this import, so it was ended. What it brought stays; begin a new one for the rest."
    ImportPaused        "import.paused"           409 "This import is paused. Let its job go on, then send the file again."
    ImportDiskFull      "import.disk_full"        507 "The disk has {free_bytes} bytes left, too few for this file. Free some space, then send it again."
    ImportBadName       "import.bad_name"         422 "A file needs a name without folders above it."
    ImportCut           "import.cut"              400 "The upload ended too early. Send the file again."
    ImportTooLarge      "import.too_large"        413 "The file is larger than {most_bytes} bytes."

    ClassAttributes     "class.attributes"        422 "What a class asks cannot be used: {reason}."
    AnnotationInvalid   "annotation.invalid"      422 "The label cannot be used: {reason}"
    AnnotationLeased    "annotation.leased"       409 "{name} is working on this picture."
    AnnotationTaskEmpty "annotation.task_empty"   409 "There is no picture to hand out: none fulfils this, or all are part of open work already."
    AnnotationTaskClosed "annotation.task_closed" 409 "This task is closed."
    AnnotationNoPool    "annotation.no_pool"      409 "Pictures of this task have an owner each. Say who takes them over."
    AnnotationUnsaid    "annotation.unsaid"       409 "Say good or bad first."
    AnnotationBatchOpen "annotation.batch_open"   409 "A sampling review of this task is under way. End it first."
    AnnotationBatchSmall "annotation.batch_small" 409 "For a sampling review at least two pictures have to wait for a review."
    AnnotationTwofold   "annotation.twofold"      409 "Two have labelled this picture. Look at both and settle it."
    AnnotationState     "annotation.state"        409 "This cannot be done with a picture that is {state}."
    AdviceRunning       "advice.running"          409 "The pictures of this project are being looked at already."
    AdviceNone          "advice.none"             422 "There are no pictures to look at."
    AdviceUnseen        "advice.unseen"           409 "What this picture looks like is not known yet. Let all pictures be looked at first."
    LoopOwner           "loop.owner"              409 "Whoever turned this on may not train here any more. Turn it on in your own name."
    LoopFailed          "loop.failed"             409 "The last training ended without a model; its job tells why. The next one begins with new labels."
    PrelabelNone        "prelabel.none"           409 "There is no picture without a label to look at."
    PrelabelTask        "prelabel.task"           422 "What a model of the task {task} says is no label. Take one that finds anomalies, classes, masks or boxes."
    ExportNotDone       "export.not_done"         409 "The archive is not there yet, or its export was ended without one."
    ExportEnded         "export.ended"            409 "This export has ended or is paused."
    ExportNone          "export.none"             409 "There is no picture to write: none fulfils this."
    ExportGone          "export.gone"             410 "The archive was kept for seven days and has gone. Export the version again."
    VersionEmpty        "version.empty"           422 "The project has no pictures yet, so there is nothing to keep as a version."

    VersionPublished    "version.published"       409 "This version is published. Withdraw it first."
    VersionInUse        "version.in_use"          409 "A training or a model came of this version, and says so. It stays."
    SplitPattern        "split.pattern"           422 "The expression cannot be used: {reason}."
    SplitNone           "split.none"              409 "The project's pictures are not parted yet. Say by what rule first."
    StatisticsNone      "statistics.none"         422 "There are no pictures to look at."

    BeadPlan            "bead.plan"               422 "The bead cannot be measured by this plan: {reason}."
    TextPlan            "text.plan"               422 "Text cannot be read by this plan: {reason}."
    BoardLayout         "board.layout"            422 "The component {name} cannot be used: {reason}."
    TrainingNotEnough   "training.not_enough"     422 "The data cannot teach this yet: {what}."
    ModelStage          "model.stage"             409 "A model goes from draft to released to retired. This one is {stage}."
    ModelNotReleased    "model.not_released"      409 "Only a released model can be deployed. This one is {stage}."
    RecipeFault         "recipe.fault"            422 "The recipe cannot be used, step {step}, field {field}: {reason}"
    RecipeNotGiven      "recipe.not_given"        422 "The recipe asks for the text {name}, which was not given."
    RecipeFailed        "recipe.failed"           422 "The recipe could not be tried: {reason}"
    RecipeTrialBroken   "recipe.trial_broken"     502 "The process that tries recipes did not answer. Try again."
    RecipeNameTaken     "recipe.name_taken"       409 "There is already a recipe with this name."
    RecipePacked        "recipe.packed"           409 "This version has a package already."
    RecipeNoPictures    "recipe.no_pictures"      422 "There are no pictures to try the recipe on."
    RecipeModel         "recipe.model"            409 "A packed recipe has no graph and no threshold of its own."
    ServiceNotRunning   "service.not_running"     409 "The service does not run. Start it first."
    ServiceBusy         "service.busy"            429 "The service has more pictures than it can judge. Send this one again in {wait_s} s."
    ServiceBroken       "service.broken"          502 "The service failed on this picture. Its log says why."

    PictureUnreadable   "picture.unreadable"      422 "The picture cannot be read: {reason}"
    LinkGone            "link.gone"               409 "The picture is linked to {path} on the storage {storage}, and it is no longer there. Put it back, or upload the picture."
    LinkChanged         "link.changed"            409 "The picture is linked to {path} on the storage {storage}, where another file lies by now. Put the old one back, or upload the picture."
    LinkUnreadable      "link.unreadable"         409 "The picture is linked to {path} on the storage {storage}, which cannot be read at the moment."
    LinkNoStorage       "link.no_storage"         409 "The picture is linked to {path} on the storage {storage}, which the server was started without."
    DataQuotaUser       "data_quota.user"         413 "The owner of the project may keep {limit_bytes} bytes of pictures and keeps {used_bytes}, so this does not fit. Delete some for good, or ask an administrator for more."
    DataQuotaVc         "data_quota.vc"           413 "The virtual cluster of the project's owner may keep {limit_bytes} bytes of pictures and keeps {used_bytes}, so this does not fit. Delete some for good, or ask an administrator for more."
    StorageLinkBucket   "storage.link_bucket"     422 "Objects of a bucket cannot be linked, for each look at one would fetch it. Copy them."
    StorageBucket       "storage.bucket"          502 "The storage {storage} cannot be read: {reason}"
    StorageLinkOwn      "storage.link_own"        422 "Pictures of your own folder cannot be linked, for it goes with you. Copy them."
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
