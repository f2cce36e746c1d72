//! Texts with places for values, in braces: `{done} of {total}`.

/// The names of the places in a text, in order.
pub fn holes(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|(_, name)| name)
}

/// The text with each place filled; one without a value stays as it is.
pub fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    for (literal, name) in pieces(text) {
        filled.push_str(literal);
        let Some(name) = name else { continue };
        match value(name) {
            Some(value) => filled.push_str(&value),
            None => filled.extend(["{", name, "}"]),
        }
    }
    filled
}

/// What stands before each place, with the name of the place; what stands after the last one has none.
pub fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let Some((at, name)) = first(text) else { return Some((text, None)) };
        rest = Some(&text[at + name.len() + 2..]);
        Some((&text[..at], Some(name)))
    })
}

/// Where the first place of a text opens, and its name.
fn first(text: &str) -> Option<(usize, &str)> {
    text.match_indices('{').find_map(|(at, _)| {
        let name = &text[at + 1..at + text[at..].find('}')?];
        let is_name = !name.is_empty() && name.chars().all(|it| it.is_ascii_lowercase() || it == '_');
        is_name.then_some((at, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_other_braces_stay() {
        let value = |name: &str| (name == "done").then(|| "3".to_owned());
        assert_eq!(filled("{done} of {total}", value), "3 of {total}");
        assert_eq!(filled("a { b {done}{} {Done} {", value), "a { b 3{} {Done} {");
        assert_eq!(holes("{a}{ b } {c}").collect::<Vec<_>>(), ["a", "c"]);
    }
}
