use crate::bead::*;
use proptest::prelude::*;

const LEAD: usize = 12;

fn plan(closed: bool) -> BeadPlan {
    BeadPlan {
        image: "good.png".into(),
        path: if closed {
            vec![[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]]
        } else {
            vec![[0.0, 0.0], [200.0, 0.0]]
        },
        closed,
        width: Length::Px { px: 20.0 },
        tolerance: Length::Px { px: 5.0 },
        scale: Scale::Direct { mm_per_px: 0.1 },
        locate: false,
        contact_angle_deg: 90.0,
        limits: BeadLimits::default(),
        threshold: None,
    }
}

/// A sound bead along it.
fn sound(closed: bool) -> (Traced, Track, Wanted) {
    let plan = plan(closed);
    let track = Track::of(&plan.path, closed, LEAD, 3.0).unwrap();
    let n = track.points.len();
    let inner = LEAD..LEAD + track.steps();
    let present = (0..n).map(|i| if closed || inner.contains(&i) { 1.0 } else { -1.0 }).collect();
    (
        Traced { left: vec![-10.0; n], right: vec![10.0; n], present, bubbles: vec![] },
        track,
        plan.wanted().unwrap(),
    )
}

fn near(a: impl Into<f64>, b: f64) -> bool {
    (a.into() - b).abs() < 0.051
}

fn broken_rules(traced: &Traced, track: &Track, wanted: &Wanted) -> Vec<BeadRule> {
    let told = judge(&measure(traced, track, wanted), wanted);
    told.iter().filter(|r| r.ratio >= 1.0).map(|r| r.rule).collect()
}

#[test]
fn a_sound_bead_has_its_width_its_length_and_no_fault() {
    let (traced, track, wanted) = sound(false);
    let bead = measure(&traced, &track, &wanted);
    assert_eq!((bead.width_mm.min, bead.width_mm.mean, bead.width_mm.max), (Some(2.0), Some(2.0), Some(2.0)));
    assert_eq!((bead.path_mm, bead.offset_max_mm), (20.0, Some(0.0)));
    assert!(near(bead.length_mm, 20.0) && near(bead.area_mm2, 40.2), "{bead:?}");
    // Half a circle of 2 mm over 20 mm.
    assert!(near(bead.volume_mm3 / 10.0, 3.15), "{}", bead.volume_mm3);
    assert!(bead.breaks.is_empty() && bead.overflow.is_empty() && bead.bubbles.is_empty());
    assert!(near(bead.start_mm.unwrap(), 0.0) && near(bead.end_mm.unwrap(), 0.0));
    assert_eq!(bead.width_mm.profile.len(), track.steps());
    assert_eq!(broken_rules(&traced, &track, &wanted), []);
}

#[test]
fn a_break_is_told_with_its_place_and_length() {
    let (mut traced, track, wanted) = sound(false);
    traced.present[LEAD + 50..LEAD + 60].fill(-1.0);
    let bead = measure(&traced, &track, &wanted);
    assert_eq!(bead.breaks.len(), 1);
    let b = bead.breaks[0];
    assert!(near(b.from_mm, 4.95) && near(b.to_mm, 5.95) && near(b.length_mm, 1.0), "{b:?}");
    // Round about it nothing is said of the width.
    assert!(bead.width_mm.profile[40..70].iter().all(Option::is_none));
    assert!(bead.width_mm.profile[80].is_some());
    assert_eq!(broken_rules(&traced, &track, &wanted), [BeadRule::Break]);
    // A single column is noise.
    let (mut traced, ..) = sound(false);
    traced.present[LEAD + 50] = -1.0;
    assert!(measure(&traced, &track, &wanted).breaks.is_empty());
}

#[test]
fn no_bead_at_all_is_one_break() {
    let (mut traced, track, wanted) = sound(false);
    traced.present.fill(-1.0);
    let bead = measure(&traced, &track, &wanted);
    assert_eq!((bead.breaks.len(), bead.breaks[0].length_mm, bead.width_mm.min), (1, 20.0, None));
    assert_eq!((bead.length_mm, bead.start_mm), (0.0, None));
    let (mut traced, track, wanted) = sound(true);
    traced.present.fill(-1.0);
    assert_eq!(measure(&traced, &track, &wanted).breaks[0].length_mm, 40.0);
}

#[test]
fn a_ring_may_break_over_its_seam() {
    let (mut traced, track, wanted) = sound(true);
    let n = track.steps();
    for i in [n - 6, n - 5, n - 4, n - 3, n - 2, n - 1, 0, 1, 2, 3] {
        traced.present[LEAD + i] = -1.0;
    }
    let bead = measure(&traced, &track, &wanted);
    assert_eq!(bead.breaks.len(), 1, "{:?}", bead.breaks);
    assert!(near(bead.breaks[0].length_mm, 1.0) && near(bead.breaks[0].from_mm, 39.35), "{:?}", bead.breaks);
    assert_eq!((bead.start_mm, bead.end_mm), (None, None));
    let (traced, track, wanted) = sound(true);
    let bead = measure(&traced, &track, &wanted);
    assert!(bead.breaks.is_empty() && bead.width_mm.profile.iter().all(Option::is_some));
}

