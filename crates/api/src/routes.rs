//! The list of all routes.

use crate::annotating::{self, batches, leases, mine, pairs, review};
use crate::app::App;
use crate::error::Problem;
use crate::imports::{self, tus};
use crate::pictures::{self, annotation, features, file, tiles};
use crate::projects::{self, classes, managers};
use crate::versions;
use crate::{
    about, account, advice, audit, bead_plans, board_layouts, clusters, device, edits, events, exports,
    golden_pictures, health, identity, images, infer, invitations, jobs, label_sets, learning, learning_loop,
    mail, models, nodes, openapi, people, prelabels, raw_pictures, recipes, records, registrations, services,
    session, settings, setup, splits, statistics, templates, text_plans, tokens, trainings, watch,
};
use axum::Router;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Where the interface begins.
pub const BASE: &str = "/api/v1";

/// One handler with its guard. Does not compile for a handler whose first parameter is no guard.
macro_rules! guarded {
    ($handler:path) => {
        (utoipa_axum::routes!($handler), $crate::guard::guard_of($handler))
    };
}

// In parts: unoptimised, a function keeps room on the stack for every route that it names, and threads of tests have little.
fn all() -> Routes {
    let parts: [fn(Routes) -> Routes; 10] = [
        whoever_comes,
        people_of_the_house,
        house,
        data,
        projects_beside_data,
        labelling,
        sets,
        work,
        models_and_recipes,
        line,
    ];
    parts.into_iter().fold(Routes::new(), |routes, part| part(routes))
}

fn whoever_comes(routes: Routes) -> Routes {
    routes
        .add(guarded!(health::show))
        .add(guarded!(openapi::show))
        .add(guarded!(about::show))
        .add(guarded!(about::versions))
        .add(guarded!(events::listen))
        .add(guarded!(watch::metrics))
        .add(guarded!(setup::show))
        .add(guarded!(setup::create))
        .add(guarded!(session::create))
        .add(guarded!(session::show))
        .add(guarded!(session::delete))
        .add(guarded!(account::change))
        .add(guarded!(account::administrators))
        .add(guarded!(account::password::change))
        .add(guarded!(account::factor::show))
        .add(guarded!(account::factor::begin))
        .add(guarded!(account::factor::confirm))
        .add(guarded!(account::factor::remove))
        .add(guarded!(account::factor::renew_codes))
        .add(guarded!(identity::own::list))
        .add(guarded!(identity::own::link_oidc))
        .add(guarded!(identity::own::link_directory))
        .add(guarded!(identity::own::unlink))
        .add(guarded!(identity::ways::show))
        .add(guarded!(identity::oidc::start))
        .add(guarded!(identity::oidc::callback))
        .add(guarded!(account::sessions::list))
        .add(guarded!(account::sessions::delete))
        .add(guarded!(account::sessions::delete_all))
        .add(guarded!(account::ssh_keys::list))
        .add(guarded!(account::ssh_keys::create))
        .add(guarded!(account::ssh_keys::delete))
        .add(guarded!(account::registries::list))
        .add(guarded!(account::registries::create))
        .add(guarded!(account::registries::replace))
        .add(guarded!(account::registries::delete))
        .add(guarded!(invitations::show))
        .add(guarded!(invitations::accept))
        .add(guarded!(registrations::create))
        .add(guarded!(device::begin))
        .add(guarded!(device::token))
        .add(guarded!(device::find))
        .add(guarded!(device::approve))
        .add(guarded!(device::refuse))
}

