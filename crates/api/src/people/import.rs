//! New users from a table that people keep in a spreadsheet.

use super::batch::{DryRun, answered, make};
use crate::app::App;
use crate::codes::Code;
use crate::dto::{NewUser, RowProblem};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Query, Whole};
use crate::guard::{Permit, UserWrite};
use axum::extract::State;
use axum::response::Response;
use fovea_domain::permission::Preset;
use fovea_store::{GroupName, Id, NamedOrder, PageRequest, fold};
use std::collections::HashMap;

const MOST_ROWS: usize = 1000;
/// Of roles and of groups; a house with more names them by hand.
const MOST_NAMES: u64 = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Nickname,
    Phone,
    Mail,
    Note,
    Language,
    Roles,
    Groups,
}

const HEADS: &[(&str, Column)] = &[
    ("用户名", Column::Name),
    ("user name", Column::Name),
    ("username", Column::Name),
    ("name", Column::Name),
    ("昵称", Column::Nickname),
    ("nickname", Column::Nickname),
    ("电话", Column::Phone),
    ("phone", Column::Phone),
    ("电子邮件", Column::Mail),
    ("邮箱", Column::Mail),
    ("e-mail", Column::Mail),
    ("email", Column::Mail),
    ("mail", Column::Mail),
    ("描述", Column::Note),
    ("description", Column::Note),
    ("note", Column::Note),
    ("语言", Column::Language),
    ("language", Column::Language),
    ("角色", Column::Roles),
    ("roles", Column::Roles),
    ("用户组", Column::Groups),
    ("groups", Column::Groups),
];

/// What people call the preset roles.
const PRESET_NAMES: &[(&str, Preset)] = &[
    ("系统管理员", Preset::Administrator),
    ("管理员", Preset::Administrator),
    ("system administrator", Preset::Administrator),
    ("平台用户", Preset::PlatformUser),
    ("高效能平台用户", Preset::PlatformUser),
    ("platform user", Preset::PlatformUser),
    ("标注员", Preset::Annotator),
    ("annotator", Preset::Annotator),
    ("审核员", Preset::Reviewer),
    ("检验员", Preset::Reviewer),
    ("reviewer", Preset::Reviewer),
    ("审计员", Preset::Auditor),
    ("auditor", Preset::Auditor),
];

/// Make up to a thousand users from CSV, all or none
///
/// Columns by their heads: user name, nickname, phone, e-mail, note, language, roles, groups, in Chinese or English;
/// several roles and groups separated by semicolons. Everybody gets an invitation.
#[utoipa::path(post, path = "/users/import", tag = "people", params(DryRun),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 201, body = crate::dto::BatchAnswer),
        (status = 200, description = "Dry run", body = crate::dto::BatchAnswer)))]
pub async fn create(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    Query(query): Query<DryRun>,
    Whole(body): Whole,
) -> ApiResult<Response> {
    let lines = tokio::task::spawn_blocking(move || read(&body)).await??;
    let names = Names::load(&app).await?;
    let (mut users, mut unknown) = (Vec::with_capacity(lines.len()), Vec::new());
    for (index, line) in lines.into_iter().enumerate() {
        let mut ids = |field: &str, text: &str, known: &HashMap<String, Id>, code: &str| -> Vec<Id> {
            let mut found = Vec::new();
            for name in text.split([';', '；']).map(str::trim).filter(|n| !n.is_empty()) {
                match known.get(&fold(name)) {
                    Some(id) => found.push(*id),
                    None => unknown.push(RowProblem { index, field: field.into(), code: code.into() }),
                }
            }
            found
        };
        let role_ids = ids("role_ids", &line.roles, &names.roles, "role.not_found");
        let group_ids = ids("group_ids", &line.groups, &names.groups, "group.not_found");
        users.push(NewUser { role_ids: Some(role_ids), group_ids, ..line.user });
    }
    // With a role that nobody knows nothing may be made; the rest is still checked, so that all is told at once.
    let dry_run = query.dry_run || !unknown.is_empty();
    let mut answer = make(&app, &permit, users, dry_run).await?;
    let told = |index, field: &str| unknown.iter().any(|u: &RowProblem| u.index == index && u.field == field);
    answer.rows.retain(|r| r.code != "field.required" || !told(r.index, &r.field));
    answer.rows.extend(unknown);
    answer.rows.sort_by_key(|r| r.index);
    answered(answer, query.dry_run)
}

#[derive(Default)]
struct Line {
    user: NewUser,
    roles: String,
    groups: String,
}

