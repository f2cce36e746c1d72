//! Properties of escaping: whatever a text holds, a page keeps its structure and shows that text.

use super::escape::{broken_mark, escape};
use super::markdown::{Outline, outline};
use super::{filters, finish};
use crate::diagnostics::clean;
use crate::documents::text::{Foreign, Prose};
use proptest::prelude::*;
use std::sync::Arc;
use tera::{Context, Tera};

/// What a text is made of: everything that means something to Markdown, HTML, forges or the engine.
pub(super) const PIECES: [&str; 90] = [
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\t",
    "a",
    "word",
    "Z9",
    "é",
    "1",
    "1. ",
    "2) ",
    "12",
    "|",
    "||",
    "\\|",
    "\\",
    "\\\\",
    "`",
    "``",
    "```",
    "~",
    "~~",
    "~~~",
    "*",
    "**",
    "***",
    "_",
    "__",
    "-",
    "--",
    "---",
    "- ",
    "+ ",
    "* ",
    "=",
    "===",
    "#",
    "# ",
    "## ",
    " #",
    "#12",
    "GH-12",
    "Closes #1",
    "fixes o/r#2",
    "@user",
    "@org/team",
    "a@b.co",
    "mailto:a@b.co",
    "xmpp:a@b.co/c",
    "www.a.b",
    "WWW.a.bc",
    "http://a.b",
    "https://a.b/c_d?e=f&g",
    "ftp://a.b",
    "HTTPS://A.BC",
    "://",
    "<",
    ">",
    "> ",
    "<b>",
    "</b>",
    "<!-- c -->",
    "<a@b.co>",
    "<https://a.b>",
    "<script>",
    "&amp;",
    "&",
    "&#35;",
    "&lt",
    ";",
    "[",
    "]",
    "(",
    ")",
    "![",
    "[x]: y",
    "[x](y)",
    "[^1]",
    "[^1]: n",
    "[ ] ",
    "[x] ",
    "> [!NOTE]",
    "$",
    "$$",
    "{{ x }}",
    "{% if %}",
    "\u{1b}[31m",
    ":",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 1..9)
        .prop_map(|it| it.concat())
        .prop_filter("nothing is left of it", |it| !clean(it).is_empty())
}

fn rendered(template: &str, text: &impl serde::Serialize) -> String {
    let mut tera = Tera::new();
    filters::register(&mut tera, &Arc::default());
    tera.set_escape_fn(escape);
    let mut context = Context::new();
    context.insert("text", text);
    finish::finish(&tera.render_str(template, &context, true).unwrap())
}

/// Structure and text of a page that prints a text from git.
fn foreign(template: &str, text: &str) -> Outline {
    let page = rendered(template, &Foreign::new(text));
    assert_eq!(broken_mark(&page), None, "{page}");
    outline(&page)
}

/// Checks that a text is shown as it is and changes nothing around it.
fn shown_as_it_is(template: &str, text: &str) {
    let (plain, hostile) = (foreign(template, "plain"), foreign(template, text));
    let page = rendered(template, &Foreign::new(text));
    assert_eq!(plain.nodes, hostile.nodes, "structure of {text:?} in {page}");
    let shown = plain.text.replace("plain", &clean(text));
    assert_eq!(shown, hostile.text.replace('\u{200b}', ""), "text of {text:?} in {page}");
}

/// Every place of a page where a template may print a text.
const PLACES: [&str; 22] = [
    "{{ text }}\n",
    "before {{ text }} after\n",
    "before\n{{ text }}\n",
    "{{ text }}\nafter\n",
    "({{ text }})\n",
    "- {{ text }}\n- two\n",
    "- [ ] {{ text }}\n",
    "1. {{ text }}\n",
    "# {{ text }}\n",
    "## Title: {{ text }}\n\ntext\n",
    "> {{ text }}\n",
    "> [!NOTE]\n> {{ text }}\n",
    "| a | b |\n|---|---|\n| {{ text }} | x |\n",
    "| a | b |\n|---|---|\n| x | y {{ text }} |\n",
    "| {{ text }} | b |\n|---|---|\n| x | y |\n",
    "| a | b |\n|---|---|\n| {{ text | code }} | x |\n",
    "**{{ text }}**\n",
    "- **{{ text }}**: after\n",
    "[{{ text }}](a.md)\n",
    "{{ text }} {{ text }}\n",
    "{% set both = text ~ \" and \" ~ text %}{{ both }}\n",
    "{% set block %}{{ text }}{% endset %}{{ block }}, {{ [text, text] | join(sep=\", \") }}\n",
];

/// Places for code spans.
const CODE_PLACES: [&str; 5] = [
    "{{ text | code }}\n",
    "before {{ text | code }} after\n",
    "- {{ text | code }}: after\n",
    "# {{ text | code }}\n",
    "```text\n{{ text | verbatim }}\n```\n\nafter\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_from_git_is_shown_as_it_is_in_every_place(text in text(), place in 0..PLACES.len()) {
        shown_as_it_is(PLACES[place], &text);
    }

    #[test]
    fn code_is_shown_as_it_is(text in text(), place in 0..CODE_PLACES.len()) {
        shown_as_it_is(CODE_PLACES[place], &text);
    }

    #[test]
    fn prose_changes_no_block_and_brings_no_html(text in text(), place in 0..PLACES.len()) {
        let page = rendered(PLACES[place], &Prose::new(&text));
        prop_assert_eq!(broken_mark(&page), None);
        let (plain, hostile) = (outline(&rendered(PLACES[place], &Prose::new("plain"))), outline(&page));
        prop_assert_eq!(plain.blocks(), hostile.blocks(), "{:?} in {}", text, page);
        prop_assert!(!hostile.nodes.iter().any(|it| it.contains("Html")), "{:?} in {}", text, page);
    }

    #[test]
    fn escaping_twice_is_escaping_once(text in text()) {
        let once = rendered("{% set once %}{{ text }}{% endset %}{{ once }}", &Foreign::new(&text));
        prop_assert_eq!(once, rendered("{{ text }}", &Foreign::new(&text)));
    }
}