fn people_of_the_house(routes: Routes) -> Routes {
    routes
        .add(guarded!(people::permissions::show))
        .add(guarded!(people::console))
        .add(guarded!(people::list))
        .add(guarded!(people::csv))
        .add(guarded!(people::create))
        .add(guarded!(people::create_many))
        .add(guarded!(people::import::create))
        .add(guarded!(people::actions::users))
        .add(guarded!(people::show))
        .add(guarded!(people::change))
        .add(guarded!(people::delete))
        .add(guarded!(people::belongings))
        .add(guarded!(people::secrets::set_password))
        .add(guarded!(people::secrets::invite))
        .add(guarded!(people::secrets::reset))
        .add(guarded!(people::secrets::remove_factor))
        .add(guarded!(people::groups::list))
        .add(guarded!(people::groups::csv))
        .add(guarded!(people::groups::create))
        .add(guarded!(people::groups::show))
        .add(guarded!(people::groups::change))
        .add(guarded!(people::groups::delete))
        .add(guarded!(people::groups::change_members))
        .add(guarded!(people::actions::groups))
        .add(guarded!(people::roles::list))
        .add(guarded!(people::roles::csv))
        .add(guarded!(people::roles::create))
        .add(guarded!(people::roles::show))
        .add(guarded!(people::roles::change))
        .add(guarded!(people::roles::delete))
        .add(guarded!(people::roles::change_holders))
        .add(guarded!(people::actions::roles))
}

fn house(routes: Routes) -> Routes {
    routes
        .add(guarded!(clusters::list))
        .add(guarded!(clusters::csv))
        .add(guarded!(clusters::devices))
        .add(guarded!(clusters::device_use))
        .add(guarded!(clusters::storage))
        .add(guarded!(clusters::create))
        .add(guarded!(clusters::show))
        .add(guarded!(clusters::change))
        .add(guarded!(clusters::delete))
        .add(guarded!(clusters::limits))
        .add(guarded!(clusters::users))
        .add(guarded!(clusters::device_users))
        .add(guarded!(clusters::candidates))
        .add(guarded!(clusters::change_members))
        .add(guarded!(clusters::of_user))
        .add(guarded!(clusters::change_of_user))
        .add(guarded!(images::list))
        .add(guarded!(images::presets))
        .add(guarded!(images::create_preset))
        .add(guarded!(images::change_preset))
        .add(guarded!(images::delete_preset))
        .add(guarded!(nodes::list))
        .add(guarded!(nodes::cordon))
        .add(guarded!(nodes::uncordon))
        .add(guarded!(settings::branding))
        .add(guarded!(settings::logo))
        .add(guarded!(settings::show))
        .add(guarded!(settings::change))
        .add(guarded!(mail::show))
        .add(guarded!(mail::change))
        .add(guarded!(mail::delete))
        .add(guarded!(mail::test))
        .add(guarded!(settings::set_logo))
        .add(guarded!(settings::delete_logo))
        .add(guarded!(identity::providers::list))
        .add(guarded!(identity::providers::create))
        .add(guarded!(identity::test::run))
        .add(guarded!(identity::providers::show))
        .add(guarded!(identity::providers::change))
        .add(guarded!(identity::providers::delete))
        .add(guarded!(audit::list))
        .add(guarded!(audit::csv))
        .add(guarded!(audit::jsonl))
        .add(guarded!(audit::actions))
        .add(guarded!(audit::check))
        .add(guarded!(tokens::list))
        .add(guarded!(tokens::create))
        .add(guarded!(tokens::delete))
}

