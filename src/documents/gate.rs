//! What a template sees of criteria, measures and gates.

use super::marks::EvidenceView;
use super::service::CommandView;
use super::text::Prose;
use crate::plan::{Class, Criterion, Gate, Measure, Plan, Shares, Suite};
use crate::results::{CriterionResult, GateResult, Measured, Outcome, Score, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

/// A limit with the newest value.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct MeasureView {
    /// What is measured: `p50`.
    pub metric: String,
    /// `p50 ≤ 1.5 ms`.
    pub limit: String,
    /// `1.2 ms`; absent while nothing was measured.
    pub value: Option<String>,
    /// `open`, `pass` or `fail`.
    pub outcome: Outcome,
    /// Why; absent while it is open.
    pub evidence: Option<EvidenceView>,
}

/// One thing that must hold.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CriterionView {
    /// Its id.
    pub id: String,
    /// What must hold.
    pub text: Prose,
    /// `critical`, `important` or `nice`.
    pub class: Class,
    /// Id of the service that it is about.
    pub service: Option<String>,
    /// The command that decides, if one does.
    pub command: Option<CommandView>,
    /// The limit that decides, if one does: `p50 ≤ 1.5 ms`.
    pub limit: Option<String>,
    /// The metric of that limit, as a trailer names it.
    pub metric: Option<String>,
    /// The newest value, where a limit decides.
    pub value: Option<String>,
    /// `open`, `pass`, `fail` or `skip`.
    pub outcome: Outcome,
    /// Whether it holds.
    pub passed: bool,
    /// It held once, and does not any more.
    pub reopened: bool,
    /// Why; absent while nothing is recorded.
    pub evidence: Option<EvidenceView>,
    /// What an older trailer says against the results file that decides.
    pub claim: Option<OlderClaimView>,
}

/// What a trailer says that a newer results file contradicts.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct OlderClaimView {
    /// `pass`, `fail` or `skip`.
    pub outcome: Outcome,
    /// Where.
    pub evidence: EvidenceView,
}

/// A group of tests.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SuiteView {
    /// Its place in the phase; first is 1.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// What it shows.
    pub about: Option<Prose>,
    /// Its budget.
    pub time: String,
    /// Its tests.
    pub tests: Vec<CriterionView>,
    /// How many tests have a result.
    pub run: usize,
    /// How many hold.
    pub passed: usize,
}

/// A gate with its rule and where it stands.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct GateView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Prose,
    /// Computed; absent while the criteria can still turn out either way.
    pub verdict: Option<Verdict>,
    /// The newest claim in a commit, if there is one.
    pub claim: Option<ClaimView>,
    /// Something held once and does not any more.
    pub reopened: bool,
    /// Counts for each class that has criteria, with the share that each verdict demands.
    pub scores: Vec<ScoreView>,
    /// Whether the rule has room between PASS and FAIL.
    pub has_conditional: bool,
    /// What to do after PASS.
    pub on_pass: Vec<Prose>,
    /// What to do after CONDITIONAL.
    pub on_conditional: Vec<Prose>,
    /// What to do after FAIL.
    pub on_fail: Vec<Prose>,
}

/// What somebody claimed for a gate.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ClaimView {
    /// The claimed verdict.
    pub verdict: Verdict,
    /// Whether the criteria say the same.
    pub agrees: bool,
    /// Where.
    pub evidence: EvidenceView,
}

/// How the criteria of one class stand.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ScoreView {
    /// `critical`, `important` or `nice`.
    pub class: Class,
    /// How many hold.
    pub passed: usize,
    /// How many do not.
    pub failed: usize,
    /// How many are undecided.
    pub open: usize,
    /// How many there are.
    pub total: usize,
    /// How many must hold for PASS.
    pub for_pass: usize,
    /// How many must hold for CONDITIONAL.
    pub for_conditional: usize,
    /// Percent for PASS.
    pub pass_share: u32,
    /// Percent for CONDITIONAL.
    pub conditional_share: u32,
}

impl MeasureView {
    /// Puts limit and value together.
    pub fn of(limit: &Measure, measured: &Measured) -> Self {
        Self {
            metric: limit.metric.clone(),
            limit: limit.to_string(),
            value: measured.value.as_ref().map(ToString::to_string),
            outcome: measured.outcome,
            evidence: measured.evidence.as_ref().map(EvidenceView::of),
        }
    }
}

impl CriterionView {
    /// Puts criterion and result together.
    pub fn of(plan: &Plan, criterion: &Criterion, result: &CriterionResult) -> Self {
        let limit = criterion.limit(plan);
        Self {
            id: criterion.id.to_string(),
            text: Prose::new(&criterion.text),
            class: criterion.class,
            service: criterion.service.as_ref().map(ToString::to_string),
            command: criterion.check.as_ref().map(|it| CommandView::of(it, &str::to_owned)),
            limit: limit.map(ToString::to_string),
            metric: limit.map(|it| it.metric.clone()),
            value: result.measured.as_ref().map(ToString::to_string),
            outcome: result.outcome,
            passed: result.outcome == Outcome::Pass,
            reopened: result.reopened,
            evidence: result.evidence.as_ref().map(EvidenceView::of),
            claim: result.claim.as_ref().map(|(outcome, evidence)| OlderClaimView {
                outcome: *outcome,
                evidence: EvidenceView::of(evidence),
            }),
        }
    }
}

impl SuiteView {
    /// The tests must be those of the suite, in its order.
    pub fn of(suite: &Suite, number: usize, time: String, tests: Vec<CriterionView>) -> Self {
        Self {
            number,
            id: suite.id.to_string(),
            title: Prose::new(&suite.title),
            about: suite.about.as_deref().map(Prose::new),
            time,
            run: tests.iter().filter(|it| it.outcome != Outcome::Open).count(),
            passed: tests.iter().filter(|it| it.passed).count(),
            tests,
        }
    }
}

impl GateView {
    /// Puts gate and result together.
    pub fn of(gate: &Gate, result: &GateResult) -> Self {
        let prose = |texts: &[String]| texts.iter().map(|it| Prose::new(it)).collect();
        let scores: Vec<ScoreView> = result.scores.iter().map(|it| score(gate, it)).collect();
        Self {
            id: gate.id.to_string(),
            title: Prose::new(&gate.title),
            verdict: result.verdict,
            claim: result.claim.as_ref().map(|(verdict, evidence)| ClaimView {
                verdict: *verdict,
                agrees: result.verdict == Some(*verdict),
                evidence: EvidenceView::of(evidence),
            }),
            reopened: result.reopened,
            has_conditional: scores.iter().any(|it| it.for_conditional < it.for_pass),
            scores,
            on_pass: prose(&gate.then.pass),
            on_conditional: prose(&gate.then.conditional),
            on_fail: prose(&gate.then.fail),
        }
    }
}

fn score(gate: &Gate, score: &Score) -> ScoreView {
    let share = |it: &Shares| it.of_class(score.class);
    let total = score.total();
    let (pass, conditional) = (share(&gate.rule.pass), share(&gate.rule.conditional));
    ScoreView {
        class: score.class,
        passed: score.passed,
        failed: score.failed,
        open: score.open,
        total,
        for_pass: (total * pass as usize).div_ceil(100),
        for_conditional: (total * conditional as usize).div_ceil(100),
        pass_share: pass,
        conditional_share: conditional,
    }
}