#[test]
fn width_offset_and_overflow_are_told_where_they_are() {
    let (mut traced, track, wanted) = sound(false);
    traced.right[LEAD + 100..LEAD + 120].fill(18.0);
    let bead = measure(&traced, &track, &wanted);
    assert_eq!((bead.width_mm.max, bead.overflow.len()), (Some(2.8), 1));
    let o = bead.overflow[0];
    assert_eq!(o.side, BeadSide::Right);
    // 3 px over the band on 20 columns.
    assert!(near(o.area_mm2, 0.6) && near(o.reach_mm, 0.3) && near(o.from_mm, 10.0), "{o:?}");
    assert_eq!(broken_rules(&traced, &track, &wanted), [BeadRule::Overflow, BeadRule::Wide]);
    let (mut traced, ..) = sound(false);
    traced.left.iter_mut().zip(&mut traced.right).for_each(|(l, r)| (*l, *r) = (*l - 6.0, *r - 6.0));
    let bead = measure(&traced, &track, &wanted);
    assert_eq!(bead.offset_max_mm, Some(-0.6));
    assert!(broken_rules(&traced, &track, &wanted).contains(&BeadRule::Offset));
    let (mut traced, ..) = sound(false);
    traced.left[LEAD + 90..LEAD + 110].fill(-1.0);
    assert_eq!(broken_rules(&traced, &track, &wanted), [BeadRule::Narrow]);
}

#[test]
fn a_bead_that_begins_late_or_ends_late_is_told() {
    let (mut traced, track, wanted) = sound(false);
    traced.present[..LEAD + 30].fill(-1.0);
    let bead = measure(&traced, &track, &wanted);
    assert!(near(bead.start_mm.unwrap(), 2.95) && bead.breaks.is_empty());
    assert_eq!(broken_rules(&traced, &track, &wanted), [BeadRule::Start]);
    let (mut traced, ..) = sound(false);
    traced.present.fill(1.0);
    let bead = measure(&traced, &track, &wanted);
    assert!(near(bead.end_mm.unwrap(), -1.2), "{:?}", bead.end_mm);
}

#[test]
fn limits_of_length_and_volume_lie_on_both_sides() {
    let (traced, track, mut wanted) = sound(false);
    wanted.length_mm = Some([18.0, 19.0]);
    wanted.volume_mm3 = Some([40.0, 60.0]);
    let bead = measure(&traced, &track, &wanted);
    let told = judge(&bead, &wanted);
    let of = |rule| told.iter().find(|r| r.rule == rule).unwrap();
    assert!(of(BeadRule::Length).ratio > 1.0 && of(BeadRule::Length).limit == 19.0);
    assert!(of(BeadRule::Volume).ratio > 1.0 && of(BeadRule::Volume).limit == 40.0);
}

#[test]
fn breaks_and_widths_are_counted_against_the_truth() {
    let (mut traced, track, wanted) = sound(false);
    traced.present[LEAD + 50..LEAD + 60].fill(-1.0);
    traced.present[LEAD + 150..LEAD + 155].fill(-1.0);
    let bead = measure(&traced, &track, &wanted);
    let truth = BeadTruth {
        width_mm: vec![Some(2.1); 11],
        breaks: vec![[5.0, 6.0], [10.0, 10.5]],
        ..BeadTruth::default()
    };
    let mut tally = BeadTally::default();
    tally.add(&bead, &truth, wanted.mm_per_px);
    let q = tally.quality().unwrap();
    let (w, b) = (q.width.unwrap(), q.breaks.unwrap());
    assert!((w.mean_px - 1.0).abs() < 1e-3 && (w.p99_px - 1.0).abs() < 1e-3, "{w:?}");
    assert_eq!((b.marked, b.found, b.false_ones, b.pictures_without, b.pictures_alarmed), (2, 1, 1, 0, 0));
}

proptest! {
    #[test]
    fn measures_are_finite_and_lengths_add_up(
        gaps in prop::collection::vec((0usize..200, 2usize..20), 0..4),
        bulges in prop::collection::vec((0usize..200, -9.0f64..30.0), 0..4),
        closed: bool,
    ) {
        let (mut traced, track, wanted) = sound(closed);
        for (at, n) in gaps {
            traced.present[LEAD + at..(LEAD + at + n).min(LEAD + 200)].fill(-0.7);
        }
        for (at, by) in bulges {
            traced.right[LEAD + at] += by;
        }
        let bead = measure(&traced, &track, &wanted);
        prop_assert!(bead.length_mm.is_finite() && bead.volume_mm3.is_finite() && bead.area_mm2 >= 0.0);
        for b in &bead.breaks {
            prop_assert!(b.to_mm > b.from_mm && b.length_mm <= bead.path_mm + 0.01, "{b:?}");
            prop_assert!((b.to_mm - b.from_mm - b.length_mm).abs() < 1e-3);
        }
        for r in judge(&bead, &wanted) {
            prop_assert!(r.ratio >= 0.0 && (0.0..=1.0).contains(&score_of(r.ratio)), "{r:?}");
        }
    }
}
