use crate::guard::Anyone;
use crate::routes;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use utoipa::ToSchema;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Schema, ServerBuilder,
};

/// Description of this interface
#[utoipa::path(get, path = "/openapi.json", tag = "server",
    responses((status = 200, description = "OpenAPI 3.1 document", body = Object)))]
pub async fn show(_: Anyone) -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(text).as_str();
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], text).into_response()
}

/// The document as the program prints it and as it lies in the repository.
pub fn text() -> String {
    let mut text = routes::document().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// What the document says beside its routes.
pub(crate) fn head() -> OpenApi {
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A token of the user, `fovea_…`"))
        .build();
    let session = ApiKeyValue::with_description(
        crate::guard::SESSION_COOKIE,
        "Session of a browser; changes need the header `X-Fovea: 1` as well",
    );
    OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Fovea").version("v1").build())
        .servers(Some([ServerBuilder::new().url(routes::BASE).build()]))
        .components(Some(
            ComponentsBuilder::new()
                .security_scheme("token", SecurityScheme::Http(token))
                .security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)))
                .build(),
        ))
        .build()
}

pub(crate) fn add_schema<T: ToSchema>(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    components.schemas.insert(T::name().into_owned(), T::schema());
}

/// An answer holds all its fields, null or not: unlike of what is sent in, none of them may be missing. Fields
/// that are left out where there is nothing to say have no null, and stay as they are.
pub(crate) fn require_answers(document: &mut OpenApi) {
    let sent = sent_in(document);
    let Some(components) = document.components.as_mut() else { return };
    for (name, schema) in components.schemas.iter_mut().filter(|(name, _)| !sent.contains(*name)) {
        let RefOr::T(Schema::Object(object)) = schema else { continue };
        if name != "Prediction" {
            object.required = object.properties.keys().cloned().collect();
        }
    }
}

/// Names of the schemas that requests hold, also deep within.
fn sent_in(document: &OpenApi) -> BTreeSet<String> {
    let mut open: Vec<String> = document
        .paths
        .paths
        .values()
        .flat_map(|item| [&item.post, &item.put, &item.patch].into_iter().flatten())
        .filter_map(|operation| operation.request_body.as_ref())
        .flat_map(references)
        .collect();
    let schemas = document.components.as_ref().map(|c| &c.schemas);
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(schema) = schemas.and_then(|s| s.get(&name))
            && found.insert(name)
        {
            open.extend(references(schema));
        }
    }
    found
}

fn references(value: &impl Serialize) -> Vec<String> {
    let text = serde_json::to_string(value).unwrap_or_default();
    let parts = text.split("\"#/components/schemas/").skip(1);
    parts.filter_map(|part| part.split('"').next()).map(str::to_string).collect()
}

pub(crate) fn operations(item: &mut PathItem) -> Vec<(&'static str, &mut Operation)> {
    [
        ("GET", &mut item.get),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
    .collect()
}
