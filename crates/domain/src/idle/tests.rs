use super::*;
use proptest::prelude::*;

const LIMITS: IdleLimits = IdleLimits { warn_ms: Some(600_000), pause_ms: Some(900_000) };

fn at(used_at: i64, warned_at: Option<i64>) -> Idleness {
    Idleness { used_at, warned_at }
}

#[test]
fn a_little_is_no_use_and_much_of_either_is() {
    let measured = |cores, bytes_s| Measured { cores, bytes_s }.is_use();
    assert!(!measured(0.02, 4096.0));
    assert!(measured(0.05, 0.0) && measured(0.0, 2e6));
}

#[test]
fn it_is_idle_then_warned_then_paused() {
    let judge = |now, warned| LIMITS.judge(at(0, warned), now);
    assert_eq!(judge(299_999, None), Judged::Used);
    assert_eq!(judge(300_000, None), Judged::Idle);
    assert_eq!(judge(600_000, None), Judged::Warn);
    assert_eq!(judge(700_000, Some(600_000)), Judged::Idle);
    assert_eq!(judge(900_000, Some(600_000)), Judged::Pause);
    // One that was used after its warning has all of it before it again.
    assert_eq!(LIMITS.judge(at(650_000, Some(600_000)), 1_250_000), Judged::Warn);
}

#[test]
fn without_limits_it_is_idle_and_nothing_follows() {
    let none = IdleLimits::default();
    assert_eq!(none.judge(at(0, None), i64::MAX), Judged::Idle);
    assert_eq!(none.pauses_at(at(0, None)), None);
    let warns = IdleLimits { warn_ms: Some(60_000), pause_ms: None };
    assert_eq!(warns.judge(at(0, None), 60_000), Judged::Warn);
    assert_eq!(warns.judge(at(0, Some(60_000)), i64::MAX), Judged::Idle);
}

#[test]
fn a_late_warning_leaves_the_whole_time_before_the_pause() {
    // The limits came when it had been idle for a day.
    let day = 86_400_000;
    assert_eq!(LIMITS.judge(at(0, None), day), Judged::Warn);
    assert_eq!(LIMITS.judge(at(0, Some(day)), day + 299_999), Judged::Idle);
    assert_eq!(LIMITS.judge(at(0, Some(day)), day + 300_000), Judged::Pause);
}

#[test]
fn limits_that_would_pause_unwarned_are_refused() {
    let check = |warn_ms, pause_ms| IdleLimits { warn_ms, pause_ms }.check();
    assert_eq!(check(None, Some(1)), Err(IdleFault::WithoutWarning));
    assert_eq!(check(Some(2), Some(2)), Err(IdleFault::NotAfterWarning));
    assert_eq!((check(None, None), check(Some(1), None), check(Some(1), Some(2))), (Ok(()), Ok(()), Ok(())));
}

proptest! {
    /// Whatever a job does and whenever it is looked at: nobody is paused without a warning before it, the time between both
    /// has passed, and it used nothing meanwhile.
    #[test]
    fn nobody_is_paused_unwarned(
        looks in prop::collection::vec((1i64..400_000, any::<bool>()), 1..80),
        warn in 1i64..2_000_000, more in 1i64..2_000_000,
    ) {
        let limits = IdleLimits { warn_ms: Some(warn), pause_ms: Some(warn + more) };
        prop_assert!(limits.check().is_ok());
        let (mut now, mut of) = (0, at(0, None));
        for (step, used) in looks {
            now += step;
            if used {
                of.used_at = now;
            }
            match limits.judge(of, now) {
                Judged::Warn => {
                    prop_assert!(now - of.used_at >= warn);
                    of.warned_at = Some(now);
                    prop_assert!(limits.judge(of, now) != Judged::Warn, "warned twice");
                }
                Judged::Pause => {
                    let warned = of.warned_at.expect("warned");
                    prop_assert!(warned >= of.used_at && now - warned >= more);
                    prop_assert!(now - of.used_at >= warn + more);
                }
                Judged::Used | Judged::Idle => {}
            }
        }
    }

    /// However a time is cut into spans, they add up to what was idle of it.
    #[test]
    fn idle_spans_add_up(steps in prop::collection::vec(0i64..200_000, 0..40), used_at in 0i64..500_000) {
        let (mut now, mut sum) = (0, 0);
        for step in steps {
            let part = idle_time(used_at, IDLE_AFTER_MS, now, now + step);
            prop_assert!(part >= 0);
            sum += part;
            now += step;
        }
        let unused = now - used_at;
        prop_assert_eq!(sum, if unused >= IDLE_AFTER_MS { unused } else { 0 });
    }
}
