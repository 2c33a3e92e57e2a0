use super::*;
use crate::JobState;
use crate::device::DeviceType;
use proptest::prelude::*;

fn gpu() -> DeviceType {
    DeviceType::parse("nvidia_gpu_amd64").unwrap()
}

fn npu() -> DeviceType {
    DeviceType::parse("huawei_npu_arm64").unwrap()
}

fn quota(device: DeviceType, quota: u32, per_user: u32) -> Quota {
    Quota { device, quota, per_user }
}

#[test]
fn what_is_not_allocated_is_never_below_zero() {
    assert_eq!(unallocated(16, [4, 8]), 4);
    assert_eq!(unallocated(8, [4, 8]), 0);
    assert_eq!(unallocated(8, [u32::MAX, u32::MAX]), 0);
}

#[test]
fn a_virtual_cluster_gets_no_more_than_is_not_allocated() {
    let check = |wanted: &[Quota]| check_quotas(wanted, |_| 16, |_| 10, |q| q.quota);
    assert_eq!(check(&[quota(gpu(), 6, 6), quota(npu(), 0, 0)]), Ok(()));
    let too_many = QuotaFault::TooMany { device: gpu(), quota: 7, unallocated: 6 };
    assert_eq!(check(&[quota(gpu(), 7, 1)]), Err(too_many));
    let per_user = QuotaFault::PerUser { device: gpu(), quota: 4, per_user: 5 };
    assert_eq!(check(&[quota(gpu(), 4, 5)]), Err(per_user));
    assert_eq!(check(&[quota(gpu(), 1, 1), quota(gpu(), 1, 1)]), Err(QuotaFault::Twice { device: gpu() }));
}

#[test]
fn one_user_may_have_more_than_the_quota_only_where_it_can_be_borrowed() {
    let wanted = [quota(gpu(), 4, 9)];
    assert_eq!(check_quotas(&wanted, |_| 16, |_| 10, |_| 16), Ok(()));
    let stays = QuotaFault::PerUser { device: gpu(), quota: 4, per_user: 9 };
    assert_eq!(check_per_user(&wanted, |q| q.quota), Err(stays));
    let beyond_all = QuotaFault::PerUser { device: gpu(), quota: 8, per_user: 9 };
    assert_eq!(check_per_user(&wanted, |_| 8), Err(beyond_all));
    // A quota that is larger than what is there by now keeps its own users.
    assert_eq!(check_per_user(&[quota(gpu(), 4, 4)], |_| 2), Ok(()));
}

#[test]
fn a_use_counts_half_after_a_week() {
    assert_eq!(faded(8.0, 0), 8.0);
    assert_eq!(faded(8.0, HALF_LIFE_MS), 4.0);
    assert!(faded(8.0, 10 * HALF_LIFE_MS) < 0.01);
}

#[test]
fn names_are_short_and_unique() {
    assert_eq!(check_name("视觉组", ["platform"]), Ok(()));
    assert_eq!(check_name(&"名".repeat(20), []), Ok(()));
    for wrong in ["", " ", " a", "a\n", &"x".repeat(21)] {
        assert_eq!(check_name(wrong, []), Err(QuotaFault::Name));
    }
    let taken = QuotaFault::NameTaken { name: "platform".into() };
    assert_eq!(check_name("platform", ["vision", "platform"]), Err(taken));
}

#[test]
fn it_may_grow_while_jobs_run_but_not_shrink_below_them() {
    let before = [quota(gpu(), 8, 4)];
    let change = |after: &[Quota]| may_change(&before, after, |_| 5, |_| 3);
    assert_eq!(change(&[quota(gpu(), 12, 8)]), Ok(()));
    assert_eq!(change(&[quota(gpu(), 5, 3)]), Ok(()));
    assert_eq!(change(&[quota(gpu(), 8, 4), quota(npu(), 8, 8)]), Ok(()));
    let below = GuardFault::BelowUse { device: gpu(), used: 5, quota: 4 };
    assert_eq!(change(&[quota(gpu(), 4, 4)]), Err(below));
    let user = GuardFault::BelowUseOfUser { device: gpu(), used: 3, per_user: 2 };
    assert_eq!(change(&[quota(gpu(), 8, 2)]), Err(user));
    assert_eq!(change(&[]), Err(GuardFault::BelowUse { device: gpu(), used: 5, quota: 0 }));
    // Borrowed devices do not keep a quota from staying as it is.
    assert_eq!(may_change(&before, &before, |_| 20, |_| 20), Ok(()));
}

