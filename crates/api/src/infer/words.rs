use fovea_domain::Prediction;
use fovea_infer::{ANOMALY, GOOD};
use fovea_store::Class;

/// Models that were taught good and bad only say so in general words; people read those of their project. What is bad stays
/// an anomaly where the project knows several kinds of defect, since the model cannot tell which.
pub(super) fn in_own(told: &mut Prediction, classes: &[Class]) {
    let mut defects = classes.iter().filter(|c| !c.good);
    let good = classes.iter().find(|c| c.good).map(|c| c.name.as_str());
    let only_defect = defects.next().filter(|_| defects.next().is_none()).map(|c| c.name.as_str());
    for (general, own) in [(GOOD, good), (ANOMALY, only_defect)] {
        let Some(own) = own else { continue };
        // Where the project itself has such a word, it is meant.
        if classes.iter().any(|c| c.name == general) || told.scores.contains_key(own) {
            continue;
        }
        let regions = told.regions.iter_mut().map(|r| &mut r.class);
        for class in regions.chain(&mut told.class).filter(|class| *class == general) {
            own.clone_into(class);
        }
        if let Some(score) = told.scores.remove(general) {
            told.scores.insert(own.into(), score);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_domain::{BBox, Polygon, PredictedRegion, Timings, Verdict};
    use fovea_store::Id;

    fn class(name: &str, good: bool) -> Class {
        Class {
            id: Id::new(),
            project_id: Id::new(),
            name: name.into(),
            colour: "#000000".into(),
            position: 0,
            good,
            attributes: "[]".into(),
            shape: None,
            key: None,
        }
    }

    fn told(class: &str) -> Prediction {
        let bbox = BBox { x: 0.0, y: 0.0, w: 1.0, h: 1.0 };
        let region = PredictedRegion {
            class: ANOMALY.into(),
            score: 0.9,
            bbox,
            polygon: Polygon(Vec::new()),
            area: 1.0,
        };
        Prediction {
            verdict: if class == GOOD { Verdict::Ok } else { Verdict::Ng },
            score: 0.9,
            class: Some(class.into()),
            scores: [(ANOMALY.to_string(), 0.9)].into(),
            regions: vec![region],
            components: Default::default(),
            texts: Vec::new(),
            bead: None,
            ms: Timings::default(),
        }
    }

    #[test]
    fn a_model_of_good_and_bad_speaks_in_the_words_of_the_project() {
        let classes = [class("良品", true), class("划痕", false)];
        let (mut good, mut bad) = (told(GOOD), told(ANOMALY));
        in_own(&mut good, &classes);
        in_own(&mut bad, &classes);
        assert_eq!((good.class.as_deref(), bad.class.as_deref()), (Some("良品"), Some("划痕")));
        assert_eq!(bad.regions[0].class, "划痕");
        assert_eq!(bad.scores.into_iter().collect::<Vec<_>>(), [("划痕".to_string(), 0.9)]);
    }

    #[test]
    fn of_several_kinds_of_defect_none_is_claimed() {
        let classes = [class("ok", true), class("scratch", false), class("dent", false)];
        let mut bad = told(ANOMALY);
        in_own(&mut bad, &classes);
        assert_eq!((bad.class.as_deref(), bad.regions[0].class.as_str()), (Some(ANOMALY), ANOMALY));
    }

    #[test]
    fn a_class_of_the_project_that_is_called_so_is_meant() {
        let classes = [class("fine", true), class(ANOMALY, false), class(GOOD, false)];
        for word in [GOOD, ANOMALY] {
            let mut prediction = told(word);
            in_own(&mut prediction, &classes);
            assert_eq!(prediction, told(word));
        }
    }
}
