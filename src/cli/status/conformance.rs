//! What was planned, against what was done, as tables.

use super::standing::Finding;
use crate::cli::ahead::place;
use crate::cli::table::fitted;
use crate::results::{Conformity, Rule};

/// Findings that are listed one by one; JSON and documents have all of them.
const MOST: usize = 20;

/// How often each rule is kept, and below it what is not kept or not known; `None` without findings.
pub(super) fn table(findings: &[Finding], width: Option<usize>) -> Option<String> {
    let counts = Rule::ALL.into_iter().filter_map(|it| counts(it, findings));
    let mut rows = vec![["compared with git", "kept", "not kept", "not known", "not due"].map(str::to_owned)];
    rows.extend(counts);
    if rows.len() == 1 {
        return None;
    }
    let listed = listed(findings);
    let list = if listed.len() > 1 { format!("\n{}", fitted(&listed, width)) } else { String::new() };
    Some(format!("{}{list}", fitted(&rows, width)))
}

fn counts(rule: Rule, findings: &[Finding]) -> Option<[String; 5]> {
    let own = || findings.iter().filter(|it| it.rule == rule);
    let count = |standing| own().filter(|it| it.standing == standing).count().to_string();
    own().next()?;
    let [kept, broken, unknown, open] =
        [Conformity::Kept, Conformity::Broken, Conformity::Unknown, Conformity::Open].map(count);
    Some([spoken(rule), kept, broken, unknown, open])
}

fn listed(findings: &[Finding]) -> Vec<[String; 4]> {
    let mut rows = vec![["not as planned", "what", "why", "where"].map(str::to_owned)];
    let of = |standing| findings.iter().filter(move |it| it.standing == standing);
    let all: Vec<&Finding> = of(Conformity::Broken).chain(of(Conformity::Unknown)).collect();
    rows.extend(all.iter().take(MOST).map(|it| row(it)));
    if all.len() > MOST {
        let more = format!("{} more; `--format json` has all", all.len() - MOST);
        rows.push([String::new(), more, String::new(), String::new()]);
    }
    rows
}

fn row(finding: &Finding) -> [String; 4] {
    let unknown = if finding.standing == Conformity::Unknown { "not known: " } else { "" };
    let places: Vec<String> = finding.commits.iter().map(|it| place(&it.repository, &it.commit)).collect();
    let reason = finding.reason.as_deref().unwrap_or_default();
    [
        spoken(finding.rule),
        finding.about.clone(),
        format!("{unknown}{reason}"),
        if places.is_empty() { "-".to_owned() } else { places.join(", ") },
    ]
}

/// The name of a rule in the terminal.
fn spoken(rule: Rule) -> String {
    match rule {
        Rule::TestsFirst => "tests before code".to_owned(),
        rule => rule.word().replace('_', " "),
    }
}