#[test]
fn it_is_not_deleted_with_jobs_nor_as_the_last_nor_from_within() {
    assert_eq!(may_delete(0, 2, false), Ok(()));
    assert_eq!(may_delete(3, 2, false), Err(GuardFault::JobsActive { jobs: 3 }));
    assert_eq!(may_delete(0, 1, false), Err(GuardFault::Last));
    assert_eq!(may_delete(0, 2, true), Err(GuardFault::Current));
}

#[test]
fn a_member_with_running_jobs_is_asked_about_again() {
    assert_eq!(remove_member::<u8>(vec![], false), Members::Remove);
    assert_eq!(remove_member(vec![7, 9], false), Members::Ask(vec![7, 9]));
    assert_eq!(remove_member(vec![7, 9], true), Members::RemoveAndStop(vec![7, 9]));
}

#[test]
fn lost_devices_are_shared_in_proportion_and_single_ones_go_to_the_largest_fraction() {
    assert_eq!(real_quotas(&[10, 6], 16), [10, 6]);
    // 10·9/16 = 5.6, 6·9/16 = 3.4
    assert_eq!(real_quotas(&[10, 6], 9), [6, 3]);
    assert_eq!(real_quotas(&[4, 4, 4], 8), [3, 3, 2]);
    assert_eq!(real_quotas(&[4, 4], 0), [0, 0]);
    assert_eq!(real_quotas(&[], 5), [0u32; 0]);
    // Nobody was given the other four, so they make up for the lost.
    assert_eq!(real_quotas(&[6, 6], 12), [6, 6]);
}

#[test]
fn the_standing_tells_what_is_used_to_be_had_and_lost() {
    let seen = standing(10, 7, 3, 1, 20);
    assert_eq!((seen.total, seen.used, seen.available, seen.unschedulable), (10, 3, 4, 3));
    // Others borrow what would be its own: no more than is free can be had.
    assert_eq!(standing(10, 10, 3, 0, 2).available, 2);
    let over = standing(10, 7, 12, 12, 5);
    assert_eq!((over.available, over.unschedulable), (0, 0));
}

#[test]
fn a_priority_out_of_range_is_refused_and_not_changed() {
    assert_eq!(check_priority(DEFAULT_PRIORITY, false), Ok(()));
    assert_eq!(check_priority(201, false), Err(PriorityFault { priority: 201, least: 100, most: 200 }));
    assert!(check_priority(99, false).is_err() && check_priority(1, true).is_ok());
    assert!(check_priority(1000, true).is_ok() && check_priority(1001, true).is_err());
    assert!(check_priority(0, true).is_err());
}

#[test]
fn a_priority_may_change_while_the_job_waits() {
    let may: Vec<_> =
        JobState::ALL.into_iter().filter(|&s| may_reprioritise(s)).map(JobState::name).collect();
    assert_eq!(may, ["queued", "pausing", "paused", "preempting"]);
}

#[test]
fn the_shortest_of_all_limits_is_the_longest_run() {
    assert_eq!(longest_run(Some(5), Some(3), None), Some(3));
    assert_eq!(longest_run(Some(3), Some(5), None), Some(3));
    assert_eq!(longest_run(None, Some(3), None), Some(3));
    assert_eq!(longest_run(None, None, None), None);
    assert_eq!(longest_run(Some(5), None, Some(9)), Some(5));
    assert_eq!(longest_run(Some(5), None, Some(2)), Some(2));
    assert_eq!(longest_run(None, None, Some(2)), Some(2));
}

proptest! {
    #[test]
    fn shares_add_up_and_nobody_gets_more_than_the_quota(
        quotas in prop::collection::vec(0u32..2000, 0..12), schedulable in 0u32..12_000
    ) {
        let real = real_quotas(&quotas, schedulable);
        let given: u32 = quotas.iter().sum();
        prop_assert_eq!(real.iter().sum::<u32>(), given.min(schedulable));
        for (real, quota) in real.iter().zip(&quotas) {
            prop_assert!(real <= quota);
            // Within one device of the exact part.
            let exact = f64::from(*quota) * f64::from(given.min(schedulable)) / f64::from(given.max(1));
            prop_assert!((f64::from(*real) - exact).abs() < 1.0);
        }
    }
}
