//! Every kind of problem is explained, and the examples are what their pages say.

use callsheet::diagnostics::{Code, Diagnostic, Source, Style, report};
use std::fs;
use std::path::Path;

/// Codes whose wrong example is told in words, because no text can show it.
const IN_WORDS: [Code; 1] = [Code::BadText];

/// Codes that are raised when repositories are read or documents are composed, and not by reading a plan.
const RAISED_LATER: [Code; 4] =
    [Code::MissingRepository, Code::UnknownTemplate, Code::UnknownSection, Code::UnknownMarks];

/// Everything that is said of a plan, errors and warnings.
fn problems(text: &str) -> Vec<Diagnostic> {
    match callsheet::plan(&Source::new("plan.yaml", text), Path::new("tests/cases/parts")) {
        Ok(planned) => planned.warnings,
        Err(problems) => problems,
    }
}

/// The one example of a page after a word, with the language of its fence.
fn example<'a>(page: &'a str, word: &str) -> Result<(&'a str, &'a str), String> {
    let opening = format!("\n\n{word}:\n\n```");
    let mut after = page.split(&opening).skip(1);
    let (Some(rest), None) = (after.next(), after.next()) else {
        return Err(format!("there is not one example after `{word}:`"));
    };
    let (language, rest) = rest.split_once('\n').ok_or("a fence has no end")?;
    let (text, _) = rest.split_once("\n```\n").ok_or("a fence has no end")?;
    Ok((language, text))
}

/// What is wrong with the page of a code.
fn doubts(code: Code) -> Result<(), String> {
    let page = code.explanation();
    let text = page.strip_prefix(&format!("# {}\n\n", code.name())).ok_or("the title is not the code")?;
    let line = text.lines().next().unwrap_or_default();
    if !line.contains(". ") && !line.ends_with('.') {
        return Err("the first sentence does not end on its line, so that it cannot be listed".to_owned());
    }
    if page.lines().filter(|it| it.starts_with("```")).count() != 4 {
        return Err("there are not exactly two examples".to_owned());
    }
    wrong(code, example(page, "Wrong")?)?;
    let (language, text) = example(page, "Right")?;
    let said = problems(text);
    if language == "yaml" && said.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the right example is in {language}, and this is said of it:\n{}",
        report(&said, Style::Plain)
    ))
}

/// What is wrong with the wrong example of a code.
fn wrong(code: Code, (language, text): (&str, &str)) -> Result<(), String> {
    if IN_WORDS.contains(&code) {
        let in_words = language == "text";
        return in_words.then_some(()).ok_or("the wrong example is not told in words".to_owned());
    }
    let said = problems(text);
    let codes: Vec<Option<Code>> = said.iter().map(|it| it.code).collect();
    let only_it = !codes.is_empty() && codes.iter().all(|it| *it == Some(code));
    let fits = if RAISED_LATER.contains(&code) { codes.is_empty() } else { only_it };
    if language == "yaml" && fits {
        return Ok(());
    }
    Err(format!(
        "the wrong example is in {language}, and this is said of it:\n{}",
        report(&said, Style::Plain)
    ))
}

#[test]
fn every_code_is_explained_by_a_wrong_and_a_right_plan() {
    let doubts = Code::ALL.iter().filter_map(|it| Some(format!("{}: {}", it.name(), doubts(*it).err()?)));
    let doubts: Vec<String> = doubts.collect();
    assert!(doubts.is_empty(), "{}", doubts.join("\n\n"));
}

#[test]
fn everything_that_is_said_of_a_broken_plan_carries_a_code() {
    let mut nameless = Vec::new();
    for file in fs::read_dir("tests/cases/broken-plans").unwrap() {
        let path = file.unwrap().path();
        let said = problems(&fs::read_to_string(&path).unwrap());
        assert!(!said.is_empty(), "{} is accepted", path.display());
        nameless.extend(said.into_iter().filter(|it| it.code.is_none()));
    }
    assert!(nameless.is_empty(), "{}", report(&nameless, Style::Plain));
}
