//! The documents of one plan never give two values for one figure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a figure is about, and how it is called: `phase 2A`, `Time`.
type Figure = (String, String);

/// The values of figures, each with the pages that give it.
type Values = BTreeMap<Figure, BTreeMap<String, BTreeSet<String>>>;

#[test]
fn no_figure_has_two_values_in_the_documents_of_a_plan() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("output");
    let mut compared = 0;
    for plan in std::fs::read_dir(root).unwrap().map(|it| it.unwrap().path()) {
        let mut values = Values::new();
        for page in pages(&plan) {
            read(&plan, &page, &mut values);
        }
        let several = |it: &&Figure| values[*it].values().flatten().collect::<BTreeSet<_>>().len() > 1;
        compared += values.keys().filter(several).count();
        let doubled: Values = values.into_iter().filter(|it| it.1.len() > 1).collect();
        assert!(doubled.is_empty(), "{}: {doubled:#?}", plan.display());
    }
    assert!(compared > 60, "only {compared} figures stand in more than one document");
}

#[test]
fn a_figure_that_differs_is_found() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("A.md"), "# a\n\n| Time | 20 h (8 h + 12 h) |\n").unwrap();
    std::fs::write(folder.path().join("B.md"), "# b\n\n## Phase 1: x\n\n| Time | 8 h |\n").unwrap();
    std::fs::write(folder.path().join("PHASE1_PROMPT.md"), "# c\n\n| Time | 9 h |\n").unwrap();
    let mut values = Values::new();
    for page in pages(folder.path()) {
        read(folder.path(), &page, &mut values);
    }
    let of = |about: &str| values[&(about.to_owned(), "Time".to_owned())].keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        (of("plan"), of("phase 1")),
        (vec!["20 h".to_owned()], vec!["8 h".to_owned(), "9 h".to_owned()])
    );
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|it| it == "md") {
            found.push(path);
        }
    }
    found
}

/// Takes the figures of tables; of each name the first one below a heading counts, since services have rows of the
/// same names further down.
fn read(plan: &Path, page: &Path, values: &mut Values) {
    let name = page.strip_prefix(plan).unwrap().to_str().unwrap().to_owned();
    let whole = about_page(page.file_name().unwrap().to_str().unwrap());
    let mut about = whole.clone();
    let mut seen: BTreeSet<Figure> = BTreeSet::new();
    let mut heads: Vec<String> = Vec::new();
    for line in std::fs::read_to_string(page).unwrap().lines() {
        if let Some(heading) = line.strip_prefix('#') {
            let level = heading.len() - heading.trim_start_matches('#').len();
            let title = heading.trim_start_matches('#').trim_start();
            match title.strip_prefix("Phase ").and_then(|it| it.split([':', ' ']).next()) {
                Some(id) => about = format!("phase {}", id.trim_matches('`')),
                None if level <= 1 => about.clone_from(&whole),
                None => {}
            }
        }
        let Some(cells) = cells(line) else {
            heads.clear();
            continue;
        };
        if heads.is_empty() {
            heads.clone_from(&cells);
        }
        for (about, label, value) in stated(&about, &heads, &cells) {
            let figure = (about, label);
            if is_figure(&value) && seen.insert(figure.clone()) {
                values.entry(figure).or_default().entry(value).or_default().insert(name.clone());
            }
        }
    }
}

/// The figures of a row: of one with a name and a value, or of a phase with a column for each.
fn stated(about: &str, heads: &[String], cells: &[String]) -> Vec<(String, String, String)> {
    let value = |text: &String| {
        // Ids and bars stand as code.
        let text: String = text.split('`').step_by(2).collect();
        let text = text.split(['(', ',', ':', ';']).next().unwrap_or_default();
        let text = text.split(" of ").next().unwrap_or_default().replace("**", "");
        text.trim().trim_start_matches("day ").trim_end_matches(" days").replace(" day ", " ")
    };
    if let [label, text] = cells {
        return vec![(about.to_owned(), label.clone(), value(text))];
    }
    if heads.first().is_none_or(|it| it != "Phase") || heads.len() != cells.len() {
        return Vec::new();
    }
    let phase = cells[0].trim_start_matches(['[', '*']).replace('`', "");
    let phase = match phase.split([':', ' ', '*']).next() {
        Some("Total") => "plan".to_owned(),
        id => format!("phase {}", id.unwrap_or_default()),
    };
    heads.iter().zip(cells).skip(1).map(|(head, text)| (phase.clone(), head.clone(), value(text))).collect()
}

fn is_figure(value: &str) -> bool {
    value.contains(|it: char| it.is_ascii_digit())
}

/// What a page is about, by its name.
fn about_page(name: &str) -> String {
    let id = |prefix: &str, suffix: &str| name.strip_prefix(prefix)?.strip_suffix(suffix).map(str::to_owned);
    let phase = id("PHASE", "_VALIDATION_PROMPT.md").or_else(|| id("PHASE", "_PROMPT.md"));
    let session = || id("SUMMARY_", ".md").or_else(|| id("BRIEF_", ".md"));
    let pull_request = || id("PR_", ".md");
    match (phase, session(), pull_request()) {
        (Some(id), ..) => format!("phase {id}"),
        (_, Some(id), _) => format!("session {id}"),
        (_, _, Some(id)) => format!("pull request {id}"),
        _ => "plan".to_owned(),
    }
}

/// The cells of a row of a table.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(|it| it.trim().to_owned()).collect())
}
