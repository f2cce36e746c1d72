//! Themes and words: documents in another language, with other marks, titles, places and sections.

use super::support::Scratch;
use callsheet::diagnostics::Source;
use callsheet::plan::read_texts;
use callsheet::templates::{BUILT_IN_STRINGS, Templates};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// A project with the plan of the trade backend, whose facts come with it, and a theme.
fn trade_backend(theme: &str) -> Scratch {
    let scratch = Scratch::new();
    let plan = fs::read_to_string("plans/trade-backend.yaml").unwrap();
    scratch.write("plans/trade-backend.yaml", &format!("{plan}\n{theme}"));
    let facts = fs::read_to_string("plans/facts/trade-backend.json").unwrap();
    scratch.write("plans/facts/trade-backend.json", &facts);
    scratch
}

const THEME: &str = r#"theme:
  marks: emoji
  paths:
    phase-prompt: "instructions/PHASE{{ phase.id }}_PROMPT_COMPLETE.md"
    session-summary: "SESSION_{{ session.date }}_{{ session.id }}.md"
  titles:
    phase: "Part {id} | {title}"
    state: In every prompt
    phase-prompt.state: "Where *we* <b>are</b>"
  leave_out: [master-index.repositories, services]
"#;

/// Texts by the names that lead to them.
fn texts(text: &str) -> BTreeMap<String, String> {
    read_texts(&Source::new("strings.yaml", text)).unwrap().into_iter().map(|it| (it.path, it.text)).collect()
}

