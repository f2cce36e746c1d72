//! What a list of tasks has no place for, as `metadata.callsheet` of a task keeps it.

use super::{Agent, Command, Criterion, Doing, Gate, Repository, Service};
use crate::plan::{Budget, Interval, PhaseKind, Tag};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything of a phase, a piece of work or a part that a task of another tool does not say itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Ours {
    /// The plan, beside each of its phases: other tools keep nothing at a list itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) plan: Option<OurPlan>,
    /// Id of the phase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) phase: Option<String>,
    /// The list with the work of the phase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) task: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suite: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) step: Option<String>,
    /// Number of an item of a task; first is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<usize>,
    /// Id of a test of a suite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) criterion: Option<String>,
    /// The text as the plan states it, where the title shows it with its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<PhaseKind>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<Tag>,
    /// A number, or the ends of a range.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub(super) hours: Value,
    /// A number, or the ends of a range.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub(super) credits: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repository: Option<String>,
    /// Port and places of a service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<Service>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pattern: Option<OurPattern>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) branch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) gate: Option<String>,
    /// The gate of the phase, beside the phase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) demands: Option<Gate>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) criteria: Vec<Criterion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) agent: Option<Agent>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) commands: Vec<Command>,
    /// What to do in a step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) doing: Option<Doing>,
    /// What a test of a suite judges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) judged: Option<Criterion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) result: Option<String>,
    /// Ids of what must be done first and is in another list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) needs: Vec<String>,
    /// The status word that was exported: another one was set since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exported: Option<String>,
    /// The status word of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stated: Option<String>,
}

/// What a plan says of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct OurPlan {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hours_per_day: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) repositories: Vec<Repository>,
}

/// The pattern that is applied to the services of a phase.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct OurPattern {
    pub(super) id: String,
    pub(super) title: String,
}

impl Ours {
    /// With the hours and credits of a budget.
    pub(super) fn costing(mut self, budget: Option<&Budget>, hours_per_day: u32) -> Self {
        let ends = |amount: Option<Interval>, of: fn(u64) -> Value| match amount {
            Some(Interval { min, max }) if min == max => of(min),
            Some(Interval { min, max }) => Value::from(vec![of(min), of(max)]),
            None => Value::Null,
        };
        self.hours = ends(budget.and_then(|it| it.minutes(hours_per_day)), hours);
        self.credits = ends(budget.and_then(Budget::credits), Value::from);
        self
    }

    /// The budget that it states; `None` if there is none, or none that a plan could state.
    pub(super) fn budget(&self) -> Option<Budget> {
        let time = ends(&self.hours, minutes).map(Interval::written);
        let credits = ends(&self.credits, Value::as_u64).map(|it| format!("{}-{} credits", it.min, it.max));
        let parts: Vec<String> = time.into_iter().chain(credits).collect();
        parts.join(", ").parse().ok()
    }
}

/// Minutes as hours, to a tenth of a thousandth, which is less than a minute.
fn hours(minutes: u64) -> Value {
    if minutes.is_multiple_of(60) {
        return Value::from(minutes / 60);
    }
    let parts = (minutes * 10_000 + 30) / 60;
    let decimal = format!("{}.{:04}", parts / 10_000, parts % 10_000);
    decimal.parse::<f64>().map_or(Value::Null, Value::from)
}

fn minutes(hours: &Value) -> Option<u64> {
    let minutes = (hours.as_f64()? * 60.0).round();
    (0.0..=1e7).contains(&minutes).then(|| format!("{minutes:.0}").parse().ok()).flatten()
}

fn ends(amount: &Value, of: impl Fn(&Value) -> Option<u64>) -> Option<Interval> {
    let (min, max) = match amount.as_array().map(Vec::as_slice) {
        Some([min, max]) => (of(min)?, of(max)?),
        Some(_) => return None,
        None => (of(amount)?, of(amount)?),
    };
    Some(Interval { min, max })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_come_back_to_the_minute() {
        for text in ["25m", "7h", "1h20m-2h", "2-3d, 100-120 credits", "9 credits"] {
            let budget: Budget = text.parse().unwrap();
            let back = Ours::default().costing(Some(&budget), 6).budget().unwrap();
            assert_eq!(back.minutes(8), budget.minutes(6), "{text}");
            assert_eq!(back.credits(), budget.credits(), "{text}");
        }
        assert_eq!(Ours { hours: Value::from(-1), ..Ours::default() }.budget(), None);
        assert_eq!(Ours { hours: Value::from("x"), ..Ours::default() }.budget(), None);
    }
}