fn data(routes: Routes) -> Routes {
    routes
        .add(guarded!(projects::list))
        .add(guarded!(projects::create))
        .add(guarded!(projects::show))
        .add(guarded!(projects::change))
        .add(guarded!(projects::delete))
        .add(guarded!(projects::restore))
        .add(guarded!(projects::purge))
        .add(guarded!(classes::create))
        .add(guarded!(classes::change))
        .add(guarded!(classes::delete))
        .add(guarded!(classes::used))
        .add(guarded!(classes::merge))
        .add(guarded!(classes::remove))
        .add(guarded!(imports::create))
        .add(guarded!(imports::list))
        .add(guarded!(imports::put))
        .add(guarded!(tus::options))
        .add(guarded!(tus::create))
        .add(guarded!(tus::show))
        .add(guarded!(tus::send))
        .add(guarded!(tus::give_up))
        .add(guarded!(imports::finish))
        .add(guarded!(imports::cancel))
        .add(guarded!(imports::show))
        .add(guarded!(imports::refusals))
        .add(guarded!(imports::storage::list))
        .add(guarded!(imports::storage::entries))
        .add(guarded!(imports::storage::create))
        .add(guarded!(pictures::list))
        .add(guarded!(pictures::show))
        .add(guarded!(pictures::delete))
        .add(guarded!(pictures::delete_many))
        .add(guarded!(pictures::bin::list))
        .add(guarded!(pictures::bin::restore))
        .add(guarded!(pictures::bin::purge))
        .add(guarded!(pictures::tags::choices))
        .add(guarded!(pictures::tags::change))
        .add(guarded!(pictures::tags::of_one))
        .add(guarded!(edits::list))
        .add(guarded!(edits::undo))
        .add(guarded!(pictures::next))
        .add(guarded!(file::file))
        .add(guarded!(file::thumb))
        .add(guarded!(tiles::show))
        .add(guarded!(tiles::one))
        .add(guarded!(features::show))
        .add(guarded!(annotation::show))
        .add(guarded!(annotation::replace))
        .add(guarded!(annotation::bulk))
        .add(guarded!(raw_pictures::create))
        .add(guarded!(raw_pictures::list))
        .add(guarded!(raw_pictures::choices))
        .add(guarded!(raw_pictures::take))
        .add(guarded!(raw_pictures::delete))
        .add(guarded!(raw_pictures::show))
        .add(guarded!(raw_pictures::file))
        .add(guarded!(raw_pictures::thumb))
}

fn projects_beside_data(routes: Routes) -> Routes {
    routes
        .add(guarded!(label_sets::list))
        .add(guarded!(label_sets::create))
        .add(guarded!(label_sets::show))
        .add(guarded!(label_sets::change))
        .add(guarded!(label_sets::delete))
        .add(guarded!(label_sets::file))
        .add(guarded!(label_sets::projects::keep))
        .add(guarded!(label_sets::projects::preview))
        .add(guarded!(label_sets::projects::add))
        .add(guarded!(managers::list))
        .add(guarded!(managers::create))
        .add(guarded!(managers::delete))
}

fn labelling(routes: Routes) -> Routes {
    routes
        .add(guarded!(advice::create))
        .add(guarded!(advice::show))
        .add(guarded!(advice::pictures))
        .add(guarded!(advice::right))
        .add(guarded!(advice::similar))
        .add(guarded!(learning::show))
        .add(guarded!(learning_loop::replace))
        .add(guarded!(learning_loop::end))
        .add(guarded!(prelabels::create))
        .add(guarded!(prelabels::list))
        .add(guarded!(prelabels::count))
        .add(guarded!(prelabels::discard))
        .add(guarded!(prelabels::refuse))
        .add(guarded!(leases::renew))
        .add(guarded!(leases::release))
        .add(guarded!(annotating::of_project))
        .add(guarded!(annotating::create))
        .add(guarded!(annotating::to_hand_out))
        .add(guarded!(mine::list))
        .add(guarded!(annotating::annotators))
        .add(guarded!(annotating::show))
        .add(guarded!(annotating::change))
        .add(guarded!(annotating::hand_over))
        .add(guarded!(annotating::progress))
        .add(guarded!(annotating::pictures))
        .add(guarded!(annotating::picture))
        .add(guarded!(mine::next))
        .add(guarded!(mine::finish))
        .add(guarded!(review::next))
        .add(guarded!(review::create))
        .add(guarded!(batches::show))
        .add(guarded!(batches::begin))
        .add(guarded!(batches::give_up))
        .add(guarded!(pairs::list))
        .add(guarded!(pairs::show))
        .add(guarded!(pairs::settle))
        .add(guarded!(pairs::agreement))
}

