//! Text that was decoded with the wrong character set before it came here.

use crate::diagnostics::{Code, Diagnostic, Origin, Source};
use crate::plan::Plan;
use std::sync::Arc;

/// What the bytes 0x80 to 0x9F mean in Windows-1252; a control character where they mean nothing.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// What the bytes from 0x80 mean in Mac Roman.
const MAC: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// Every line with text that becomes sensible when it is taken back to bytes and read as UTF-8.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    plan.sources.iter().filter(|it| !it.text.is_ascii()).flat_map(of_source).collect()
}

fn of_source(source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        problems.extend(runs(line).into_iter().find_map(|(at, run)| {
            let meant = repaired(run)?;
            let span = start + at..start + at + run.len();
            let problem = Code::Mojibake.says("this text was decoded with the wrong character set");
            Some(
                problem
                    .at(Origin::new(source, span))
                    .label(format!("meant `{meant}`"))
                    .hint("save the text as UTF-8 again"),
            )
        }));
        start += line.len();
    }
    problems
}

/// Stretches of characters beyond ASCII, each with its offset.
fn runs(line: &str) -> Vec<(usize, &str)> {
    let mut runs = Vec::new();
    let mut from = 0;
    while let Some(start) = line[from..].find(|it: char| !it.is_ascii()).map(|it| from + it) {
        let end = line[start..].find(|it: char| it.is_ascii()).map_or(line.len(), |it| start + it);
        runs.push((start, &line[start..end]));
        from = end;
    }
    runs
}

/// The text as it was before it was decoded wrongly; `None` if it was not.
fn repaired(run: &str) -> Option<String> {
    let windows = |it: char| match u32::from(it) {
        0xa0..=0xff => u8::try_from(u32::from(it)).ok(),
        _ => WINDOWS.chars().position(|known| known == it).and_then(|it| u8::try_from(it + 0x80).ok()),
    };
    let mac =
        |it: char| MAC.chars().position(|known| known == it).and_then(|it| u8::try_from(it + 0x80).ok());
    let decoded = |bytes: Option<Vec<u8>>| bytes.and_then(|it| String::from_utf8(it).ok());
    let by_windows = decoded(run.chars().map(windows).collect());
    by_windows.or_else(|| decoded(run.chars().map(mac).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_was_decoded_twice_is_repaired() {
        assert_eq!(repaired("âœ…").as_deref(), Some("✅"));
        assert_eq!(repaired("Ã©").as_deref(), Some("é"));
        assert_eq!(repaired("‚úÖ").as_deref(), Some("✅"));
        assert_eq!(repaired("â€”").as_deref(), Some("—"));
    }

    #[test]
    fn honest_letters_stay() {
        for text in ["é", "ü", "→", "日本語", "✅", "–", "Ä", "…"] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}
