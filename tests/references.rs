//! The plans of five documents that people wrote by hand: figures that were right come out again, and the
//! statements that were wrong are refused.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use callsheet::Planned;
use callsheet::diagnostics::{Code, Diagnostic, Origin, Source, Style, report};
use callsheet::plan::{Count, Interval, Tag};
use callsheet::schedule::{Clock, Schedule, of, tagged};
use std::fs;
use std::ops::Range;
use std::path::Path;

/// The text of a plan, with the files that it includes in their place.
fn text(name: &str) -> String {
    let read = |path: &str| fs::read_to_string(format!("plans/{path}")).unwrap();
    let text = read(&format!("{name}.yaml"));
    let Some(start) = text.find("include: [") else { return text };
    let end = start + text[start..].find(']').unwrap();
    let parts: String = text[start + "include: [".len()..end].split(", ").map(read).collect();
    format!("{}{}{parts}", &text[..start], &text[end + 1..])
}

fn planned(name: &str) -> Planned {
    let file = format!("{name}.yaml");
    let text = fs::read_to_string(format!("plans/{file}")).unwrap();
    let planned = callsheet::plan(&Source::new(file, text), Path::new("plans"))
        .unwrap_or_else(|problems| panic!("{}", report(&problems, Style::Plain)));
    assert!(planned.warnings.is_empty(), "{}", report(&planned.warnings, Style::Plain));
    planned
}

/// Hours in hundredths, which a decimal hour is exact in.
fn hours(hundredths: u64) -> Interval {
    Interval::exact(hundredths * 60 / 100)
}

fn credits(min: u64, max: u64) -> Interval {
    Interval { min, max }
}

fn times(schedule: &Schedule) -> Vec<Interval> {
    schedule.phases.iter().map(|it| it.size.time).collect()
}

fn varied(planned: &Planned, variant: &str) -> Schedule {
    of(&planned.plan.varied(planned.plan.variant(variant).unwrap()))
}

#[test]
fn version_two_of_the_trading_adapter_takes_seventeen_and_a_half_hours_more() {
    let (first, second) = (planned("trading-adapter-v1").schedule, planned("trading-adapter-v2").schedule);
    assert_eq!(times(&first), [1250, 3800, 1400, 350].map(hours));
    assert_eq!(times(&second), [600, 300, 1250, 400, 3800, 300, 1700, 200].map(hours));
    assert_eq!((first.total.time, second.total.time), (hours(6800), hours(8550)));
    assert_eq!((first.total.credits, second.total.credits), (credits(1100, 1400), credits(1400, 1700)));
    assert_eq!((tagged(&first, Tag::Planning), tagged(&second, Tag::Planning)), (hours(0), hours(900)));
    assert_eq!((tagged(&first, Tag::Testing), tagged(&second, Tag::Testing)), (hours(1400), hours(2000)));
}

#[test]
fn weeks_and_parts_of_the_trading_adapter_add_up_to_the_whole() {
    let Planned { plan, schedule, .. } = planned("trading-adapter-v2");
    let time = |id: &str| schedule.phases[plan.phase_index(id).unwrap()].size.time;
    let weeks = plan.calendar.blocks.iter().map(|it| it.phases.iter().map(|it| time(it)).sum::<Interval>());
    let weeks: Vec<Interval> = weeks.collect();
    assert_eq!(weeks, [900, 1250, 3800, 400, 2000, 200].map(hours));
    assert_eq!(weeks.into_iter().sum::<Interval>(), schedule.total.time);
    assert_eq!(schedule.phases[2].parts, [300, 100, 350, 500].map(hours));
    let order: Vec<&str> = schedule.order.iter().map(|it| plan.phases[*it].id.as_str()).collect();
    assert_eq!(order, ["0", "0.5", "1", "2", "1.5", "2.1", "3", "4"]);
}

#[test]
fn variants_of_the_trading_adapter_cost_what_they_leave_of_it() {
    let planned = planned("trading-adapter-v2");
    let (hybrid, short) = (varied(&planned, "hybrid"), varied(&planned, "hybrid-short"));
    assert_eq!((hybrid.total.time, short.total.time), (hours(7650), hours(7250)));
    assert_eq!((hybrid.total.credits, short.total.credits), (credits(1255, 1530), credits(1195, 1460)));
    assert_eq!((hybrid.phases.len(), short.phases.len()), (7, 7));
}

