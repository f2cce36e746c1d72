//! The words and signs of an expression in a template, with their places.

use super::tools::{Sort, tools};
use crate::diagnostics::nearest;
use std::ops::Range;

/// A name with its points, a text in quotes, or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// Its bytes.
    pub(super) span: Range<usize>,
    /// Its letters.
    pub(super) text: &'a str,
}

impl Token<'_> {
    /// Whether it is a name, with or without points.
    pub(super) fn is_name(&self) -> bool {
        self.text.starts_with(|it: char| it.is_alphabetic() || it == '_')
    }

    /// Whether it is a name with points.
    pub(super) fn is_path(&self) -> bool {
        self.is_name() && self.text.contains('.')
    }
}

/// The tokens of an expression that begins at a byte.
pub(super) fn tokens(at: usize, expression: &str) -> Vec<Token<'_>> {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '.');
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(first) = expression[start..].chars().next() {
        let rest = &expression[start..];
        let length = match first {
            '"' | '\'' | '`' => rest[1..].find(first).map_or(rest.len(), |it| it + 2),
            '=' if rest.starts_with("==") => 2,
            it if is_part(it) => rest.find(|it| !is_part(it)).unwrap_or(rest.len()),
            it => it.len_utf8(),
        };
        if !first.is_whitespace() {
            let span = at + start..at + start + length;
            found.push(Token { span, text: rest[..length].trim_end_matches('.') });
        }
        start += length;
    }
    for token in &mut found {
        token.span.end = token.span.start + token.text.len().max(1);
    }
    found
}

/// A call: how its name is used is told by what stands before it.
#[derive(Clone, Debug)]
struct Call<'t, 'a> {
    /// What stands before its name.
    pub(super) before: Option<&'a str>,
    /// Its name.
    pub(super) name: &'a str,
    /// The names of its arguments.
    pub(super) arguments: Vec<&'t Token<'a>>,
}

/// The calls among tokens, each with its own arguments.
fn calls<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<Call<'t, 'a>> {
    let mut done = Vec::new();
    // For each open bracket, the call that it belongs to.
    let mut open: Vec<Option<Call<'t, 'a>>> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|it| tokens.get(it));
        match token.text {
            "(" => {
                let name = before.filter(|it| it.is_name());
                let earlier = index.checked_sub(2).and_then(|it| tokens.get(it)).map(|it| it.text);
                let call = |it: &Token<'a>| Call { before: earlier, name: it.text, arguments: Vec::new() };
                open.push(name.map(call));
            }
            "[" | "{" => open.push(None),
            ")" | "]" | "}" => done.extend(open.pop().flatten()),
            "=" => {
                if let (Some(Some(call)), Some(name)) = (open.last_mut(), before) {
                    call.arguments.push(name);
                }
            }
            _ => {}
        }
    }
    done
}

/// Arguments that a filter, test or function does not take: what is wrong, where, and what to do about it.
pub(super) fn unknown_arguments(tokens: &[Token<'_>]) -> Vec<(String, Range<usize>, String)> {
    let mut found = Vec::new();
    for call in calls(tokens) {
        let sort = match call.before {
            Some("|") => Sort::Filter,
            Some("is" | "not") => Sort::Test,
            _ => Sort::Function,
        };
        let tool = tools().find(|it| it.sort == sort && it.name == call.name);
        let Some(known) = tool.and_then(|it| it.arguments) else { continue };
        for argument in call.arguments.into_iter().filter(|it| !known.contains(&it.text)) {
            let hint = match (known, nearest(argument.text, known.iter().copied())) {
                ([], _) => "it takes no arguments".to_owned(),
                ([only], _) => format!("it takes `{only}`"),
                (_, Some(near)) => format!("did you mean `{near}`?"),
                (known, None) => format!("it takes `{}`", known.join("`, `")),
            };
            let message = format!("`{}` takes no `{}`", call.name, argument.text);
            found.push((message, argument.span.clone(), hint));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_texts_and_signs_are_told_apart() {
        let found = tokens(10, r#"plan.title == "a.b" and x[0].y"#);
        let texts: Vec<&str> = found.iter().map(|it| it.text).collect();
        assert_eq!(texts, ["plan.title", "==", "\"a.b\"", "and", "x", "[", "0", "]", ".y"]);
        assert_eq!(found[0].span, 10..20);
        assert!(found[0].is_path() && !found[8].is_path() && !found[2].is_name());
    }

    #[test]
    fn calls_have_their_own_arguments() {
        let tokens = tokens(0, r#"link(kind="a" if x == 1 else b | plural(of="c"), id=d.e)"#);
        let calls = calls(&tokens);
        let found: Vec<(Option<&str>, &str, Vec<&str>)> = calls
            .iter()
            .map(|it| (it.before, it.name, it.arguments.iter().map(|it| it.text).collect()))
            .collect();
        assert_eq!(found, [(Some("|"), "plural", vec!["of"]), (None, "link", vec!["kind", "id"])]);
    }
}
