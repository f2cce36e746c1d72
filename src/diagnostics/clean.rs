//! Makes text that we did not write harmless to look at: no terminal codes, no invisible letters.

/// Cleans text for one line: white space runs become one space, what cannot be seen is shown or gone.
///
/// Control characters become U+FFFD, terminal escapes `␛`; bidirectional overrides, zero-width and
/// tag characters and noncharacters are dropped. A joiner between two emoji stays.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for word in visible(text).split_whitespace() {
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned.push_str(word);
    }
    cleaned
}

/// Cleans text of several lines: as [`clean`], but lines and indentation stay.
pub fn clean_block(text: &str) -> String {
    let is_plain = |it: u8| it.is_ascii_graphic() || matches!(it, b' ' | b'\n');
    let is_trimmed = !text.contains(" \n") && text.trim_ascii_end().len() == text.len();
    if is_trimmed && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> =
        text.lines().map(|line| visible(&line.replace('\t', "    ")).trim_end().to_owned()).collect();
    lines.join("\n")
}

fn visible(text: &str) -> String {
    if text.bytes().all(|it| it == b' ' || it.is_ascii_graphic()) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\t' | '\n' | '\r' => shown.push(' '),
            '\u{1b}' => shown.push('␛'),
            '\u{200d}' if joins_emoji(&shown, characters.peek()) => shown.push(character),
            _ if character.is_control() => shown.push('\u{fffd}'),
            _ if is_invisible(character) => {}
            _ => shown.push(character),
        }
    }
    shown
}

fn joins_emoji(before: &str, after: Option<&char>) -> bool {
    let pictorial = |it: char| matches!(it, '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}');
    before.chars().next_back().is_some_and(pictorial) && after.copied().is_some_and(pictorial)
}

fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(character) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_codes_and_invisible_letters_do_not_survive() {
        assert_eq!(clean("a\u{1b}[31mred\u{1b}[0m\u{7}"), "a␛[31mred␛[0m\u{fffd}");
        assert_eq!(clean("ab\u{202e}c\u{200b}d\u{e0041}\u{fdd0}"), "abcd");
        assert_eq!(clean("  two\n\twords "), "two words");
    }

    #[test]
    fn a_joiner_stays_between_emoji_only() {
        assert_eq!(clean("👩\u{200d}🚀"), "👩\u{200d}🚀");
        assert_eq!(clean("a\u{200d}b"), "ab");
    }

    #[test]
    fn lines_and_indentation_of_a_block_stay() {
        assert_eq!(clean_block("a\r\n\tb \n\u{9b}c"), "a\n    b\n\u{fffd}c");
    }
}
