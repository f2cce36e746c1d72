//! Puts a rendered pull request into the form that its forge wants: the repository's own template, the limit
//! of characters, and the last lines that a squash merge takes over.

mod closing;
mod fill;
mod places;
mod sections;
mod shorten;

use crate::documents::Form;
use crate::templates::Words;
use sections::Sections;
use std::collections::BTreeMap;

/// The page in its form. `titles` are those of its sections, by id.
pub(super) fn formed(page: &str, form: &Form, titles: &BTreeMap<String, String>, words: &Words) -> String {
    let mut sections = Sections::of_page(page, titles);
    if let Some(template) = &form.template {
        sections = fill::filled(&Sections::of_template(template), sections, &form.shown);
    }
    let closing = closing::lines(&form.closing);
    let room = form.forge.limit().saturating_sub(closing.encode_utf16().count());
    shorten::shorten(&mut sections, (room, form.forge), words);
    let text = sections.text();
    if closing.is_empty() { text } else { format!("{text}\n{closing}") }
}

#[cfg(test)]
mod tests;
