//! The list of users finds the same whichever way it looks.
#![expect(clippy::unwrap_used, reason = "these are tests, with their helpers")]

use fovea_store::{
    BulkAction, Id, LeftJobs, MadeUsers, NamedOrder, NewUserRow, PageRequest, Person, Store, UserFilter,
    UserOrder, UserSort, UserState, now,
};

const USERS: usize = 1500;

/// The same numbers every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.throw(of.len())]
    }
}

fn user(number: usize, dice: &mut Dice, roles: &[Id], groups: &[Id]) -> NewUserRow {
    let nickname =
        format!("{}{}", dice.one(&["王", "李", "Ø", "王芳", "😀"]), dice.one(&["芳", "伟", "\"x", "'", ""]));
    // One role in a hundred, one group of five and one that everybody is in.
    let role = if number.is_multiple_of(100) { roles[1] } else { roles[0] };
    let some = (dice.throw(5) == 0).then_some(groups[1]);
    NewUserRow {
        name: format!("{}{number}", dice.one(&["ab", "cd", "x"])),
        nickname,
        phone: format!("138{:08}", dice.throw(100_000_000)),
        mail: if dice.throw(3) == 0 { format!("u{number}@plant.example") } else { String::new() },
        role_ids: vec![role],
        group_ids: std::iter::once(groups[0]).chain(some).collect(),
        password_hash: (dice.throw(4) > 0).then(|| "hash".into()),
        invitation: Some((number.to_be_bytes().to_vec(), now() + 1000)),
        ..NewUserRow::default()
    }
}

async fn filled(store: &Store) -> (Vec<Id>, Vec<Id>) {
    let all = PageRequest { limit: 100, cursor: None };
    let roles: Vec<Id> = store
        .roles(None, None, NamedOrder::default(), &all)
        .await
        .unwrap()
        .items
        .iter()
        .map(|r| r.id)
        .collect();
    let mut groups = Vec::new();
    for name in ["all", "some", "none"] {
        groups.push(store.create_group(name, "", &roles[..1], &[]).await.unwrap().id);
    }
    let mut dice = Dice(5);
    let rows = (0..USERS).map(|n| user(n, &mut dice, &roles, &groups)).collect();
    assert!(matches!(store.create_users(rows).await.unwrap(), MadeUsers::Made(_)));
    (roles, groups)
}

async fn pages(store: &Store, filter: &UserFilter, order: UserOrder, limit: u64) -> (Vec<Person>, u64) {
    let (mut found, mut page) = (Vec::new(), PageRequest { limit, cursor: None });
    loop {
        let part = store.people(filter, order, &page).await.unwrap();
        found.extend(part.items);
        let Some(next) = part.next else { return (found, part.total) };
        page.cursor = Some(next);
    }
}

fn fits(filter: &UserFilter, person: &Person) -> bool {
    let user = &person.user;
    filter.q.as_ref().is_none_or(|q| user.search.contains(&fovea_store::fold(q)))
        && filter.state.is_none_or(|s| user.is(s))
        && filter.role.is_none_or(|id| person.roles.iter().any(|r| r.id == id))
        && filter.group.is_none_or(|id| person.groups.iter().any(|(g, _)| *g == id))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_and_order_finds_what_looking_at_each_user_finds() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let (roles, groups) = filled(&store).await;
    let (all, total) = pages(&store, &UserFilter::default(), UserOrder::default(), 200).await;
    assert_eq!((all.len(), total), (USERS, USERS as u64));
    let mut dice = Dice(9);
    let texts = [
        "王", "芳", "王芳", "芳芳", "x", "1", "13", "王伟", "plant", "ABCD", "ab1", "u77@", "\"x", "'", "😀",
        "Ø", "%", "ø伟", "😀芳", "nobody", "138", "a\u{1}b",
    ];
    for round in 0..150 {
        let filter = UserFilter {
            q: (dice.throw(4) > 0).then(|| dice.one(&texts).to_string()),
            state: (dice.throw(2) == 0)
                .then(|| dice.one(&[UserState::Active, UserState::Invited, UserState::Locked])),
            role: (dice.throw(3) == 0).then(|| dice.one(&roles)),
            group: (dice.throw(3) == 0).then(|| dice.one(&groups)),
        };
        let sort =
            dice.one(&[UserSort::Name, UserSort::Nickname, UserSort::CreatedAt, UserSort::LastLoginAt]);
        let order = UserOrder { sort, descending: dice.throw(2) == 0 };
        let (found, total) = pages(&store, &filter, order, dice.one(&[7, 50, 200])).await;
        // What no name can hold counts for nothing in a search.
        let plain = UserFilter { q: filter.q.clone().map(|q| q.replace('\u{1}', "")), ..filter.clone() };
        let mut wanted: Vec<&Person> = all.iter().filter(|p| fits(&plain, p)).collect();
        wanted.sort_by(|a, b| {
            let (a, b) = (&a.user, &b.user);
            let by = match sort {
                UserSort::Name => a.name_key.cmp(&b.name_key),
                UserSort::Nickname => a.nickname.cmp(&b.nickname),
                UserSort::CreatedAt => a.created_at.cmp(&b.created_at),
                UserSort::LastLoginAt => a.last_login_at.cmp(&b.last_login_at),
            };
            by.then(a.id.cmp(&b.id))
        });
        if order.descending {
            wanted.reverse();
        }
        let ids = |people: &[&Person]| people.iter().map(|p| p.user.id).collect::<Vec<_>>();
        assert_eq!(
            ids(&found.iter().collect::<Vec<_>>()),
            ids(&wanted),
            "round {round}: {filter:?} {order:?}"
        );
        // Where conditions meet, no more than two hundred need be counted.
        let counted = total == wanted.len() as u64 || (total == 200 && wanted.len() > 200);
        assert!(counted, "round {round}: {total} for {}: {filter:?}", wanted.len());
    }
}