#[test]
fn the_trading_platform_has_nine_repositories_in_three_groups() {
    let Planned { plan, schedule, .. } = planned("trading-platform");
    let in_group =
        |group: &str| plan.repositories.iter().filter(|it| it.group.as_deref() == Some(group)).count();
    assert_eq!(["Go services", "Python services", "Shared"].map(in_group), [4, 3, 2]);
    assert_eq!((plan.phases.len(), schedule.order), (15, (0..15).collect()));
    assert_eq!(plan.phases.iter().map(|it| it.tasks.len()).sum::<usize>(), 38);
    let coverage: Vec<String> =
        plan.languages.iter().map(|it| it.coverage.as_ref().unwrap().limit.to_string()).collect();
    assert_eq!(coverage, ["80%", "85%", "80%"]);
    let latency = &plan.pull_requests[0].performance[0];
    assert_eq!(latency.after.less_than(&latency.before).map(f64::round), Some(96.0));
}

#[test]
fn portfolio_reconciliation_takes_an_afternoon_and_adds_its_tests_once() {
    let Planned { plan, schedule, .. } = planned("portfolio-reconciliation");
    assert_eq!(times(&schedule), [45, 90, 30, 15].map(Interval::exact));
    let ends: Vec<u64> = schedule.phases.iter().map(|it| it.finish.max).collect();
    assert_eq!((ends.as_slice(), schedule.total.time), ([45, 135, 165, 180].as_slice(), hours(300)));
    let clock = Clock::of(&plan.calendar);
    let moment = |minutes: u64| clock.print(clock.ends(minutes).unwrap());
    assert_eq!((moment(45).as_str(), moment(180).as_str()), ("2025-10-30 15:45", "2025-10-30 18:00"));
    let categories = &plan.phases[0].tests.categories;
    let counts: Vec<u64> = categories.iter().map(|it| it.count.range.max).collect();
    assert_eq!(counts, [5, 5, 5, 5, 4]);
    let scenarios: Vec<u64> = categories.iter().map(|it| it.scenarios.len() as u64).collect();
    assert_eq!(scenarios, counts);
}

#[test]
fn the_next_feature_takes_half_a_day_and_adds_tests_within_a_range() {
    let Planned { plan, schedule, .. } = planned("next-feature");
    assert_eq!(times(&schedule), [30, 45, 90, 30, 15].map(Interval::exact));
    assert_eq!(schedule.total.time, hours(350));
    let tests: Count = plan.phases.iter().flat_map(|it| &it.tests.categories).map(|it| it.count.value).sum();
    assert_eq!(tests.to_string(), "17-22");
    assert_eq!(plan.options.len(), 12);
}

#[test]
fn the_trade_backend_ends_on_its_fifth_day() {
    let schedule = planned("trade-backend").schedule;
    assert_eq!(times(&schedule), [2000, 1600, 400].map(hours));
    assert_eq!(schedule.phases[0].parts, [600, 800, 600].map(hours));
    assert_eq!(schedule.phases[1].parts, [400, 300, 200, 200, 300, 200].map(hours));
    assert_eq!(schedule.phases[2].parts, [30, 45, 60, 45, 30, 30].map(Interval::exact));
    let total = schedule.total;
    assert_eq!((total.time, total.mandatory, total.optional), (hours(4000), hours(3500), hours(500)));
    let days: Vec<Interval> = schedule.phases.iter().map(|it| it.last_day).collect();
    assert_eq!(days, [3, 5, 5].map(Interval::exact));
    assert_eq!(schedule.next_day, Interval::exact(6));
}

/// A statement that a hand-written document got wrong.
struct Mistake {
    /// The plan.
    plan: &'static str,
    /// What the plan says.
    right: &'static str,
    /// What the document said.
    wrong: &'static str,
    /// What is told about it.
    code: Code,
    /// A part of the message: the computed figure, or what contradicts.
    says: &'static str,
    /// How many other places are shown, at least.
    places: usize,
}

