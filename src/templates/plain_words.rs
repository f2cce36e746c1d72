//! Words that stand one to a line, as in the file that is built in: they need no reader of YAML, which
//! would take longer than a short document.

use std::collections::BTreeMap;

/// The texts of a file by the names that lead to them; `None` if a line has more to it than a name and a text.
pub(super) fn read(file: &str) -> Option<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    // The groups that the line stands in: the indentation of each, and how long the path before it is.
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut path = String::new();
    let says_something =
        |it: &&str| !matches!(it.trim_start_matches(' ').as_bytes().first(), None | Some(b'#'));
    for line in file.lines().filter(says_something) {
        let rest = line.trim_start_matches(' ');
        let indentation = line.len() - rest.len();
        while let Some((_, length)) = groups.pop_if(|it| it.0 >= indentation) {
            path.truncate(length);
        }
        let (name, value) = rest.split_once(':')?;
        let outer = path.len();
        path.push_str(if outer == 0 { "" } else { "." });
        path.push_str(scalar(name)?);
        match value.trim() {
            "" => {
                groups.push((indentation, outer));
                continue;
            }
            value => match value.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
                Some(inner) => {
                    for entry in inner.split(',').map(str::trim).filter(|it| !it.is_empty()) {
                        let (name, text) = entry.split_once(':')?;
                        let text = plain(text.strip_prefix(' ')?)?;
                        texts.insert(format!("{path}.{}", plain(name)?), text.to_owned());
                    }
                }
                None => drop(texts.insert(path.clone(), scalar(value)?.to_owned())),
            },
        }
        path.truncate(outer);
    }
    Some(texts)
}

/// What a text says, if it is quoted without escapes or plain.
fn scalar(text: &str) -> Option<&str> {
    if let Some(quoted) = text.strip_prefix('"') {
        return quoted.strip_suffix('"').filter(|it| !it.contains(['"', '\\']));
    }
    plain(text)
}

/// What a text says, if it is not quoted.
fn plain(text: &str) -> Option<&str> {
    let is_plain = !text.starts_with(|it: char| it.is_ascii_punctuation() && !"_(.".contains(it));
    let has_more = text.as_bytes().windows(2).any(|it| matches!(it, b": " | b" #"));
    (is_plain && !has_more && !text.ends_with(':')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::super::words::BUILT_IN_STRINGS;
    use super::*;
    use crate::diagnostics::Source;
    use crate::plan::read_texts;

    #[test]
    fn the_built_in_words_are_read_as_yaml_reads_them() {
        let texts = read_texts(&Source::new("strings.yaml", BUILT_IN_STRINGS)).unwrap();
        let texts: BTreeMap<String, String> = texts.into_iter().map(|it| (it.path, it.text)).collect();
        assert_eq!(read(BUILT_IN_STRINGS), Some(texts));
    }

    #[test]
    fn a_line_with_more_to_it_is_left_to_yaml() {
        for file in [
            "a: { b: \"c\" }",
            "a: { b: { c: d } }",
            "a: |",
            "a: 'b'",
            "a: b # c",
            "- a",
            "a: \"b\\n\"",
            "a: b: c",
            "a",
        ] {
            assert_eq!(read(file), None, "{file}");
        }
    }
}
