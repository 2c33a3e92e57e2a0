use super::*;
use std::collections::HashSet;

#[test]
fn every_right_has_a_name_of_its_own_and_is_found_by_it() {
    let names: HashSet<_> = Permission::ALL.iter().map(|p| p.name()).collect();
    assert_eq!(names.len(), Permission::ALL.len());
    assert!(Permission::ALL.len() <= 64, "rights are bits of one number");
    for permission in Permission::ALL {
        assert_eq!(permission.name().parse(), Ok(*permission));
    }
    assert!("root".parse::<Permission>().is_err());
}

#[test]
fn every_right_stands_once_in_the_tree() {
    let in_tree: Vec<_> = MODULES.iter().flat_map(|(_, rights)| rights.iter().copied()).collect();
    assert_eq!(in_tree.len(), Permission::ALL.len());
    assert_eq!(in_tree.iter().copied().collect::<HashSet<_>>().len(), in_tree.len());
}

/// The pages have a sentence for each line of that file, which a test of theirs holds.
#[test]
fn the_list_beside_the_crate_is_this_one() {
    let lines =
        MODULES.iter().flat_map(|(module, rights)| rights.iter().map(move |r| format!("{module} {r}\n")));
    let kept = include_str!("../../permissions.txt");
    assert_eq!(kept, lines.collect::<String>(), "write these lines into crates/domain/permissions.txt");
}

#[test]
fn an_administrator_may_do_everything_and_nobody_nothing() {
    assert!(Permission::ALL.iter().all(|p| Preset::Administrator.rights().contains(*p)));
    assert_eq!(Rights::NONE.iter().count(), 0);
}

#[test]
fn a_right_brings_what_it_cannot_do_without() {
    let rights: Rights = [Permission::UserWrite].into_iter().collect();
    assert_eq!(
        rights.iter().collect::<Vec<_>>(),
        [Permission::UserRead, Permission::UserWrite, Permission::RoleRead]
    );
}

#[test]
fn only_an_administrator_manages_people() {
    for preset in Preset::ALL {
        let manages = [Permission::UserRead, Permission::RoleRead, Permission::SettingRead];
        let any = manages.iter().any(|p| preset.rights().contains(*p));
        assert_eq!(any, preset == Preset::Administrator, "{preset:?}");
    }
    let platform = Preset::PlatformUser.rights();
    assert!(platform.cover(Preset::Annotator.rights()) && platform.cover(Preset::Reviewer.rights()));
    assert!(!platform.contains(Permission::AuditRead));
    assert!(Preset::from_key("administrator") == Some(Preset::Administrator));
}

#[test]
fn only_an_administrator_has_the_jobs_of_everybody_and_the_figures_of_the_house() {
    for preset in Preset::ALL {
        let wide =
            [Permission::JobRead, Permission::JobWrite, Permission::ClusterWrite, Permission::MonitoringRead];
        let any = wide.iter().any(|p| preset.rights().contains(*p));
        assert_eq!(any, preset == Preset::Administrator, "{preset:?}");
    }
    let platform = Preset::PlatformUser.rights();
    assert!(platform.contains(Permission::JobWriteOwn) && platform.contains(Permission::ClusterRead));
}

#[test]
fn sets_cover_and_cut_each_other() {
    let small: Rights = [Permission::Infer].into_iter().collect();
    assert!(Rights::all().cover(small) && !small.cover(Rights::all()));
    assert_eq!(Rights::all().intersection(small), small);
    assert_eq!(small.union(Rights::NONE), small);
}

#[test]
fn a_manager_of_a_project_hands_out_and_reviews_there_and_changes_nothing_else() {
    let rights: Vec<Permission> = Rights::of_manager().iter().collect();
    let wanted = [
        Permission::ProjectRead,
        Permission::DataRead,
        Permission::AnnotationDispatch,
        Permission::AnnotationReview,
    ];
    assert_eq!(rights, wanted);
}