/// Every wrong statement that can be made in a plan.
const MISTAKES: &[Mistake] = &[
    Mistake {
        plan: "trading-adapter-v2",
        right: "budget: 76.5h, 1255-1530 credits",
        wrong: "budget: 72h, 1255-1530 credits",
        code: Code::SumDisagrees,
        says: "76 h 30 min",
        places: 7,
    },
    Mistake {
        plan: "trading-adapter-v2",
        right: r#"{ title: Weeks 3-5, phases: ["2"] }
    - { title: Week 6, phases: ["1.5"] }"#,
        wrong: r#"{ title: Week 3, phases: ["1.5"] }
    - { title: Weeks 4-6, phases: ["2"] }"#,
        code: Code::BlockOrder,
        says: "it depends on `2` of the later block `Weeks 4-6`",
        places: 2,
    },
    Mistake {
        plan: "trading-platform",
        right: "tests_added: 50+\n    repositories:",
        wrong: "tests_added: 40+\n    repositories:",
        code: Code::FigureDisagrees,
        says: "50+ in one place, 40+ in another",
        places: 1,
    },
    Mistake {
        plan: "trading-platform",
        right: "tests_added: 50+\n    performance:",
        wrong: "tests_added: 100+\n    performance:",
        code: Code::FigureDisagrees,
        says: "100+ in one place, 50+ in another",
        places: 1,
    },
    Mistake {
        plan: "trading-platform",
        right: "that need each other, status: in_progress",
        wrong: "that need each other, status: done",
        code: Code::StatusDisagrees,
        says: "phase `14` is active, but every part of it is over",
        places: 1,
    },
    Mistake {
        plan: "trading-platform",
        right: "status: in_progress\n    start:",
        wrong: "status: completed\n    start:",
        code: Code::StatusDisagrees,
        says: "epic `epic-3` is done, but milestone `ui-streaming` is active",
        places: 1,
    },
    Mistake {
        plan: "trading-platform",
        right: "from: sse-streaming, to: risk-stream, kind: blocks",
        wrong: "from: price-stream, to: sse-streaming, kind: blocks",
        code: Code::Cycle,
        says: "sse-streaming -> price-stream -> sse-streaming",
        places: 1,
    },
    Mistake {
        plan: "trading-platform",
        right: "skills: [docker-deployment, testing-protocols]",
        wrong: "skills: [docker-deployment, monitoring-setup]",
        code: Code::UnknownId,
        says: "`monitoring-setup`, which is no skill",
        places: 0,
    },
    Mistake {
        plan: "trading-platform",
        right: "measure: uptime >= 99.9%",
        wrong: "measure: coverage > 80%",
        code: Code::TargetDisagrees,
        says: "for Python",
        places: 1,
    },
    Mistake {
        plan: "portfolio-reconciliation",
        right: r#"created: "2025-10-30""#,
        wrong: r#"created: "2025-10-31""#,
        code: Code::DatesDisagree,
        says: "the work starts before its plan was made",
        places: 1,
    },
    Mistake {
        plan: "portfolio-reconciliation",
        right: "status: active",
        wrong: "status: complete",
        code: Code::StatusDisagrees,
        says: "the project is done, but phase `ARCHIVE` is todo",
        places: 1,
    },
    Mistake {
        plan: "next-feature",
        right: "total: 17-22",
        wrong: "total: 15-20",
        code: Code::FigureDisagrees,
        says: "stated as 15-20, but computed as 17-22",
        places: 4,
    },
    Mistake {
        plan: "next-feature",
        right: "tests: 17-22\n    impact: high",
        wrong: "tests: 15-20\n    impact: high",
        code: Code::FigureDisagrees,
        says: "stated as 15-20, but computed as 17-22",
        places: 1,
    },
    Mistake {
        plan: "next-feature",
        right: "effort: 3.5h",
        wrong: "effort: 2-3d",
        code: Code::SumDisagrees,
        says: "is 16-24 h, but its parts sum to 3 h 30 min",
        places: 5,
    },
    Mistake {
        plan: "next-feature",
        right: "id: clean, text: the linter finds nothing",
        wrong: "id: clean, text: ✅ the linter finds nothing",
        code: Code::TypedTick,
        says: "a tick was typed",
        places: 0,
    },
    Mistake {
        plan: "trade-backend",
        right: "budget: 4h\n    depends_on: [2B]",
        wrong: "budget: 3h\n    depends_on: [2B]",
        code: Code::SumDisagrees,
        says: "is 3 h, but its parts sum to 4 h",
        places: 6,
    },
    Mistake {
        plan: "trade-backend",
        right: "documents:\n  - { id: prompt-2a,",
        wrong: "totals: { pages: 150 }\ndocuments:\n  \
                - { id: a, path: 2a.md, purpose: the prompt of phase 2A, pages: 40 }\n  \
                - { id: b, path: 2b.md, purpose: the prompt of phase 2B, pages: 35 }\n  \
                - { id: c, path: final.md, purpose: the prompt of the validation, pages: 30 }\n  - { id: prompt-2a,",
        code: Code::FigureDisagrees,
        says: "stated as 150, but computed as 105",
        places: 1,
    },
    Mistake {
        plan: "trade-backend",
        right: "schema: 1\n",
        wrong: "schema: 1\ntotals: { phases: 4 }\n",
        code: Code::FigureDisagrees,
        says: "stated as 4, but computed as 3",
        places: 1,
    },
    Mistake {
        plan: "trade-backend",
        right: "budget: 4h\n    depends_on: [2B]",
        wrong: "budget: 4h\n    ends_on_day: 6\n    depends_on: [2B]",
        code: Code::FigureDisagrees,
        says: "stated as 6, but computed as 5",
        places: 1,
    },
];

