//! Pictures of a plan as text: its flow and its time line, for Mermaid, Graphviz and SVG viewers, and boxes
//! for a page of plain text.

mod boxes;
mod columns;
pub mod dot;
pub mod mermaid;
mod of_plan;
pub mod svg;
mod text;
mod tone;

pub use boxes::{Card, Pen, boxes};
pub use columns::{padded, width, wrapped};
pub use of_plan::{chart, flow};

use crate::diagnostics::clean;

/// What a picture of a plan's flow shows.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// What stands above the picture.
    pub title: String,
    /// In plan order.
    pub stages: Vec<Stage>,
}

/// One box of a flow, such as a phase.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    /// How the plan names it.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Its size and place, such as `20 h, day 1-3`.
    pub note: String,
    /// How it is marked.
    pub tone: Tone,
    /// What is done in it, in order.
    pub items: Vec<Item>,
    /// What must pass before those that need it may start.
    pub gate: Option<GateNode>,
    /// Indexes of the stages that come before it.
    pub needs: Vec<usize>,
    /// First is 1; stages that it needs stand in lower waves.
    pub wave: usize,
}

/// One piece of work of a stage.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// What it is about.
    pub title: String,
    /// Its size, such as `6 h`, or nothing.
    pub note: String,
    /// Indexes of items of the same stage that come before it.
    pub needs: Vec<usize>,
    /// Whether it may be left out.
    pub optional: bool,
}

/// The gate at the end of a stage.
#[derive(Clone, Debug, Default)]
pub struct GateNode {
    /// How the plan names it.
    pub id: String,
    /// What it asks for.
    pub title: String,
}

/// How something is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Not at all.
    #[default]
    Usual,
    /// On the critical path.
    Critical,
    /// May be left out.
    Optional,
    /// Over and done with.
    Done,
}

/// What a picture of things that give something to each other shows.
#[derive(Clone, Debug, Default)]
pub struct Web {
    /// What stands above the picture.
    pub title: String,
    /// Groups of things, such as those in one language.
    pub groups: Vec<Cluster>,
    /// What gives to what.
    pub links: Vec<Link>,
    /// By number of a thing: first is 1; things that it needs stand in lower waves, if none of them needs it.
    pub waves: Vec<usize>,
}

/// A group of things.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    /// What they have in common; nothing is drawn around them without it.
    pub title: String,
    /// The things: a number that no other thing of the picture has, and what it is called.
    pub nodes: Vec<(usize, String)>,
}

/// An arrow from what gives to what takes.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// The number of what gives.
    pub from: usize,
    /// The number of what takes.
    pub to: usize,
    /// What stands on the arrow.
    pub label: String,
    /// Whether it is only a loose connection.
    pub loose: bool,
}

/// What a picture of a time line shows.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// What stands above the picture.
    pub title: String,
    /// From top to bottom; those of one lane together.
    pub rows: Vec<Row>,
    /// Minutes of a working day, more than none.
    pub day: u64,
    /// Minutes in all.
    pub span: u64,
    /// The date of the first day in ISO form. It is only shown.
    pub start: Option<String>,
}

/// One bar of a time line.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What it is about.
    pub title: String,
    /// Who works on it, such as `Agent 1`.
    pub lane: String,
    /// Minutes from the start of the first day.
    pub start: u64,
    /// Minutes from the start of the first day.
    pub end: u64,
    /// Its size, such as `20 h`.
    pub label: String,
    /// How it is marked.
    pub tone: Tone,
}

impl Web {
    /// The same as a flow from top to bottom. What stands on an arrow is said in the box that it leads to, with
    /// what gives it; loose connections are only said.
    pub fn as_flow(&self) -> Flow {
        let mut things: Vec<(usize, &str, &str)> = self
            .groups
            .iter()
            .flat_map(|group| group.nodes.iter().map(|it| (it.0, it.1.as_str(), group.title.as_str())))
            .collect();
        things.sort_unstable();
        let place = |number: usize| things.iter().position(|it| it.0 == number);
        let stage = |&(number, title, group): &(usize, &str, &str)| {
            let taken = || self.links.iter().filter(move |it| it.to == number);
            let item = |it: &Link| Item {
                title: place(it.from).map(|it| things[it].1.to_owned()).unwrap_or_default(),
                note: it.label.clone(),
                optional: it.loose,
                ..Item::default()
            };
            Stage {
                id: title.to_owned(),
                note: group.to_owned(),
                items: taken().map(item).collect(),
                needs: taken().filter(|it| !it.loose).filter_map(|it| place(it.from)).collect(),
                wave: self.waves.get(number).copied().unwrap_or(1),
                ..Stage::default()
            }
        };
        Flow { title: self.title.clone(), stages: things.iter().map(stage).collect() }
    }
}

impl Stage {
    /// Its name and what it is about, on one line.
    fn heading(&self) -> String {
        joined([&self.id, &self.title], " · ")
    }
}

impl GateNode {
    /// Its name and what it asks for, on one line.
    fn heading(&self) -> String {
        joined([&self.id, &self.title], " · ")
    }
}

impl Chart {
    /// The title with the date of the first day, on one line.
    fn heading(&self) -> String {
        let date = self.start.as_ref().map(|it| format!("day 1 is {it}")).unwrap_or_default();
        joined([&self.title, &date], ", ")
    }
}

/// Those of two texts that say something, cleaned for one line.
fn joined(texts: [&str; 2], separator: &str) -> String {
    let texts = texts.map(clean);
    let spoken: Vec<&str> = texts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    spoken.join(separator)
}

/// Needs that lead somewhere, each once. `count` is how many things there are to need.
fn known(needs: &[usize], own: usize, count: usize) -> Vec<usize> {
    let mut known: Vec<usize> = needs.iter().copied().filter(|&it| it < count && it != own).collect();
    known.sort_unstable();
    known.dedup();
    known
}

/// For each thing whether nothing else needs it.
fn is_last(needs: &[Vec<usize>]) -> Vec<bool> {
    let mut last = vec![true; needs.len()];
    for &needed in needs.iter().flatten() {
        last[needed] = false;
    }
    last
}

/// The needs of each stage, without those that lead nowhere.
fn stage_needs(stages: &[Stage]) -> Vec<Vec<usize>> {
    stages.iter().enumerate().map(|(own, it)| known(&it.needs, own, stages.len())).collect()
}

/// The needs of each item, without those that lead nowhere.
fn item_needs(items: &[Item]) -> Vec<Vec<usize>> {
    items.iter().enumerate().map(|(own, it)| known(&it.needs, own, items.len())).collect()
}
