//! Gates as their author writes them: criteria, suites of them, and the rule that makes a verdict.

use super::{Budget, Command, Id, Measure, Plan, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;

/// A group of tests with a budget.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// Names the suite in the plan.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// How long it takes.
    pub budget: Spanned<Budget>,
    /// What it shows.
    pub about: Option<String>,
    /// The tests; each is a criterion of the gate of the phase that runs the suite.
    pub tests: Vec<Criterion>,
}

/// A checkpoint at the end of a phase.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Names the gate in commit trailers.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// What it demands, beside the criteria and suites of its phase.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// How criteria become a verdict.
    #[serde(default)]
    pub rule: Rule,
    /// What to do next, for each verdict.
    #[serde(default)]
    pub then: Then,
}

/// Which share of each class must pass for a verdict; anything less is FAIL.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Percent of each class for PASS; 100, 90 and 80 if unsaid.
    #[serde(default = "Shares::pass")]
    pub pass: Shares,
    /// Percent of each class for CONDITIONAL; 100, 80 and 0 if unsaid.
    #[serde(default = "Shares::conditional")]
    pub conditional: Shares,
}

/// Percent of each class that must pass.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// Percent of the critical criteria.
    pub critical: Spanned<u32>,
    /// Percent of the important ones.
    pub important: Spanned<u32>,
    /// Percent of the nice ones.
    pub nice: Spanned<u32>,
}

/// What to do after a verdict.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Then {
    /// After PASS.
    #[serde(default)]
    pub pass: Vec<String>,
    /// After CONDITIONAL.
    #[serde(default)]
    pub conditional: Vec<String>,
    /// After FAIL.
    #[serde(default)]
    pub fail: Vec<String>,
}

/// One thing that must hold. It is checked by a command, an SLO of a service, or a measure.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Names the criterion in commit trailers; unique in the whole plan.
    pub id: Spanned<Id>,
    /// What must hold.
    pub text: String,
    /// How much it weighs in the verdict.
    #[serde(default)]
    pub class: Class,
    /// The service it is about.
    pub service: Option<Spanned<Id>>,
    /// The command that decides.
    pub check: Option<Command>,
    /// The metric of an SLO of `service` that decides: `p50`.
    pub slo: Option<Spanned<String>>,
    /// A measure that decides: `orders >= 1000 /s`.
    pub measure: Option<Spanned<Measure>>,
}

/// How much a criterion weighs.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// One failure fails the gate, under the usual rule.
    #[default]
    Critical,
    /// Most must pass.
    Important,
    /// Good to have.
    Nice,
}

impl Default for Rule {
    fn default() -> Self {
        Self { pass: Shares::pass(), conditional: Shares::conditional() }
    }
}

impl Shares {
    fn pass() -> Self {
        Self::of(100, 90, 80)
    }

    fn conditional() -> Self {
        Self::of(100, 80, 0)
    }

    fn of(critical: u32, important: u32, nice: u32) -> Self {
        let unwritten = |value| Spanned { value, span: 0..0 };
        Self { critical: unwritten(critical), important: unwritten(important), nice: unwritten(nice) }
    }
}

impl Shares {
    /// Percent of a class.
    pub fn of_class(&self, class: Class) -> u32 {
        match class {
            Class::Critical => self.critical.value,
            Class::Important => self.important.value,
            Class::Nice => self.nice.value,
        }
    }
}

impl Criterion {
    /// The limit that decides it, if one does: its own measure, or the SLO that it names.
    pub fn limit<'a>(&'a self, plan: &'a Plan) -> Option<&'a Measure> {
        if let Some(measure) = &self.measure {
            return Some(measure);
        }
        let metric = self.slo.as_ref()?;
        let service = plan.service(self.service.as_ref()?)?;
        service.slos.iter().map(|it| &it.value).find(|it| it.metric == metric.value)
    }
}