/// What is told of a plan with the wrong statement, and where that statement is.
fn told(mistake: &Mistake) -> (Vec<Diagnostic>, Range<usize>) {
    let text = text(mistake.plan);
    assert_eq!(text.matches(mistake.right).count(), 1, "`{}` in {}", mistake.right, mistake.plan);
    let start = text.find(mistake.right).unwrap();
    let text = text.replace(mistake.right, mistake.wrong);
    let told = match callsheet::plan(&Source::new(format!("{}.yaml", mistake.plan), text), Path::new("plans"))
    {
        Ok(planned) => planned.warnings,
        Err(problems) => problems,
    };
    (told, start..start + mistake.wrong.len())
}

#[test]
fn what_the_documents_got_wrong_is_refused_with_both_places() {
    for mistake in MISTAKES {
        let (told, statement) = told(mistake);
        let all = report(&told, Style::Plain);
        let problem = told
            .iter()
            .find(|it| it.code == Some(mistake.code) && it.message.contains(mistake.says))
            .unwrap_or_else(|| panic!("`{}` is not told of as `{}`:\n{all}", mistake.wrong, mistake.says));
        let related: Vec<&Origin> = problem.related.iter().map(|it| &it.0).collect();
        assert!(related.len() >= mistake.places, "`{}` with {} places:\n{all}", mistake.wrong, related.len());
        let mut shown = problem.origin.iter().chain(related);
        let within = |it: &Origin| statement.start <= it.span.start && it.span.end <= statement.end;
        assert!(shown.any(within), "`{}` is not pointed at:\n{all}", mistake.wrong);
    }
}

#[test]
fn each_unknown_skill_is_told_of() {
    let unknown = ["planning", "grpc", "schemas", "compose", "monitoring", "tracing", "reviews", "releases"];
    let wrong = format!("skills: [docker-deployment, testing-protocols, {}]", unknown.join(", "));
    let text = text("trading-platform").replace("skills: [docker-deployment, testing-protocols]", &wrong);
    let Err(problems) = callsheet::plan(&Source::new("plan.yaml", text), Path::new("plans")) else {
        panic!("unknown skills are accepted")
    };
    let told: Vec<&str> = problems.iter().filter_map(|it| Some(it.origin.as_ref()?.text())).collect();
    assert_eq!(told, unknown);
}