fn read(bytes: &[u8]) -> ApiResult<Vec<Line>> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let text = text.map_err(|_| ApiError::from(Code::CsvBroken).with("line", 1))?;
    // Where the system separates decimals by a comma, Excel separates cells by a semicolon.
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|d| head.bytes().filter(|b| b == d).count());
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let broken = |e: &csv::Error| {
        let line = e.position().map_or(1, csv::Position::line);
        ApiError::from(Code::CsvBroken).with("line", line)
    };
    let columns = columns(reader.headers().map_err(|e| broken(&e))?)?;
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| broken(&e))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() == MOST_ROWS {
            return Err(ApiError::from(Code::CsvTooManyRows).with("most", MOST_ROWS));
        }
        let mut line = Line::default();
        for (cell, column) in record.iter().zip(&columns) {
            let cell = cell.trim().to_string();
            match column {
                Column::Name => line.user.name = cell,
                Column::Nickname => line.user.nickname = cell,
                // What our own export marked as text.
                Column::Phone => line.user.phone = cell.trim_start_matches('\'').into(),
                Column::Mail => line.user.mail = cell,
                Column::Note => line.user.note = cell,
                Column::Language => line.user.language = cell,
                Column::Roles => line.roles = cell,
                Column::Groups => line.groups = cell,
            }
        }
        lines.push(line);
    }
    Ok(lines)
}

fn columns(heads: &csv::StringRecord) -> ApiResult<Vec<Column>> {
    let mut columns = Vec::new();
    for head in heads {
        let wanted = head.trim().to_lowercase();
        let found = HEADS.iter().find(|(name, _)| *name == wanted).map(|(_, column)| *column);
        let found =
            found.ok_or_else(|| ApiError::from(Code::CsvUnknownColumn).with("column", head.trim()))?;
        if columns.contains(&found) {
            return Err(ApiError::from(Code::CsvUnknownColumn).with("column", head.trim()));
        }
        columns.push(found);
    }
    if columns.contains(&Column::Name) { Ok(columns) } else { Err(Code::CsvNoNameColumn.into()) }
}

/// Roles and groups by what people call them.
struct Names {
    roles: HashMap<String, Id>,
    groups: HashMap<String, Id>,
}

impl Names {
    async fn load(app: &App) -> ApiResult<Names> {
        let all = PageRequest { limit: MOST_NAMES, cursor: None };
        let (mut roles, mut presets) = (HashMap::new(), HashMap::new());
        for role in app.store.roles(None, None, NamedOrder::default(), &all).await?.items {
            if let Some(key) = &role.key {
                presets.insert(key.clone(), role.id);
            }
            roles.insert(fold(&role.name), role.id);
        }
        for (name, preset) in PRESET_NAMES {
            if let Some(id) = presets.get(preset.key()) {
                roles.entry(fold(name)).or_insert(*id);
            }
        }
        let named = app.store.group_names(MOST_NAMES).await?;
        let groups = named.into_iter().map(|GroupName { id, name }| (fold(&name), id)).collect();
        Ok(Names { roles, groups })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_either_language_are_read() {
        let chinese =
            "\u{feff}用户名,昵称,电话,角色\r\n张三,小张,'+86 138,标注员;reviewer\r\n,,,\r\n李四,,,\r\n";
        let lines = read(chinese.as_bytes()).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].user.name.as_str(), lines[0].roles.as_str()), ("张三", "标注员;reviewer"));
        assert_eq!(lines[0].user.phone, "+86 138");
        let english = "Name;E-Mail;Groups\nada;a@b.example;\"night; day\"\n";
        let lines = read(english.as_bytes()).unwrap();
        assert_eq!((lines[0].user.mail.as_str(), lines[0].groups.as_str()), ("a@b.example", "night; day"));
    }

    #[test]
    fn what_is_no_table_of_users_is_refused_by_name() {
        let code = |text: &[u8]| read(text).err().map(|e| e.code().name());
        assert_eq!(code(b"phone\n1"), Some("csv.no_name_column"));
        assert_eq!(code(b"name,height\na,1"), Some("csv.unknown_column"));
        assert_eq!(code(b"name,name\na,b"), Some("csv.unknown_column"));
        assert_eq!(code(b"name\n\xff\xfe"), Some("csv.broken"));
        let many = "name\n".to_string() + &"x\n".repeat(1001);
        assert_eq!(code(many.as_bytes()), Some("csv.too_many_rows"));
    }
}
