//! Everything that lasts: rows in SQLite, pictures by the hash of their content, and the places of files in the
//! data folder. SQL is written here and nowhere else. A change is one transaction; a file is there as a whole
//! or not at all; what changed is told to whoever listens after it has been kept.

mod advice;
mod annotating;
mod annotations;
mod audit;
mod bin;
mod blobs;
mod classes;
mod clock;
mod clusters;
mod columns;
mod copies;
mod cuts;
mod data_quota;
mod deleted_jobs;
mod device_use;
mod disk;
mod edits;
mod endpoints;
mod engine_images;
pub mod entities;
mod error;
mod events;
mod exports;
mod gauges;
mod id;
mod idempotency;
mod idle;
mod imports;
mod job_list;
mod jobs;
mod label_sets;
mod labels;
mod layout;
mod learning_loops;
mod lock;
mod managers;
mod migrations;
mod models;
mod names;
mod nodes;
mod notices;
mod owned;
mod page;
mod people;
mod pictures;
mod place;
mod programs;
mod project_list;
mod projects;
mod proposals;
mod queue;
mod raw_pictures;
mod recipes;
mod records;
mod registries;
mod removed;
mod scene_plans;
mod services;
mod sessions;
mod settings;
mod setup;
mod split;
mod sql;
mod ssh_keys;
mod statistics;
mod steps;
mod store;
mod tags;
mod templates;
mod tokens;
mod versions;

pub use advice::{AdviceCounts, AdviceKind, AdviceRow, AdviceState, Advised, FoundAdvice};
pub use annotating::{
    AnnotationTask, Annotator, BetweenPeople, ClassAgreement, ClassWork, LEASE_MS, Lease, NewAnnotationTask,
    NewNote, Note, Pair, PairCounts, PairFilter, PairSide, PairState, PeopleAgreement, PersonProgress, Piece,
    PieceCounts, PieceFilter, Review, ReviewAgreement, ReviewBatch, Take, TaskChange, TaskOrder,
};
pub use annotations::{Annotation, Label, MarkedRegion};
pub use audit::{
    ACTIONS, Actor, AuditFilter, AuditRow, Broken, ChainCheck, ChainHead, Entry, Expected, NOBODY, NoHead,
    Trace,
};
pub use bin::{Binned, OfBin};
pub use blobs::{BlobHash, BlobWriter, Blobs, LinkFault, LinkWhy, LinkedFile, OldFile};
pub use classes::{Class, ClassChange, ClassTask, ClassUse, GOOD_COLOUR, class_colour};
pub use clock::{Moment, now};
pub use clusters::{
    ClusterChange, ClusterDenied, ClusterFilter, ClusterJob, ClusterMember, ClusterOfUser, ClusterWay,
    DeviceUse, JobLimits, LeftJobs, MembersWanted, NewCluster, QUEUE_ORDER, QueueOrder, QuotaUse, Sharing,
    Totals, VirtualCluster,
};
pub use columns::ColumnChoice;
pub use cuts::{CutWish, Cuts, NewCut};
pub use data_quota::{DataFull, DataRoom, QuotaOf};
pub use deleted_jobs::DeletedJobs;
pub use device_use::{DevicePoint, DeviceSample};
pub use disk::{DiskSpace, disk_space, free_bytes, sync_file};
pub use edits::{ClassFacts, Edit, EditKind, EditWhat, Edited, Undone};
pub use endpoints::{EndpointShare, EndpointUse};
pub use engine_images::{EngineImage, EngineImageDenied, NewEngineImage};
pub use error::StoreError;
pub use events::{Event, EventId, Events, Heard, Listener, Topic};
pub use exports::{EXPORT_KEPT_MS, Export, Exported};
pub use gauges::{JobEnds, JobGauge};
pub use id::Id;
pub use idempotency::Claim;
pub use idle::{DeviceUser, DeviceUserFilter, HELD_DAYS, HeldPart, IDLE_WARNED, IdleJob, day_of};
pub use imports::{
    FoundLabel, FoundRegion, Import, ImportSource, ImportStep, ImportWish, NewRefusal, Received, Refusal,
};
pub use job_list::{JobFilter, JobOrder, JobOwner, JobSort, Span};
pub use jobs::{Job, JobAsk, JobKind, NewJob};
pub use label_sets::{LabelSet, LabelSetChange, LabelSetFilter, LabelSetScope, MOST_LABEL_SETS, NewLabelSet};
pub use labels::LabelCount;
pub use layout::{BoardPlaces, LaidOut, Marked, Part};
pub use learning_loops::LearningLoop;
pub use managers::{MOST_MANAGERS, Manager};
pub use models::{Model, ModelChange, ModelFilter, NewModel, TaughtModel};
pub use names::fold;
pub use nodes::{ClosedNode, JobTask};
pub use notices::{JobNotice, NoticeKind};
pub use owned::OwnedKind;
pub use page::{Cursor, Key, Page, PageRequest};
pub use people::{
    Belongings, BulkAction, BulkResult, Contact, Denied, DeviceLogin, DeviceState, Factor, Gives, Group,
    GroupChange, GroupName, INVITATION_MS, Identity, IdentityProvider, Invited, KnownPerson, MadeUsers,
    NamedOrder, NewUserRow, PeopleCounts, Person, ProviderKind, ProviderMapping, ProviderWanted,
    RECOVERY_CODES, RESET_MS, RightSource, Role, RoleChange, RoleRef, RunningJob, User, UserChange,
    UserFilter, UserOrder, UserSort, UserState,
};
pub use pictures::{Added, NewPicture, Picture, PictureFilter, PictureOrder, PictureRow};
pub use place::Place;
pub use programs::ProgramVersion;
pub use project_list::{DataFacts, ProjectFilter, ProjectOrder, ProjectSort};
pub use projects::{NewProject, Project, ProjectChange};
pub use proposals::{PictureProposal, PicturesOf, Prelabels, ProposedPlace, Proposer, READER};
pub use queue::{CLOCK_STEPPED, ClusterShare};
pub use raw_pictures::{
    LeftOut, NewRawPicture, RawAbout, RawChoices, RawFilter, RawLabel, RawPicture, TakenRaw,
};
pub use recipes::{
    NewRecipeRun, NewRecipeVersion, Recipe, RecipeData, RecipeFile, RecipePicture, RecipeRun, RecipeVersion,
};
pub use records::*;
pub use registries::{Registry, RegistryDenied};
pub use removed::{KEPT_MS, ProjectFiles};
pub use scene_plans::{DrawnPlan, KeptFile, PlanKind};
pub use services::{Service, ServiceChange};
pub use sessions::{Device, Entrance, Session};
pub use split::{SplitCount, SplitRow};
pub use ssh_keys::{NewSshKey, SshKey, SshKeyDenied, Visited};
pub use statistics::{InFigure, SetPlace, SetRow, Statistic};
pub use steps::StepCounts;
pub use store::{Opening, Store};
pub use tags::{SaidBy, TagCount};
pub use templates::{NewTemplate, Template, TemplateChange, TemplateFilter, TemplateScope};
pub use tokens::{NewToken, Token};
pub use versions::{
    Difference, DifferenceCounts, DifferenceKind, LabelledName, NewVersion, Origin, Parting, RestoreChange,
    RestoreStep, Restored, UsingJob, Version, VersionClass, VersionCount, VersionFilter, VersionOrder,
    VersionPicture, VersionSort,
};

pub use sea_orm::{ConnectionTrait, DatabaseTransaction};

pub type Result<T> = std::result::Result<T, StoreError>;
