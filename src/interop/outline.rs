//! What a list of tasks can hold of a plan.

use super::carried::{Agent, Command, Criterion, Doing, Gate};
use crate::plan::{Budget, PhaseKind, Priority, Stated, Tag};
use crate::results::Status;

/// The work of a plan, phase by phase.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Names the plan.
    pub id: String,
    /// The name that readers know.
    pub title: String,
    /// What the work is for.
    pub summary: Option<String>,
    /// Working hours of a day, which turn days into hours; 8 if unsaid.
    pub hours_per_day: Option<u32>,
    /// Where the work happens.
    pub repositories: Vec<Repository>,
    /// Its parts, in order.
    pub stages: Vec<Stage>,
}

/// A repository with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Repository {
    /// Its id.
    pub id: String,
    /// Its folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// A facts file in its stead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<String>,
    /// Where it is fetched from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<String>,
}

/// A phase.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub objective: String,
    /// What is true when it is over.
    pub result: Option<String>,
    /// What sort of work it is.
    pub kind: PhaseKind,
    /// How much depends on it.
    pub priority: Priority,
    /// What sets it apart.
    pub tags: Vec<Tag>,
    /// Its whole budget, if it is stated.
    pub budget: Option<Budget>,
    /// Ids of the phases that must be over first.
    pub depends_on: Vec<String>,
    /// The branch that it is done on.
    pub branch: Option<String>,
    /// Who works on it.
    pub agent: Option<Agent>,
    /// The gate at its end.
    pub gate: Option<Gate>,
    /// What it demands by itself.
    pub criteria: Vec<Criterion>,
    /// The pattern that is applied to its services: id and title.
    pub pattern: Option<(String, String)>,
    /// How far it is, as its author states it.
    pub stated: Option<Stated>,
    /// How far it is, as is recorded.
    pub status: Status,
    /// How to tell that it is over, one by one.
    pub checks: Vec<String>,
    /// Services, tasks and suites, in that order.
    pub work: Vec<Work>,
}

/// A piece of work of a phase.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// What it is in the plan.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// What is done.
    pub text: String,
    /// More about it.
    pub about: Option<String>,
    /// How much depends on it, if it says so.
    pub priority: Priority,
    /// What sets it apart.
    pub tags: Vec<Tag>,
    /// How long it takes, if that is stated.
    pub budget: Option<Budget>,
    /// The repository that it is in.
    pub repository: Option<String>,
    /// Ids of other work that must be done first.
    pub needs: Vec<String>,
    /// How far it is, as its author states it.
    pub stated: Option<Stated>,
    /// How far it is, as is recorded.
    pub status: Status,
    /// How to tell that it is done.
    pub checks: Vec<String>,
    /// Commands and the like, line by line.
    pub notes: Vec<String>,
    /// The commands of a task.
    pub commands: Vec<Command>,
    /// Steps of a service, items of a task, tests of a suite.
    pub parts: Vec<Part>,
}

/// What a piece of work is in the plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Kind {
    /// A task.
    #[default]
    Task,
    /// A service that the pattern of the phase is applied to.
    Service(Service),
    /// A suite of tests.
    Suite,
}

/// What else a plan says of a service, so far as steps may name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Service {
    /// The port that it listens on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Where it is today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// What it must measure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slos: Vec<String>,
    /// What else is to be known of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Whether it can be left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// A part of a piece of work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Its id; items of a task have none.
    pub id: Option<String>,
    /// What is done, as the plan states it; steps may name values.
    pub text: String,
    /// The same with its values.
    pub shown: String,
    /// How long it takes, if that is stated.
    pub budget: Option<Budget>,
    /// Indexes of parts that must be done first.
    pub needs: Vec<usize>,
    /// How far it is, as is recorded.
    pub status: Status,
    /// Actions, commands and the like, line by line.
    pub notes: Vec<String>,
    /// The same of a step, as the plan has it.
    pub doing: Doing,
    /// What a test of a suite judges, as the plan has it.
    pub judged: Option<Criterion>,
}

impl Stage {
    /// The work with this id.
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.work.iter().position(|it| it.id == id)
    }
}

impl Part {
    /// An item of a task.
    pub(super) fn item(text: &str) -> Self {
        Self { text: text.to_owned(), shown: text.to_owned(), ..Self::default() }
    }
}
