//! What a tasks.md says of the order of its phases: `- **Foundational (Phase 2)**: Depends on Setup completion`.

use crate::interop::Stage;
use std::ops::Range;

/// A phase with the number and title of its heading.
pub(super) struct Headed {
    pub(super) stage: Stage,
    pub(super) number: Option<usize>,
    pub(super) title: String,
    pub(super) span: Range<usize>,
}

/// Indexes of the phases that a line is about, and of those that they depend on; `None` for any other line.
pub(super) fn stated(line: &str, phases: &[Headed]) -> Option<(Vec<usize>, Vec<usize>)> {
    let (subject, rest) = line.strip_prefix("**")?.split_once("**")?;
    let lower = rest.to_lowercase();
    let at = ["depends on ", "depend on ", "start after "]
        .iter()
        .find_map(|it| Some(lower.find(it)? + it.len()))?;
    // What stands behind a dash explains.
    let object = lower[at..].split(" - ").next().unwrap_or_default();
    let subjects = meant(&subject.to_lowercase(), phases);
    let objects = meant(object, phases);
    let objects = objects.into_iter().filter(|it| !subjects.contains(it)).collect();
    Some((subjects, objects))
}

/// The phases that words in small letters mean: by number, by story, or by the first word of their titles.
fn meant(words: &str, phases: &[Headed]) -> Vec<usize> {
    let stories = words.contains("user stories");
    let numbers = numbers(words, "phase ");
    let of_stories = numbers_of_stories(words);
    let fits = |(at, it): (usize, &Headed)| {
        let title = it.title.to_lowercase();
        let numbered = it.number.is_some_and(|own| {
            numbers.iter().any(|(number, and_on)| own == *number || (*and_on && own > *number))
        });
        let story =
            title.strip_prefix("user story ").map(|it| it.split(' ').next().unwrap_or_default().to_owned());
        let is_story = story.as_ref().is_some_and(|own| stories || of_stories.contains(own));
        let first = title.split([' ', ':']).next().unwrap_or_default();
        let named = story.is_none()
            && first.len() > 3
            && words.split(|it: char| !it.is_alphanumeric()).any(|it| it == first);
        let is_last = words.contains("final phase") && at + 1 == phases.len();
        let by_number = !numbers.is_empty();
        if by_number && !stories { numbered } else { is_story || named || is_last }
    };
    phases.iter().enumerate().filter(|it| fits((it.0, it.1))).map(|it| it.0).collect()
}

/// Numbers after a word, each with whether a `+` follows.
fn numbers(words: &str, before: &str) -> Vec<(usize, bool)> {
    let found = words.split(before).skip(1).filter_map(|rest| {
        let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
        Some((rest[..end].parse().ok()?, rest[end..].starts_with('+')))
    });
    found.collect()
}

fn numbers_of_stories(words: &str) -> Vec<String> {
    numbers(words, "user story ").into_iter().map(|it| it.0.to_string()).collect()
}
