//! One plan from several files: lists grow, and what there is one of is stated once.

use super::{Calendar, Plan, Totals};
use crate::diagnostics::{Code, Diagnostic};
use std::ops::Range;

impl Plan {
    /// Takes over what an included file states.
    pub(super) fn absorb(&mut self, mut part: Self) -> Vec<Diagnostic> {
        let problems = self.stated_twice(&part);
        if calendar_place(&self.calendar).is_none() {
            self.calendar = std::mem::take(&mut part.calendar);
        }
        if totals_place(&self.totals).is_none() {
            self.totals = std::mem::take(&mut part.totals);
        }
        if self.theme.place().is_none() {
            self.theme = std::mem::take(&mut part.theme);
        }
        self.absorb_work(&mut part);
        self.absorb_outlook(&mut part);
        problems
    }

    fn absorb_work(&mut self, part: &mut Self) {
        self.repositories.append(&mut part.repositories);
        self.languages.append(&mut part.languages);
        self.test_rules.append(&mut part.test_rules);
        self.agents.append(&mut part.agents);
        self.skills.append(&mut part.skills);
        self.rules.append(&mut part.rules);
        self.conventions.absorb(&mut part.conventions);
        self.guides.append(&mut part.guides);
        self.checklists.append(&mut part.checklists);
        self.patterns.append(&mut part.patterns);
        self.services.append(&mut part.services);
        self.edges.append(&mut part.edges);
        self.suites.append(&mut part.suites);
        self.gates.append(&mut part.gates);
        self.phases.append(&mut part.phases);
        self.changes.append(&mut part.changes);
    }

    fn absorb_outlook(&mut self, part: &mut Self) {
        self.epics.append(&mut part.epics);
        self.options.append(&mut part.options);
        self.decisions.append(&mut part.decisions);
        self.variants.append(&mut part.variants);
        self.improvements.append(&mut part.improvements);
        self.risks.append(&mut part.risks);
        self.actions.append(&mut part.actions);
        self.areas.append(&mut part.areas);
        self.configuration.append(&mut part.configuration);
        self.documents.append(&mut part.documents);
        self.sessions.append(&mut part.sessions);
        self.pull_requests.append(&mut part.pull_requests);
        self.text.append(&mut part.text);
    }

    fn stated_twice(&self, part: &Self) -> Vec<Diagnostic> {
        let project = |it: &Self| Some(it.project.id.span.clone()).filter(|it| !it.is_empty());
        let pairs = [
            ("project", project(self), project(part)),
            ("calendar", calendar_place(&self.calendar), calendar_place(&part.calendar)),
            ("totals", totals_place(&self.totals), totals_place(&part.totals)),
            ("theme", self.theme.place(), part.theme.place()),
        ];
        let both = pairs.into_iter().filter_map(|(what, first, second)| Some((what, first?, second?)));
        let problem = |(what, first, second): (&str, Range<usize>, Range<usize>)| {
            let problem = Code::StatedTwice.says(format!("`{what}` is stated in two files"));
            let problem = problem.at(self.origin(&second)).label("again here");
            problem.related(self.origin(&first), "first here").hint("keep one of them")
        };
        both.map(problem).collect()
    }
}

/// Where a calendar is stated, if it is.
fn calendar_place(calendar: &Calendar) -> Option<Range<usize>> {
    let start = calendar.start.iter().map(|it| &it.span);
    let blocks = calendar.blocks.iter().map(|it| &it.title.span);
    let numbers = [&calendar.hours_per_day, &calendar.agents].into_iter().chain(&calendar.reserve);
    numbers.map(|it| &it.span).chain(start).chain(blocks).find(|it| !it.is_empty()).cloned()
}

/// Where totals are stated, if they are.
fn totals_place(totals: &Totals) -> Option<Range<usize>> {
    let budget = totals.budget.iter().map(|it| &it.span);
    let counts =
        [&totals.days, &totals.phases, &totals.services, &totals.repositories, &totals.tests, &totals.pages];
    budget.chain(counts.into_iter().flatten().map(|it| &it.span)).next().cloned()
}