async fn found(store: &Store, filter: &UserFilter) -> Vec<String> {
    let (people, total) = pages(store, filter, UserOrder::default(), 50).await;
    assert_eq!(people.len() as u64, total, "{filter:?}");
    people.into_iter().map(|p| p.user.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_follows_each_change_of_state_roles_and_groups() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let all = PageRequest { limit: 100, cursor: None };
    let roles = store.roles(None, None, NamedOrder::default(), &all).await.unwrap().items;
    let role = |key: &str| roles.iter().find(|r| r.key.as_deref() == Some(key)).unwrap().id;
    let (annotator, reviewer) = (role("annotator"), role("reviewer"));
    let row = |name: &str| NewUserRow {
        name: name.into(),
        nickname: "王芳".into(),
        role_ids: vec![annotator],
        password_hash: Some("hash".into()),
        ..NewUserRow::default()
    };
    let root = NewUserRow { nickname: String::new(), role_ids: vec![role("administrator")], ..row("root") };
    let MadeUsers::Made(made) = store.create_users(vec![row("anna"), row("bert"), root]).await.unwrap()
    else {
        panic!("names are taken");
    };
    let (anna, bert) = (made[0].user.id, made[1].user.id);
    let line = store.create_group("line", "", &[annotator], &[anna]).await.unwrap().id;
    let q = Some("王".to_string());
    let with = |role: Option<Id>, group: Option<Id>, state: Option<UserState>| UserFilter {
        q: q.clone(),
        role,
        group,
        state,
    };
    let active = Some(UserState::Active);
    assert_eq!(found(&store, &with(Some(annotator), None, active)).await, ["anna", "bert"]);
    assert_eq!(found(&store, &with(Some(annotator), Some(line), active)).await, ["anna"]);
    // A group that was joined and left, a role that was given and taken.
    store.change_members(line, &[bert], &[anna], LeftJobs::Ask).await.unwrap();
    assert_eq!(found(&store, &with(None, Some(line), None)).await, ["bert"]);
    store.change_holders(reviewer, (&[bert], &[]), (&[], &[])).await.unwrap();
    assert_eq!(found(&store, &with(Some(reviewer), Some(line), active)).await, ["bert"]);
    store.change_holders(reviewer, (&[], &[]), (&[bert], &[])).await.unwrap();
    assert!(found(&store, &with(Some(reviewer), None, None)).await.is_empty());
    // Another name and another state.
    store.change_users(&[bert], &BulkAction::Lock).await.unwrap().remove(0).1.unwrap();
    assert_eq!(found(&store, &with(Some(annotator), None, active)).await, ["anna"]);
    assert_eq!(found(&store, &with(None, Some(line), Some(UserState::Locked))).await, ["bert"]);
    // A group that is gone is asked for by nobody, and its number is not given again.
    store.delete_group(line, LeftJobs::Ask).await.unwrap();
    assert!(found(&store, &with(None, Some(line), None)).await.is_empty());
    let other = store.create_group("other", "", &[annotator], &[]).await.unwrap().id;
    assert!(found(&store, &with(None, Some(other), None)).await.is_empty());
    store.delete_user(bert, None).await.unwrap();
    assert_eq!(found(&store, &with(Some(annotator), None, None)).await, ["anna"]);
}
