//! Users, groups and roles: who there is, and what each may do.

mod account;
mod belongings;
mod change;
mod device;
mod factor;
mod groups;
mod identities;
mod invitations;
mod list;
mod members;
mod new;
mod providers;
mod remove;
mod rights;
mod roles;
mod rules;
mod users;

pub use belongings::{Belongings, RunningJob};
pub use change::UserChange;
pub use device::{DeviceLogin, DeviceState};
pub use factor::{Factor, RECOVERY_CODES};
pub use groups::{Group, GroupChange, GroupName, NamedOrder};
pub use identities::{Identity, KnownPerson};
pub use invitations::{INVITATION_MS, Invited, RESET_MS};
pub use list::{UserFilter, UserOrder, UserSort};
pub use members::{BulkAction, BulkResult};
pub use new::{MadeUsers, NewUserRow};
pub use providers::{Gives, IdentityProvider, ProviderKind, ProviderMapping, ProviderWanted};
pub use rights::{Contact, RightSource, RoleRef};
pub use roles::{Role, RoleChange};
pub use rules::Denied;
pub use users::{PeopleCounts, Person, User, UserState};

pub(crate) use groups::group_named;
pub(crate) use rights::rights_of;
pub(crate) use users::{find_user, has_administrator, insert_user};
