use crate::{DataSet, Format, Problem, Split};
use fovea_domain::{Class, Task};
use serde::Serialize;
use std::collections::HashSet;

/// What a data set holds, for a person or a program to read before learning starts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    pub format: Format,
    pub root: String,
    pub pictures: usize,
    pub labelled: usize,
    pub unlabelled: usize,
    pub classes: Vec<ClassCount>,
    /// `null` where each picture stands for itself.
    pub groups: Option<GroupCount>,
    pub splits: SplitCount,
    pub sizes: Option<Sizes>,
    pub tasks: Vec<TaskAdvice>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassCount {
    pub name: String,
    pub good: bool,
    pub pictures: usize,
    pub regions: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupCount {
    pub count: usize,
    pub rule: String,
}

/// Pictures that a folder or list gave a purpose; the rest has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SplitCount {
    pub train: usize,
    pub val: usize,
    pub test: usize,
}

/// Width and height apart: the smallest width need not be of the picture with the smallest height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sizes {
    pub min: [u32; 2],
    pub max: [u32; 2],
}

/// Whether the set is enough for a task, and if not, what is missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaskAdvice {
    pub task: Task,
    pub enough: bool,
    pub why_not: Option<String>,
}

/// Below these numbers of pictures nothing can be both learned and judged.
const FEWEST_GOOD: usize = 5;
const FEWEST_A_CLASS: usize = 5;
const FEWEST_MARKED: usize = 5;

/// Counts the set; `more` are problems found by `check`.
pub fn inspect(set: &DataSet, more: Vec<Problem>) -> Inspection {
    let labelled = set.samples.iter().filter(|s| s.class.is_some()).count();
    let mut problems = set.problems.clone();
    problems.extend(more);
    problems.sort_by(|a, b| (&a.path, a.code, &a.message).cmp(&(&b.path, b.code, &b.message)));
    problems.dedup();
    let in_split = |split| set.samples.iter().filter(|s| s.split == Some(split)).count();
    Inspection {
        format: set.format,
        root: set.root.display().to_string(),
        pictures: set.samples.len(),
        labelled,
        unlabelled: set.samples.len() - labelled,
        classes: class_counts(set),
        groups: set.grouped_by.as_ref().map(|rule| GroupCount {
            count: set.samples.iter().map(|s| &s.group).collect::<HashSet<_>>().len(),
            rule: rule.clone(),
        }),
        splits: SplitCount {
            train: in_split(Split::Train),
            val: in_split(Split::Val),
            test: in_split(Split::Test),
        },
        sizes: sizes(set),
        tasks: [
            Task::Anomaly,
            Task::Classify,
            Task::Segment,
            Task::Detect,
            Task::Components,
            Task::Compare,
            Task::Read,
            Task::Glue,
        ]
        .map(|task| advice(set, task))
        .to_vec(),
        problems,
    }
}

fn class_counts(set: &DataSet) -> Vec<ClassCount> {
    let start = |c: &Class| ClassCount { name: c.name.clone(), good: c.good, pictures: 0, regions: 0 };
    let mut counts: Vec<ClassCount> = set.classes.iter().map(start).collect();
    for sample in &set.samples {
        if let Some(count) = sample.class.and_then(|c| counts.get_mut(c)) {
            count.pictures += 1;
        }
        for region in &sample.regions {
            if let Some(count) = counts.get_mut(region.class) {
                count.regions += 1;
            }
        }
    }
    counts
}

fn sizes(set: &DataSet) -> Option<Sizes> {
    let first = set.samples.first()?;
    let start = Sizes { min: [first.width, first.height], max: [first.width, first.height] };
    Some(set.samples.iter().fold(start, |s, p| Sizes {
        min: [s.min[0].min(p.width), s.min[1].min(p.height)],
        max: [s.max[0].max(p.width), s.max[1].max(p.height)],
    }))
}

fn advice(set: &DataSet, task: Task) -> TaskAdvice {
    let why_not = match task {
        Task::Anomaly => anomaly_lacks(set),
        Task::Classify => classify_lacks(set),
        Task::Segment => segment_lacks(set),
        Task::Detect => detect_lacks(set),
        Task::Components => components_lacks(set),
        Task::Compare => compare_lacks(set),
        Task::Read => read_lacks(set),
        Task::Glue => glue_lacks(set),
    };
    TaskAdvice { task, enough: why_not.is_none(), why_not }
}

fn components_lacks(set: &DataSet) -> Option<String> {
    let why = "there is no layout.json that says where the components of a good board lie";
    set.boards.is_none().then(|| why.into())
}

fn glue_lacks(set: &DataSet) -> Option<String> {
    let why = "there is no glue.json that says where the bead belongs";
    set.beads.is_none().then(|| why.into())
}

fn compare_lacks(set: &DataSet) -> Option<String> {
    if set.pairs.is_none() {
        return Some("no picture has a template beside it (`<name>_test` and `<name>_temp`)".into());
    }
    let marked = set.samples.iter().filter(|s| !s.regions.is_empty()).count();
    (marked < FEWEST_MARKED)
        .then(|| format!("{marked} pairs have boxes of defects; it takes {FEWEST_MARKED} at least"))
}

fn read_lacks(set: &DataSet) -> Option<String> {
    let why = "no list says what stands on the pictures (labels.csv); the general reader can be packed, but not measured";
    set.texts.is_none().then(|| why.into())
}

fn anomaly_lacks(set: &DataSet) -> Option<String> {
    let good = set.samples.iter().filter(|s| set.is_good(s) == Some(true)).count();
    (good < FEWEST_GOOD).then(|| match good {
        0 => "no picture is known to be good (a folder called good, ok or 良品 says so, or name the class)"
            .into(),
        _ => format!("{good} good pictures; it takes {FEWEST_GOOD} at least"),
    })
}

fn classify_lacks(set: &DataSet) -> Option<String> {
    let enough: Vec<ClassCount> =
        class_counts(set).into_iter().filter(|c| c.pictures >= FEWEST_A_CLASS).collect();
    (enough.len() < 2).then(|| match enough.first() {
        None => format!("no class has {FEWEST_A_CLASS} pictures"),
        Some(one) => format!("only the class {} has {FEWEST_A_CLASS} pictures; it takes two", one.name),
    })
}

fn segment_lacks(set: &DataSet) -> Option<String> {
    let marked = set.samples.iter().filter(|s| s.has_pixel_labels()).count();
    let boxed = set.samples.iter().filter(|s| !s.regions.is_empty()).count();
    (marked < FEWEST_MARKED).then(|| match (marked, boxed) {
        (0, 0) => "no picture says where its defect is".into(),
        (0, n) => format!("{n} pictures have boxes, but none an outline or a mask"),
        (n, _) => format!("{n} pictures have an outline or a mask; it takes {FEWEST_MARKED} at least"),
    })
}

fn detect_lacks(set: &DataSet) -> Option<String> {
    let marks =
        |s: &crate::Sample| s.regions.iter().any(|r| set.classes.get(r.class).is_some_and(|c| !c.good));
    let marked = set.samples.iter().filter(|s| marks(s)).count();
    (marked < FEWEST_MARKED).then(|| match marked {
        0 => "no picture says where something is (boxes, outlines or masks)".into(),
        n => format!("{n} pictures have boxes, outlines or masks; it takes {FEWEST_MARKED} at least"),
    })
}