fn sets(routes: Routes) -> Routes {
    routes
        .add(guarded!(versions::list))
        .add(guarded!(versions::create))
        .add(guarded!(versions::show))
        .add(guarded!(versions::change))
        .add(guarded!(versions::delete))
        .add(guarded!(versions::publish))
        .add(guarded!(versions::withdraw))
        .add(guarded!(versions::facts))
        .add(guarded!(versions::diff))
        .add(guarded!(versions::restore_preview))
        .add(guarded!(versions::restore))
        .add(guarded!(versions::pictures))
        .add(guarded!(versions::thumb))
        .add(guarded!(splits::show))
        .add(guarded!(splits::replace))
        .add(guarded!(splits::delete))
        .add(guarded!(splits::preview))
        .add(guarded!(splits::move_pictures))
        .add(guarded!(statistics::create))
        .add(guarded!(statistics::last))
        .add(guarded!(statistics::show))
        .add(guarded!(statistics::cancel))
        .add(guarded!(exports::at_once))
        .add(guarded!(exports::create))
        .add(guarded!(exports::list))
        .add(guarded!(exports::create_chosen))
        .add(guarded!(exports::list_chosen))
        .add(guarded!(exports::create_cuts))
        .add(guarded!(exports::show))
        .add(guarded!(exports::cancel))
        .add(guarded!(exports::file))
}

fn work(routes: Routes) -> Routes {
    routes
        .add(guarded!(trainings::create))
        .add(guarded!(jobs::list))
        .add(guarded!(jobs::deleted))
        .add(guarded!(jobs::submit))
        .add(guarded!(jobs::schema))
        .add(guarded!(jobs::show))
        .add(guarded!(jobs::change))
        .add(guarded!(jobs::delete))
        .add(guarded!(jobs::stop))
        .add(guarded!(jobs::pause))
        .add(guarded!(jobs::resume))
        .add(guarded!(jobs::events))
        .add(guarded!(jobs::why))
        .add(guarded!(jobs::log))
        .add(guarded!(jobs::follow))
        .add(guarded!(jobs::phases))
        .add(guarded!(jobs::download))
        .add(guarded!(jobs::metrics))
        .add(guarded!(jobs::device_errors))
        .add(guarded!(templates::list))
        .add(guarded!(templates::create))
        .add(guarded!(templates::set_default))
        .add(guarded!(templates::show))
        .add(guarded!(templates::change))
        .add(guarded!(templates::delete))
        .add(guarded!(templates::file))
        .add(guarded!(templates::submit))
        .add(guarded!(jobs::tasks))
        .add(guarded!(jobs::endpoint_tools))
        .add(guarded!(jobs::shared_endpoints))
        .add(guarded!(jobs::endpoints))
        .add(guarded!(jobs::add_endpoint))
        .add(guarded!(jobs::open_endpoint))
        .add(guarded!(jobs::share_endpoint))
        .add(guarded!(jobs::unshare_endpoint))
        .add(guarded!(jobs::close_endpoint))
        .add(guarded!(jobs::reopen_endpoint))
        .add(guarded!(jobs::ssh))
        .add(guarded!(jobs::terminal))
        .add(guarded!(jobs::exec))
        .add(guarded!(jobs::files))
        .add(guarded!(jobs::place_entries))
        .add(guarded!(jobs::delete_file))
        .add(guarded!(jobs::file_entry))
        .add(guarded!(jobs::file_text))
        .add(guarded!(jobs::file_content))
        .add(guarded!(jobs::save_file))
        .add(guarded!(jobs::make_folder))
        .add(guarded!(jobs::move_file))
        .add(guarded!(jobs::begin_upload))
        .add(guarded!(jobs::show_upload))
        .add(guarded!(jobs::send_upload))
        .add(guarded!(jobs::cancel_upload))
}

