use crate::{Mark, Task};

/// What labels of a set say, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LabelFacts {
    /// Pictures without a defect.
    pub good: u64,
    /// Classes of defects that pictures count as.
    pub kinds: u64,
    /// Regions that are boxes, also turned ones.
    pub boxes: u64,
    /// Regions that tell more than a box: outlines, masks, ellipses, lines with a width.
    pub outlines: u64,
    /// Marked texts.
    pub texts: u64,
}

impl LabelFacts {
    /// So many regions of a kind of shape, as shapes themselves say it; points tell no place that could be learnt.
    pub fn count(&mut self, kind: &str, regions: u64) {
        match kind {
            "box" | "rotated" => self.boxes += regions,
            "polygon" | "brush" | "ellipse" | "line" => self.outlines += regions,
            "text" => self.texts += regions,
            _ => {}
        }
    }

    pub fn count_mark(&mut self, mark: &Mark) {
        self.count(mark.kind(), 1);
    }
}

/// The tasks that labels can teach, what says most first. What needs a plan beside them (components, glue, a golden picture) is told by
/// no label.
pub fn fitting(facts: &LabelFacts) -> Vec<Task> {
    let classes = facts.kinds + u64::from(facts.good > 0);
    let all = [
        (Task::Read, facts.texts > 0),
        (Task::Segment, facts.outlines > 0),
        (Task::Detect, facts.boxes > 0 || facts.outlines > 0),
        (Task::Classify, facts.kinds > 0 && classes > 1),
        (Task::Anomaly, facts.good > 0),
    ];
    all.into_iter().filter(|(_, fits)| *fits).map(|(task, _)| task).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_tell_what_they_can_teach() {
        let none = LabelFacts::default();
        assert!(fitting(&none).is_empty());
        assert_eq!(fitting(&LabelFacts { good: 5, ..none }), [Task::Anomaly]);
        // One kind of defect alone is nothing to tell apart.
        assert!(fitting(&LabelFacts { kinds: 1, ..none }).is_empty());
        assert_eq!(fitting(&LabelFacts { good: 5, kinds: 1, ..none }), [Task::Classify, Task::Anomaly]);
        assert_eq!(fitting(&LabelFacts { kinds: 2, boxes: 3, ..none }), [Task::Detect, Task::Classify]);
        assert_eq!(fitting(&LabelFacts { outlines: 1, ..none }), [Task::Segment, Task::Detect]);
        assert_eq!(fitting(&LabelFacts { good: 1, texts: 4, ..none }), [Task::Read, Task::Anomaly]);
    }

    #[test]
    fn each_shape_counts_as_what_it_tells() {
        let mut facts = LabelFacts::default();
        for kind in ["box", "rotated", "polygon", "brush", "ellipse", "line", "text", "points"] {
            facts.count(kind, 1);
        }
        assert_eq!((facts.boxes, facts.outlines, facts.texts), (2, 4, 1));
        facts.count_mark(&Mark::Box { x: 0.0, y: 0.0, w: 1.0, h: 1.0 });
        assert_eq!(facts.boxes, 3);
    }
}
