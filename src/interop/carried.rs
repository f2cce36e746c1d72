//! What a plan says of judging, of commands and of who works, in its own form: metadata of other tools carry it, and
//! a plan that is made from them states it again.

use crate::plan::{self, Class, Plan};
use serde::{Deserialize, Serialize};

/// An agent, without its skills.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Its id.
    pub id: String,
    pub(super) role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) about: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) model: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tools: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) launch: Option<Launch>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Launch {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) prompt: Option<String>,
}

/// A gate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Its id.
    pub id: String,
    pub(super) title: String,
    /// What it demands by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Criterion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rule: Option<Rule>,
    #[serde(default, skip_serializing_if = "Then::is_empty")]
    pub(super) then: Then,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) pass: Shares,
    pub(super) conditional: Shares,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shares {
    pub(super) critical: u32,
    pub(super) important: u32,
    pub(super) nice: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Then {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) pass: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) conditional: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) fail: Vec<String>,
}

/// Something that must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// What must hold.
    pub text: String,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub(super) class: Class,
    /// The service that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) check: Option<Command>,
    /// The metric of the service that decides it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slo: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) measure: Option<String>,
}

/// A command.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    pub(super) run: String,
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub(super) folder: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) expect: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reads: Option<String>,
}

/// What to do in a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doing {
    /// What to do, item by item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<String>,
    /// What to run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<Command>,
    /// How to know that it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_when: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
fn is_usual(class: &Class) -> bool {
    *class == Class::default()
}

impl Agent {
    pub(super) fn of(plan: &Plan, id: &str) -> Option<Self> {
        let agent = plan.agents.iter().find(|it| it.id.as_str() == id)?;
        let launch = |it: &plan::Launch| Launch { kind: it.kind.clone(), prompt: it.prompt.clone() };
        Some(Self {
            id: agent.id.to_string(),
            role: agent.role.clone(),
            about: agent.about.clone(),
            model: agent.model.clone(),
            tools: agent.tools.clone(),
            launch: agent.launch.as_ref().map(launch),
        })
    }
}

impl Gate {
    pub(super) fn of(gate: &plan::Gate) -> Self {
        let shares = |it: &plan::Shares| Shares {
            critical: it.critical.value,
            important: it.important.value,
            nice: it.nice.value,
        };
        let rule = |it: &plan::Rule| Rule { pass: shares(&it.pass), conditional: shares(&it.conditional) };
        let plan::Then { pass, conditional, fail } = gate.then.clone();
        Self {
            id: gate.id.to_string(),
            title: gate.title.clone(),
            criteria: gate.criteria.iter().map(Criterion::of).collect(),
            rule: Some(rule(&gate.rule)).filter(|it| *it != rule(&plan::Rule::default())),
            then: Then { pass, conditional, fail },
        }
    }
}

impl Then {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Criterion {
    pub(super) fn of(criterion: &plan::Criterion) -> Self {
        Self {
            id: criterion.id.to_string(),
            text: criterion.text.clone(),
            class: criterion.class,
            service: criterion.service.as_ref().map(ToString::to_string),
            check: criterion.check.as_ref().map(Command::of),
            slo: criterion.slo.as_ref().map(|it| it.value.clone()),
            measure: criterion.measure.as_ref().map(|it| it.value.to_string()),
        }
    }

    /// Forgets a service that is not there any more, with the limit of it.
    pub(super) fn keep_services(&mut self, is_there: impl Fn(&str) -> bool) {
        if self.service.take_if(|it| !is_there(it)).is_some() && self.slo.take().is_some() {
            self.check.iter_mut().for_each(|it| it.reads = None);
        }
    }
}

impl Command {
    pub(super) fn of(command: &plan::Command) -> Self {
        Self {
            run: command.run.value.clone(),
            folder: command.folder.as_ref().map(|it| it.value.clone()),
            expect: command.expect.as_ref().map(|it| it.value.clone()),
            reads: command.reads.as_ref().map(|it| it.value.clone()),
        }
    }
}

impl Doing {
    pub(super) fn of(step: &plan::Step) -> Self {
        Self {
            actions: step.actions.iter().map(|it| it.value.clone()).collect(),
            commands: step.commands.iter().map(Command::of).collect(),
            done_when: step.done_when.as_ref().map(|it| it.value.clone()),
        }
    }
}
