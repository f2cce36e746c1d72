//! Amounts of time as people write them at the end of a line: `(2-3 days)`, `~45 min`, `- 2h`.

use crate::plan::Budget;

/// Words before an amount that make it no firmer.
const ABOUT: [&str; 8] = ["~", "≈", "approx.", "approx", "about", "ca.", "est.", "estimate:"];

/// The text without an amount at its end, and the amount.
pub(super) fn split(text: &str) -> (&str, Option<Budget>) {
    let text = text.trim_end();
    for (open, close) in [('(', ')'), ('[', ']')] {
        let inner = text.strip_suffix(close).and_then(|it| it.rsplit_once(open));
        if let Some((before, budget)) = inner.and_then(|(before, it)| Some((before, budget(it)?))) {
            return (before.trim_end(), Some(budget));
        }
    }
    for mark in [" ~", " - ", " – ", " — "] {
        let Some((before, after)) = text.rsplit_once(mark) else { continue };
        if let Some(budget) = budget(after) {
            return (before.trim_end_matches([' ', ',', ':', '-', '–', '—']), Some(budget));
        }
    }
    (text, None)
}

/// An amount in words that a plan may not know: `~45 mins`, `2 hrs`, `1 – 2 days`.
fn budget(text: &str) -> Option<Budget> {
    let mut text = text.trim();
    while let Some(rest) = ABOUT.iter().find_map(|it| text.strip_prefix(it)) {
        text = rest.trim_start();
    }
    let words =
        text.to_lowercase().replace("hrs", "h").replace("hr", "h").replace(" to ", "-").replace(" - ", "-");
    words.replace(" – ", "-").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_at_the_end_of_a_line_are_taken_off() {
        for (text, rest, amount) in [
            ("Write it (2-3 days)", "Write it", "2-3d"),
            ("Write it ~45 min", "Write it", "45m"),
            ("Write it (~1.5 hrs)", "Write it", "1h30m"),
            ("Write it [45 minutes]", "Write it", "45m"),
            ("Write it - 2h", "Write it", "2h"),
            ("Write it, ~30 mins", "Write it", "30m"),
            ("Write it (3 to 4 hours)", "Write it", "3-4h"),
            ("Write it (about 2h, 20 credits)", "Write it", "2h, 20 credits"),
        ] {
            let (before, budget) = split(text);
            assert_eq!((before, budget.map(|it| it.to_string()).as_deref()), (rest, Some(amount)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_stays() {
        for text in
            ["Write it (twice)", "Rust (2021)", "Answer within 2h of a call", "Week 4-6", "", "()", "(3)"]
        {
            assert_eq!(split(text), (text, None), "{text}");
        }
    }
}
