//! Puts the state of a plan together from its views and results.

use super::standing::{
    Budget, Criterion, Evidence, Finding, Gate, Next, Obstacle, Phase, Place, Progress, Range, Repository,
    Service, Spent, Standing, Tick,
};
use crate::Joined;
use crate::cli::ahead;
use crate::cli::pipeline::Prepared;
use crate::diagnostics::clean;
use crate::documents::{
    AheadView, EvidenceView, GateView, NextView, PhaseView, ProgressView, ServiceView, TickView,
    finding_in_words,
};
use crate::plan::Interval;
use crate::results::{self, Outcome, PhaseResult, ServiceResult, Strength};
use crate::schedule::{ScheduledPhase, Size};
use crate::templates::Words;

/// The state of a plan.
pub(super) fn standing(prepared: &Prepared) -> Option<Standing> {
    let joined = &prepared.joined;
    let plan = prepared.composition.plan.as_ref()?;
    // Rows for people in a terminal are English, whatever the language of the documents.
    let words = Words::default();
    let results = joined.results.phases.iter().zip(&joined.schedule.phases);
    let phases = plan.phases.iter().zip(results).map(|(view, (result, scheduled))| {
        let ahead = plan.ahead.iter().find(|it| it.id == view.id);
        phase(view, ahead, result, scheduled)
    });
    let repositories = plan.repositories.iter().map(|it| Repository {
        id: it.id.clone(),
        readable: it.readable,
        branch: it.branch.as_ref().map(|it| clean(it.as_str())),
        head: it.head.clone(),
    });
    Some(Standing {
        plan: plan.id.clone(),
        title: clean(plan.title.as_str()),
        status: plan.status,
        progress: progress(plan.progress),
        budget: budget(&joined.schedule.total),
        spent: spent(joined.results.spent),
        commits: plan.commits,
        updated: plan.updated.clone(),
        repositories: repositories.collect(),
        phases: phases.collect(),
        conformance: joined.conformance.iter().map(|it| finding(joined, it, &words)).collect(),
        why: None,
    })
}

fn phase(
    view: &PhaseView,
    ahead: Option<&AheadView>,
    result: &PhaseResult,
    scheduled: &ScheduledPhase,
) -> Phase {
    let services = view.services.iter().zip(scheduled.services.iter().map(|it| &result.services[*it]));
    Phase {
        id: view.id.clone(),
        title: clean(view.title.as_str()),
        status: view.status,
        state: ahead.map_or("done", ahead::state).to_owned(),
        unlocked: view.unlocked,
        waits_for: ahead.map(|it| it.waits_for.clone()).unwrap_or_default(),
        obstacles: ahead.map(obstacles).unwrap_or_default(),
        next: view.next_step.as_ref().map(next),
        agent: view.agent.as_ref().map(|it| it.id.clone()),
        progress: progress(view.progress),
        budget: budget(&scheduled.size),
        spent: spent(result.spent),
        pattern: view.pattern.as_ref().map(|it| it.id.clone()),
        services: services.map(|(it, result)| service(it, result)).collect(),
        tasks: view.tasks.iter().map(|it| tick(&it.id, &it.tick)).collect(),
        criteria: criteria(view),
        gate: view.gate.as_ref().map(|it| gate(it, view)),
        deliverables: view.deliverables.iter().map(|it| tick(it.path.as_str(), &it.tick)).collect(),
    }
}

fn obstacles(ahead: &AheadView) -> Vec<Obstacle> {
    let obstacle = |it: &crate::documents::ObstacleView| Obstacle {
        kind: it.kind,
        service: it.service.clone(),
        id: it.id.clone(),
        evidence: evidence(&it.evidence),
        reasons: it.reasons.iter().map(|it| clean(it.as_str())).collect(),
    };
    ahead.obstacles.iter().map(obstacle).collect()
}

fn next(next: &NextView) -> Next {
    Next {
        kind: next.kind,
        service: next.service.clone(),
        id: next.id.clone(),
        title: clean(next.title.as_str()),
    }
}

fn service(view: &ServiceView, result: &ServiceResult) -> Service {
    Service {
        id: view.stated.id.clone(),
        title: clean(view.stated.title.as_str()),
        status: view.status,
        optional: view.stated.optional,
        progress: progress(view.progress),
        spent: spent(result.spent),
        steps: view.steps.iter().map(|it| tick(&it.id, &it.tick)).collect(),
    }
}

fn tick(id: &str, tick: &TickView) -> Tick {
    Tick { id: clean(id), status: tick.status, evidence: tick.evidence.as_ref().map(evidence) }
}

fn criteria(phase: &PhaseView) -> Vec<Criterion> {
    let criterion = |it: &crate::documents::CriterionView| Criterion {
        id: it.id.clone(),
        class: it.class,
        outcome: it.outcome,
        value: it.value.clone(),
        evidence: it.evidence.as_ref().map(evidence),
        claimed: it.claim.as_ref().map(|it| it.outcome),
    };
    phase.criteria.iter().map(criterion).collect()
}

fn gate(gate: &GateView, phase: &PhaseView) -> Gate {
    let sum = |of: fn(&crate::documents::ScoreView) -> usize| gate.scores.iter().map(of).sum();
    let is_verified = |it: &&crate::documents::CriterionView| {
        let strength = it.evidence.as_ref().map(|it| it.strength);
        it.outcome != Outcome::Open && strength == Some(Strength::Verified)
    };
    Gate {
        id: gate.id.clone(),
        verdict: gate.verdict,
        claimed: gate.claim.as_ref().map(|it| it.verdict),
        claimed_by: gate.claim.as_ref().map(|it| evidence(&it.evidence)),
        reopened: gate.reopened,
        passed: sum(|it| it.passed),
        failed: sum(|it| it.failed),
        open: sum(|it| it.open),
        verified: phase.criteria.iter().filter(is_verified).count(),
    }
}

fn finding(joined: &Joined, finding: &results::Finding, words: &Words) -> Finding {
    let (about, reason) = finding_in_words(finding, words);
    let place = |it: &results::Place| Place { repository: it.repository.clone(), commit: it.commit.clone() };
    Finding {
        rule: finding.rule,
        standing: finding.standing,
        about: clean(&about),
        reason: reason.as_deref().map(clean),
        phase: finding.phase.map(|it| joined.plan.phases[it].id.to_string()),
        commits: finding.commits.iter().map(place).collect(),
    }
}

fn evidence(evidence: &EvidenceView) -> Evidence {
    Evidence {
        strength: evidence.strength,
        repository: evidence.repository.clone(),
        commit: evidence.commit.clone(),
        at: evidence.at.clone(),
        note: evidence.note.as_ref().map(|it| clean(it.as_str())),
    }
}

fn progress(progress: ProgressView) -> Progress {
    let ProgressView { done, total, left, percent, .. } = progress;
    Progress { done, total, left, percent }
}

fn budget(size: &Size) -> Budget {
    let range = |it: Interval| (it.max > 0).then_some(Range { min: it.min, max: it.max });
    Budget { minutes: range(size.time), credits: range(size.credits) }
}

fn spent(spent: results::Spent) -> Spent {
    Spent { minutes: spent.minutes, credits: spent.credits }
}
