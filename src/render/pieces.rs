//! Takes the text of a template apart into its prints and tags, and finds those that are not closed.

use super::nesting::Broken;
use std::ops::Range;

/// A print or a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Its bytes, with its delimiters; to the end of the line if nothing closes it.
    pub(super) span: Range<usize>,
    /// What stands inside, without the blanks around it.
    pub(super) inside: &'a str,
    /// The byte at which that begins.
    pub(super) at: usize,
    pub(super) sort: Sort,
    /// Whether it has an end.
    pub(super) is_closed: bool,
}

/// What a piece of a template is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Print,
    Tag,
    /// A comment, or raw text with its tags, which say nothing to the engine.
    Mute,
}

impl Piece<'_> {
    /// Whether it is a tag.
    pub(super) fn is_tag(&self) -> bool {
        self.sort == Sort::Tag
    }

    /// The first word of a tag.
    pub(super) fn word(&self) -> &str {
        self.inside.split_whitespace().next().filter(|_| self.is_tag()).unwrap_or_default()
    }

    /// The bytes of that word.
    pub(super) fn word_span(&self) -> Range<usize> {
        self.at..self.at + self.word().len()
    }

    /// What follows that word, and the byte at which it begins.
    pub(super) fn rest(&self) -> (usize, &str) {
        let rest = self.inside[self.word().len()..].trim_start();
        (self.at + self.inside.len() - rest.len(), rest)
    }
}

/// The prints and tags of a template in their order, and what is not closed. Comments and raw text are left out.
pub(super) fn pieces(text: &str) -> (Vec<Piece<'_>>, Vec<Broken>) {
    let (mut all, problems) = parts(text);
    all.retain(|it| it.sort != Sort::Mute);
    (all, problems)
}

/// The same with comments and raw text.
pub(super) fn parts(text: &str) -> (Vec<Piece<'_>>, Vec<Broken>) {
    let (mut parts, mut problems) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some((start, opens)) = next(text, at) {
        let closes = closing(opens);
        let (end, problem) = match end_of(text, start, closes) {
            Ok(end) => (end, None),
            Err(place) if place == start => {
                let what = if opens == "{#" { "comment" } else { "tag" };
                (line_end(text, start), Some(unclosed(text, start, (what, closes))))
            }
            Err(quote) => {
                (line_end(text, quote), Some(unclosed(text, quote, ("text", &text[quote..=quote]))))
            }
        };
        let is_closed = problem.is_none();
        problems.extend(problem);
        // What is not closed ends at the latest where something else begins.
        at = if is_closed { end } else { next(text, start + 2).map_or(end, |it| it.0.min(end)) };
        let (inside, begins) = inside(text, &(start..end), is_closed.then_some(closes));
        let sort = match opens {
            "{%" => Sort::Tag,
            "{{" => Sort::Print,
            _ => Sort::Mute,
        };
        let mut piece = Piece { span: start..end, inside, at: begins, sort, is_closed };
        if piece.word() == "raw" {
            let ends = end_of_raw(text, end);
            if ends.is_none() {
                let (span, hint) = (piece.word_span(), "end it with `{% endraw %}`".to_owned());
                problems.push(Broken {
                    message: "`raw` is not closed".to_owned(),
                    span,
                    related: None,
                    hint,
                });
            }
            at = ends.unwrap_or(text.len());
            (piece.sort, piece.span.end) = (Sort::Mute, at);
        }
        parts.push(piece);
    }
    (parts, problems)
}

/// What stands between delimiters, without the blanks around it, and the byte at which it begins.
fn inside<'a>(text: &'a str, span: &Range<usize>, closes: Option<&str>) -> (&'a str, usize) {
    let end = span.end - closes.map_or(0, str::len);
    let all = &text[(span.start + 2).min(end)..end];
    let left = all.strip_prefix('-').unwrap_or(all).trim_start();
    let inside = left.strip_suffix('-').filter(|_| closes.is_some()).unwrap_or(left).trim_end();
    (inside, span.start + 2 + all.len() - left.len())
}

/// Where the next print, tag or comment begins, and what opens it.
fn next(text: &str, at: usize) -> Option<(usize, &'static str)> {
    let starts = ["{%", "{{", "{#"].into_iter().filter_map(|it| Some((at + text.get(at..)?.find(it)?, it)));
    starts.min()
}

/// The byte after the tag that ends raw text.
fn end_of_raw(text: &str, from: usize) -> Option<usize> {
    let tags = text[from..].match_indices("{%").map(|it| from + it.0);
    let inside = |at: usize| text[at + 2..].trim_start_matches('-').trim_start();
    let start = tags.into_iter().find(|at| inside(*at).starts_with("endraw"))?;
    Some(start + text[start..].find("%}")? + 2)
}

fn closing(opens: &str) -> &'static str {
    match opens {
        "{%" => "%}",
        "{{" => "}}",
        _ => "#}",
    }
}

/// Where a tag ends; or where the quote is that nothing closes, or the tag itself if another begins before
/// its end.
fn end_of(text: &str, start: usize, closes: &str) -> Result<usize, usize> {
    let mut at = start + 2;
    let mut depth = 0_usize;
    let mut quote: Option<(char, usize)> = None;
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        match quote {
            Some((open, _)) if letter == open => quote = None,
            None if closes != "#}" && matches!(letter, '"' | '\'' | '`') => quote = Some((letter, at)),
            None if depth == 0 && rest.starts_with(closes) => return Ok(at + 2),
            None if closes != "#}" && (rest.starts_with("{%") || rest.starts_with("{{")) => {
                return Err(start);
            }
            None if letter == '{' && closes != "#}" => depth += 1,
            None if letter == '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += letter.len_utf8();
    }
    Err(quote.map_or(start, |it| it.1))
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |it| at + it)
}

fn unclosed(text: &str, start: usize, (what, closes): (&str, &str)) -> Broken {
    let line = text[start..].lines().next().unwrap_or_default().trim_end();
    Broken {
        message: format!("the {what} is not closed"),
        span: start..start + line.len().max(1),
        related: None,
        hint: format!("end it with `{closes}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_and_tags_have_their_places_and_comments_and_raw_text_are_left_out() {
        let text = "a {{- plan.id -}} {# {{ no }} #}{% raw %}{{ no }}{%- endraw %}{% if x %}";
        let (found, problems) = pieces(text);
        let inside: Vec<&str> = found.iter().map(|it| it.inside).collect();
        assert_eq!((inside, problems), (vec!["plan.id", "if x"], vec![]));
        assert_eq!(&text[found[0].at..found[0].at + 7], "plan.id");
        assert_eq!((found[1].word(), found[1].rest().1), ("if", "x"));
    }

    #[test]
    fn everything_that_is_not_closed_is_found_and_what_follows_is_read() {
        let (found, problems) = pieces("{{ a\n{{ \"b }}\n{% if c\n{{ d }}{% raw %}");
        let inside: Vec<(&str, bool)> = found.iter().map(|it| (it.inside, it.is_closed)).collect();
        assert_eq!(inside, [("a", false), ("\"b }}", false), ("if c", false), ("d", true)]);
        let said: Vec<&str> = problems.iter().map(|it| it.message.as_str()).collect();
        let tag = "the tag is not closed";
        assert_eq!(said, [tag, "the text is not closed", tag, "`raw` is not closed"]);
    }
}