/// What is said of a project, which is wrong.
fn refused(scratch: &Scratch) -> String {
    let run = scratch.callsheet(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    run.stderr
}

#[test]
fn every_word_can_be_translated_without_a_build() {
    let german = fs::read_to_string("tests/cases/german/strings.yaml").unwrap();
    let english = texts(BUILT_IN_STRINGS);
    let known: BTreeSet<&String> = english.keys().filter(|it| !is_mark(it)).collect();
    let translated = texts(&german);
    assert_eq!(known, translated.keys().collect(), "the German words lack some, or have too many");
    let scratch = trade_backend("");
    scratch.write("templates/strings.yaml", &german);
    scratch.succeed(&["check"]);
    scratch.succeed(&["render", "--html"]);
    let index = scratch.read("output/trade-backend/MASTER_INDEX.md");
    let same = |path: &str| translated.get(path) == english.get(path);
    let left = english.iter().filter(|it| it.0.starts_with("titles.") || it.0.starts_with("labels."));
    let left: Vec<&str> = left.filter(|it| !same(it.0)).map(|it| it.1.as_str()).collect();
    let stays = |line: &str| {
        let text = line.trim_start_matches('#').trim();
        let head = text.split([':', '{']).next().unwrap_or_default();
        left.iter().any(|it| text == *it || (it.contains('{') && it.starts_with(head)))
    };
    for line in index.lines().filter(|it| it.starts_with('#')) {
        assert!(!stays(line), "an English title is left: {line}");
    }
    for cell in index.lines().filter(|it| it.starts_with('|')).flat_map(|it| it.split('|')) {
        assert!(!left.contains(&cell.trim().trim_matches('*')), "an English label is left: {cell}");
    }
    insta::assert_snapshot!(index);
    assert!(scratch.read("output/trade-backend/MASTER_INDEX.html").contains("<html lang=\"de\">"));
    let session = scratch.read("output/trade-backend/sessions/SUMMARY_latest.md");
    assert!(session.contains("| Zeitraum | 40 Min. |"), "{session}");
    assert!(session.contains("| Zeile `Plan-Service` |"), "{session}");
}

/// Marks are the same in every language.
fn is_mark(path: &str) -> bool {
    ["marks.", "boxes.", "bars."].iter().any(|it| path.starts_with(it))
}

#[test]
fn a_theme_chooses_marks_places_titles_and_sections() {
    let scratch = trade_backend(THEME);
    scratch.succeed(&["check"]);
    scratch.succeed(&["render"]);
    let prompt = scratch.read("output/trade-backend/instructions/PHASE2B_PROMPT_COMPLETE.md");
    assert!(prompt.contains("\n## Where *we* \\<b>are&lt;/b>\n"), "{prompt}");
    assert!(prompt.contains("\n## Part 2B \\| Data services\n"), "{prompt}");
    assert!(!prompt.contains("Services, in this order"), "{prompt}");
    assert!(prompt.contains("| `ptrc` | 9 of 10 | ⏸️ blocked |"), "{prompt}");
    scratch.read("output/trade-backend/SESSION_2026-03-11_latest.md");
    let index = scratch.read("output/trade-backend/MASTER_INDEX.md");
    assert!(!index.contains("Where the work is"), "{index}");
    assert!(index.contains("](instructions/PHASE2A_PROMPT_COMPLETE.md)"), "{index}");
    insta::assert_snapshot!(index);
    insta::assert_snapshot!(scratch.read("output/trade-backend/COMPLETION_TRACKER.md"));
}

#[test]
fn what_a_theme_names_and_is_not_there_is_told_with_the_nearest_name() {
    let theme = r#"theme:
  marks: emojis
  paths:
    phase-promt: "a.md"
    phase-prompt: "{{ fase.id }}.md"
  titles:
    master-index.begin: Begin
    stat: Now
    phase: "Part {number}"
  leave_out: [master-index.starts, master-idx.start, edge]
"#;
    insta::assert_snapshot!(refused(&trade_backend(theme)));
}

#[test]
fn a_text_for_a_place_that_no_document_has_is_told_with_the_nearest_one() {
    let said = refused(&trade_backend("text: { returnz: Less., master-index.introductoin: Hello. }"));
    assert!(said.contains("no document has a place `returnz` for a text"), "{said}");
    assert!(
        said.contains("did you mean `returns`?") && said.contains("did you mean `introduction`?"),
        "{said}"
    );
    trade_backend("text: { closing: Bye., master-index.closing: Good luck. }").succeed(&["check"]);
}

#[test]
fn every_section_of_every_document_can_be_left_out() {
    let templates = Templates::load(None).unwrap();
    let sections: BTreeSet<&str> = templates.documents().flat_map(|it| templates.sections(it.0)).collect();
    assert!(sections.contains("phase") && sections.contains("footer") && !sections.contains("body"));
    for section in sections {
        let scratch = trade_backend(&format!("theme: {{ leave_out: [{section}] }}\n"));
        let run = scratch.callsheet(&["check"]);
        assert_eq!(run.code, 0, "without {section}: {}", run.stderr);
    }
}

#[test]
fn two_pages_that_a_theme_puts_in_one_place_are_refused() {
    let said = refused(&trade_backend("theme: { paths: { phase-prompt: PROMPT.md } }\n"));
    assert!(
        said.contains("have the same path `PROMPT.md`") && said.contains("plans/trade-backend.yaml"),
        "{said}"
    );
}

#[test]
fn a_path_of_a_theme_that_leaves_the_output_is_refused() {
    let scratch = trade_backend("theme: { paths: { master-index: ../INDEX.md } }\n");
    let run = scratch.callsheet(&["render"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(!scratch.path().join("output").exists());
}

#[test]
fn words_of_a_project_that_lead_nowhere_are_told_with_the_nearest_name() {
    let scratch = trade_backend("");
    let words = "lables:\n  phase: Abschnitt\n  status: Stand\nlabels:\n  crierion: K\nwords:\n  share: \"{done} von {totl}\"\n  \
                 done: [a]\ncounts: { commit: { few: x } }\nsingular: one\namounts:\n  date: \"%Q\"\n";
    scratch.write("templates/strings.yaml", &words.replace("  done: [a]\n", ""));
    insta::assert_snapshot!(refused(&scratch));
    scratch.write("templates/strings.yaml", words);
    insta::assert_snapshot!(refused(&scratch));
    scratch.write(
        "templates/strings.yaml",
        "labels: Abschnitt\nmarks: { own: x }\ntitles: { master-indx: { start: x } }\n",
    );
    insta::assert_snapshot!(refused(&scratch));
}

#[test]
fn a_misspelt_word_of_a_template_is_found_by_checking() {
    let scratch = trade_backend("");
    scratch.write(
        "templates/master-index.md",
        "{% extends \"builtin/master-index.md\" %}\n{% block start %}\n{% if plan.spent and not plan.spent %}\n{{ words.nothin }}\n\
         {% endif %}\n## {{ titles.start }}\n\n{{ words.nothing }}\n{% endblock start %}\n",
    );
    insta::assert_snapshot!(refused(&scratch));
    scratch
        .write("templates/master-index.md", "# {{ \"dune\" | mark }}\n\n{{ 3 | plural(of=\"commits\") }}\n");
    insta::assert_snapshot!(refused(&scratch));
}

#[test]
fn a_project_has_marks_and_titles_of_its_own() {
    let scratch = trade_backend("theme: { marks: team, titles: { notes.aim: \"To *what* end\" } }\n");
    scratch.write(
        "templates/strings.yaml",
        "marks:\n  team: { active: \"(~)\" }\nboxes:\n  team: { done: \"(+)\" }\ntitles:\n  notes: { aim: What for }\nsingular: 0, 1\n",
    );
    scratch.write(
        "templates/notes.md",
        "---\ndocument: notes\nabout: Notes.\nfor: plan\npath: NOTES.md\n---\n# {{ titles.aim }}\n\n{{ \"done\" | box }} {{ \"open\" | box }} \
         {{ \"active\" | mark }} {{ \"done\" | mark }}, {{ 0 | plural(of=\"commit\") }}, {{ 2 | plural(of=\"commit\") }}\n",
    );
    scratch.succeed(&["check"]);
    assert_eq!(
        scratch.succeed(&["show", "notes"]),
        "# To *what* end\n\n(+) [ ] (~) active done, 0 commit, 2 commits\n"
    );
}

#[test]
fn the_words_can_be_listed_shown_and_copied() {
    let scratch = trade_backend("");
    assert_eq!(scratch.succeed(&["templates", "show", "strings.yaml"]), BUILT_IN_STRINGS);
    scratch.succeed(&["templates", "eject", "strings.yaml"]);
    let strings = |list: String| list.lines().find(|it| it.starts_with("strings.yaml")).unwrap().to_owned();
    assert!(strings(scratch.succeed(&["templates", "list"])).contains("project, unchanged"));
    scratch.write("templates/strings.yaml", "words: { none: \"-\" }\n");
    assert!(strings(scratch.succeed(&["templates", "list"])).contains("project, over the built-in"));
    let context = scratch.succeed(&["templates", "context", "master-index", "--json"]);
    let context: serde_json::Value = serde_json::from_str(&context).unwrap();
    assert_eq!(
        (&context["words"]["none"], &context["titles"]["start"]),
        (&"-".into(), &"Where to start".into())
    );
}

/// A word that no template prints would be translated in vain.
#[test]
fn every_title_label_and_count_is_printed_by_some_template() {
    let all: String = Templates::built_in().map(|it| it.1).collect();
    let unused = |(path, _): &(String, String)| {
        let name = path.split('.').nth(if path.starts_with("labels.") { 1 } else { 2 }).unwrap_or_default();
        match path.split('.').next() {
            Some("titles") if path.starts_with("titles.parts.") => false,
            Some("titles") => !all.contains(&format!("titles.{name}")),
            Some("labels") => !all.contains(&format!("labels.{name}")),
            Some("counts") => {
                let name = path.split('.').nth(1).unwrap_or_default();
                !["credit", "line", "more_change"].contains(&name) && !all.contains(&format!("of=\"{name}\""))
            }
            _ => false,
        }
    };
    let unused: Vec<(String, String)> = texts(BUILT_IN_STRINGS).into_iter().filter(unused).collect();
    assert!(unused.is_empty(), "{unused:?}");
}