fn models_and_recipes(routes: Routes) -> Routes {
    routes
        .add(guarded!(models::list))
        .add(guarded!(models::show))
        .add(guarded!(models::change))
        .add(guarded!(models::package))
        .add(guarded!(models::onnx))
        .add(guarded!(models::evaluation))
        .add(guarded!(bead_plans::show))
        .add(guarded!(bead_plans::replace))
        .add(guarded!(bead_plans::chessboard))
        .add(guarded!(board_layouts::show))
        .add(guarded!(board_layouts::replace))
        .add(guarded!(text_plans::show))
        .add(guarded!(text_plans::replace))
        .add(guarded!(golden_pictures::show))
        .add(guarded!(golden_pictures::replace))
        .add(guarded!(models::board))
        .add(guarded!(models::board_picture))
        .add(guarded!(models::golden))
        .add(guarded!(models::evaluated_picture))
        .add(guarded!(models::evaluation_heat))
        .add(guarded!(models::report))
        .add(guarded!(recipes::list))
        .add(guarded!(recipes::create))
        .add(guarded!(recipes::show))
        .add(guarded!(recipes::change))
        .add(guarded!(recipes::remove))
        .add(guarded!(recipes::save))
        .add(guarded!(recipes::files::create))
        .add(guarded!(recipes::trial::run))
        .add(guarded!(recipes::versions::list))
        .add(guarded!(recipes::versions::create))
        .add(guarded!(recipes::versions::show))
        .add(guarded!(recipes::versions::diff))
        .add(guarded!(recipes::versions::pack))
        .add(guarded!(recipes::runs::create))
        .add(guarded!(recipes::runs::list))
        .add(guarded!(recipes::runs::show))
        .add(guarded!(recipes::runs::pictures))
}

fn line(routes: Routes) -> Routes {
    routes
        .add(guarded!(services::list))
        .add(guarded!(services::create))
        .add(guarded!(services::show))
        .add(guarded!(services::change))
        .add(guarded!(services::remove))
        .add(guarded!(services::start))
        .add(guarded!(services::stop))
        .add(guarded!(services::stats))
        .add(guarded!(infer::infer))
        .add(guarded!(records::list))
        .add(guarded!(records::csv))
        .add(guarded!(records::counts))
        .add(guarded!(records::show))
        .add(guarded!(records::picture))
        .add(guarded!(records::thumb))
        .add(guarded!(records::heat))
        .add(guarded!(records::recheck))
}

/// Who may use a route.
#[derive(Debug, Clone)]
pub struct Access {
    /// In capitals.
    pub method: &'static str,
    /// Behind [`BASE`].
    pub path: String,
    pub guard: &'static str,
}

pub(crate) struct Routes {
    router: OpenApiRouter<App>,
    access: Vec<Access>,
}

impl Routes {
    fn new() -> Routes {
        Routes { router: OpenApiRouter::with_openapi(openapi::head()), access: Vec::new() }
    }

    fn add(mut self, (mut routes, guard): (UtoipaMethodRouter<App>, &'static str)) -> Routes {
        for (path, item) in &mut routes.1.paths {
            for (method, operation) in openapi::operations(item) {
                operation.operation_id = Some(operation_id(method, path));
                describe(operation, guard);
                self.access.push(Access { method, path: path.clone(), guard });
            }
        }
        self.router = self.router.routes(routes);
        self
    }
}

/// `GET /projects/{id}/models` is `get_projects_id_models`: handlers of many resources bear the same name, and the
/// document must tell them apart.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_").to_lowercase()
}

/// What holds for every operation is said once, here.
fn describe(operation: &mut Operation, guard: &'static str) {
    let security = match guard {
        "public" => vec![SecurityRequirement::default()],
        _ => ["session", "token"].map(|s| SecurityRequirement::new::<_, [&str; 0], &str>(s, [])).to_vec(),
    };
    operation.security = Some(security);
    let permission = utoipa::openapi::extensions::ExtensionsBuilder::new().add("x-permission", guard).build();
    operation.extensions.get_or_insert_default().merge(permission);
    let problem = ResponseBuilder::new()
        .description("Not done, with the reason")
        .content("application/problem+json", Content::new(Some(Ref::from_schema_name("Problem"))))
        .build();
    operation.responses.responses.insert("default".into(), RefOr::T(problem));
}

pub(crate) fn router() -> Router<App> {
    let (router, _) = all().router.split_for_parts();
    router
}

/// The document of the whole interface.
pub fn document() -> OpenApi {
    let (_, mut document) = all().router.split_for_parts();
    openapi::require_answers(&mut document);
    openapi::add_schema::<Problem>(&mut document);
    document
}

/// Every route with its guard.
pub fn access() -> Vec<Access> {
    all().access
}
