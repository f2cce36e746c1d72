//! Makes a body fit the limit of its forge: long lists lose their ends, and say so.

use super::sections::{Place, Section, Sections};
use crate::documents::Forge;
use crate::templates::Words;

/// Sections that can lose lines, those that a reader misses least first. What a forge or the order of merging
/// needs comes last, with the sections of others.
const ORDER: [&str; 7] = ["files", "conformance", "recorded", "changes", "checklist", "testing", "summary"];

/// Room for what is said of the lines that are left out, in characters, for each section.
const SAYING: usize = 200;

/// Leaves lines out until the body has no more characters than there is room for.
pub(super) fn shorten(sections: &mut Sections, (room, forge): (usize, Forge), words: &Words) {
    let closing = |it: &Section| it.id.as_deref() == Some("closing");
    let rank = |it: &Section| {
        let known = ORDER.iter().position(|id| it.id.as_deref() == Some(*id));
        known.unwrap_or(if it.id.is_none() { ORDER.len() } else { ORDER.len() + 1 })
    };
    // To cut a short section would say more than it leaves out.
    let can_lose = |it: &Section| !closing(it) && it.text.encode_utf16().count() > SAYING;
    let mut order: Vec<usize> = (0..sections.list.len()).filter(|it| can_lose(&sections.list[*it])).collect();
    order.sort_by_key(|it| rank(&sections.list[*it]));
    for at in order {
        let over = sections.length().saturating_sub(room);
        if over == 0 {
            return;
        }
        let said = |left_out: usize| {
            let count = words.counted(left_out as u64, "line").unwrap_or_default();
            let limit = words.units.number(forge.limit() as u64);
            let values = [("lines", count.as_str()), ("forge", forge.name()), ("limit", limit.as_str())];
            words.filled("words.cut_off", &values)
        };
        cut(&mut sections.list[at], over + SAYING, said);
    }
}

/// Cuts lines from the end of a section until so many characters are gone, or none is left.
fn cut(section: &mut Section, wanted: usize, said: impl Fn(usize) -> String) {
    let lines: Vec<&str> = section.text.lines().collect();
    let mut kept = lines.len();
    let mut freed = 0;
    while kept > 0 && freed < wanted {
        kept -= 1;
        freed += lines[kept].encode_utf16().count() + 1;
    }
    // A fence that is not closed, a label without a list, or a head without a table would be left.
    while kept > 0 && !can_end(&lines[..kept]) {
        kept -= 1;
    }
    let left_out = lines[kept..].iter().filter(|it| !it.trim().is_empty()).count();
    let rest = lines[..kept].join("\n");
    let blocks = [rest.trim_end().to_owned(), said(left_out)];
    section.text = blocks.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n\n");
}

/// Whether a text may end here: after an entry, a row or a sentence, outside of fences and comments.
fn can_end(lines: &[&str]) -> bool {
    let mut place = Place::default();
    let is_open = !lines.iter().map(|it| place.is_plain(it)).collect::<Vec<_>>().last().is_none_or(|it| *it);
    let last = lines.last().copied().unwrap_or_default();
    let is_head = last.starts_with("|--") || last.ends_with(':') || last.starts_with('#') || is_label(last);
    let is_names = last.starts_with('|') && lines.len() > 1 && lines[lines.len() - 2].trim().is_empty();
    !is_open && !is_head && !is_names && !last.trim().is_empty()
}

/// `**Features:**`
fn is_label(line: &str) -> bool {
    line.starts_with("**") && line.ends_with(":**")
}
