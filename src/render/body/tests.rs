//! Bodies against hostile templates and small limits.

use super::sections::Sections;
use super::{closing, fill, shorten};
use crate::documents::{Forge, Shown};
use crate::templates::Templates;
use std::collections::{BTreeMap, BTreeSet};

const PAGE: &str = "# T\n\n| | |\n|---|---|\n| a | b |\n\n## Summary\n\nWhat it does.\n\n## Changes\n\n### `api`\n\n\
                    **Features:**\n\n- one\n- two\n\n```text\n### a → b\n```\n\n## Files\n\n- äöü1\n- äöü2\n- äöü3\n";

fn page() -> Sections {
    let titles = [("summary", "Summary"), ("changes", "Changes"), ("files", "Files")];
    let titles: BTreeMap<String, String> =
        titles.into_iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
    Sections::of_page(PAGE, &titles)
}

fn filled(template: &str) -> String {
    fill::filled(&Sections::of_template(template), page(), &BTreeSet::from([Shown::TestsAdded])).text()
}

#[test]
fn a_page_is_put_together_as_it_was() {
    assert_eq!(page().text(), PAGE);
}

#[test]
fn inner_headings_follow_those_of_the_template_outside_of_fences() {
    let text = filled("#### What changed\n\n###### Other\n\nkept\n");
    assert!(text.contains("#### What changed\n\n##### `api`\n\n**Features:**"), "{text}");
    assert!(text.contains("\n### a → b\n") && text.contains("\n#### Summary\n\nWhat it does.\n"), "{text}");
    assert!(text.contains("###### Other\n\nkept\n\n#### Summary"), "{text}");
}

#[test]
fn a_section_is_filled_once_and_an_open_comment_ends_nothing() {
    let text = filled(
        "## Description\n\n<!-- one\n## Summary -->\n\n## Summary of it\n\nasked\n\n<!-- open\n## Tests\n",
    );
    assert_eq!(text.matches("What it does.").count(), 1, "{text}");
    assert!(text.contains("## Summary of it\n\nasked\n\n<!-- open\n## Tests\n\n## Changes"), "{text}");
}

#[test]
fn underlined_headings_and_lines_in_bold_are_headings_and_sentences_are_not() {
    let text = filled(
        "Description\n===========\n\n<!-- what -->\n\n**What changed:**\n\n**Please keep this text as it stands.**\n\n\
         Notes\n---\n\n- list\n---\n\nkept\n",
    );
    assert!(text.contains("Description\n===========\n\nWhat it does.\n"), "{text}");
    assert!(text.contains("**What changed:**\n\n### `api`\n"), "{text}");
    assert!(
        !text.contains("as it stands") && text.contains("\nNotes\n---\n\n- list\n---\n\nkept\n"),
        "{text}"
    );
    assert!(text.ends_with("# Files\n\n- äöü1\n- äöü2\n- äöü3\n"), "{text}");
}

#[test]
fn boxes_are_ticked_only_for_what_they_say_alone() {
    let template = "## Else\n\n- [ ] Tests added\n- [x] Tests and docs added\n- [x] No tests needed\n- [ ] I didn't add tests\n";
    let text = filled(template);
    let expected =
        "- [x] Tests added\n- [ ] Tests and docs added\n- [ ] No tests needed\n- [ ] I didn't add tests\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn at_the_limit_nothing_is_left_out_and_beyond_it_the_files_first() {
    let templates = Templates::load(None).unwrap();
    let long = |of: &str| (0..60).map(|it| format!("- {of} äöü{it}")).collect::<Vec<_>>().join("\n");
    let mut whole = page();
    whole.list[1].text = format!("{}\n\n```text\n{}\n```", whole.list[1].text, long("in a fence"));
    whole.list[2].text = long("file");
    let short = |room: usize| {
        let mut sections = whole.clone();
        shorten::shorten(&mut sections, (room, Forge::Github), templates.words());
        sections
    };
    let length = whole.length();
    assert_eq!(short(length).text(), whole.text());
    let cut = short(length - 1);
    assert!(cut.length() < length, "{}", cut.text());
    assert!(cut.list[2].text.ends_with(" lines, since GitHub takes no more than 65,536 characters."));
    assert_eq!(cut.list[1].text, whole.list[1].text);
    let cut = short(600).text();
    assert!(cut.encode_utf16().count() <= 600 && cut.contains("What it does."), "{cut}");
    // What stood in a fence went with it, and so does a label above a list that is gone.
    assert_eq!(cut.matches("```").count() % 2, 0, "{cut}");
    let cut = short(10).text();
    assert!(cut.starts_with("# T\n") && cut.matches("Left out here").count() == 2, "{cut}");
}

#[test]
fn closing_lines_mean_nothing_to_a_forge() {
    let text = "@a #1 !2 GH-3 <b> [x](y) [z]: w http://v www.u &amp; $m$";
    let inert = closing::inert(text);
    assert_eq!(inert.replace('\u{200b}', ""), text);
    for meant in ["@a", "#1", "!2", "GH-3", "<b", "](", "]:", "://", "www.u", "&amp", "$m"] {
        assert!(!inert.contains(meant), "{meant} in {inert}");
    }
    assert_eq!(closing::inert("gate-2a at `a`, 1 < 2"), "gate-2a at `a`, 1 < 2");
}
