//! Which templates there are, and what one of them is made of.

use super::{file_named, rendered_for, template};
use crate::cli::table::aligned;
use crate::diagnostics::{Checked, clean};
use crate::templates::{FrontMatter, Layer, STRINGS, Template, Templates};

/// A row for each template: name, what it is rendered for, where it comes from, what it is.
pub(super) fn list(templates: &Templates) -> String {
    let unused: Vec<String> = templates.unused().map(Template::full_name).collect();
    let row = |it: &Template| {
        let (what, about) = match &it.front {
            _ if it.is_unread => ("nothing", "It cannot be read: `callsheet check` says why.".to_owned()),
            Some(front) => (rendered_for(front.subject), clean(&front.about)),
            None if unused.contains(&it.full_name()) => {
                ("nothing", "No document, and nothing includes it.".to_owned())
            }
            None => ("other templates", String::new()),
        };
        [it.name.clone(), what.to_owned(), origin(templates, it).to_owned(), about]
    };
    let words = match templates.own_words() {
        Some(_) => "project, over the built-in",
        None if templates.is_copied(STRINGS) => "project, unchanged",
        None => "built in",
    };
    let words = [STRINGS, "all documents", words, "Titles, labels, words and units."].map(str::to_owned);
    let head = ["template", "for", "from", "about"].map(str::to_owned);
    let rows: Vec<[String; 4]> = [head].into_iter().chain(templates.all().map(row)).chain([words]).collect();
    aligned(&rows)
}

/// Where a template comes from, and what it does to the built-in one of its name.
fn origin(templates: &Templates, template: &Template) -> &'static str {
    match (template.layer, below(templates, template)) {
        (Layer::BuiltIn, _) if templates.is_copied(&template.name) => "project, unchanged",
        (Layer::BuiltIn, _) => "built in",
        (Layer::User, None) => "project",
        (Layer::User, Some(_)) => "project, over the built-in",
    }
}

/// The built-in template that one of the project overrides.
fn below<'a>(templates: &'a Templates, template: &Template) -> Option<&'a Template> {
    let is_below = |it: &&Template| it.layer == Layer::BuiltIn && it.name == template.name;
    templates.layers().find(is_below).filter(|_| template.layer == Layer::User)
}

/// The file that counts for a name, what it overrides, extends and uses, and its front matter.
pub(super) fn which(templates: &Templates, name: &str) -> Checked<String> {
    if file_named(name, [STRINGS].into_iter()).is_some() {
        let file = match templates.own_words() {
            Some(own) => format!("{}, entry by entry over the built-in", own.name),
            None => format!("built-in {STRINGS}"),
        };
        return Ok(aligned(&[row("file", file), row("for", "all documents".to_owned())]));
    }
    let template = template(templates, name)?;
    let mut rows = vec![row("file", clean(&template.source.name))];
    let names =
        |list: &[&Template]| list.iter().map(|it| clean(&it.source.name)).collect::<Vec<_>>().join(", ");
    if let Some(below) = below(templates, template) {
        rows.push(row("overrides", clean(&below.source.name)));
    } else if templates.is_copied(&template.name) {
        rows.push(row("copied to", format!("templates/{}, unchanged", template.name)));
    }
    let parents = templates.with_parents(template);
    let parts: Vec<&Template> = templates.with_parts(template);
    let is_part = |it: &&Template| !parents.iter().any(|other| other.full_name() == it.full_name());
    let parts: Vec<&Template> = parts.into_iter().filter(is_part).collect();
    let users: Vec<&Template> = templates.all().filter(|it| uses(templates, it, template)).collect();
    let lists = [("extends", &parents[1..]), ("parts", &parts), ("used by", &users)];
    rows.extend(lists.iter().filter(|it| !it.1.is_empty()).map(|(what, list)| row(what, names(list))));
    if let Some(front) = &template.front {
        rows.extend(described(front, &templates.sections(template)));
    }
    Ok(aligned(&rows))
}

fn described(front: &FrontMatter, sections: &[&str]) -> Vec<[String; 2]> {
    let mut rows = vec![
        row("document", front.kind.clone()),
        row("about", clean(&front.about)),
        row("for", rendered_for(front.subject).to_owned()),
        row("path", clean(&front.path.text)),
    ];
    rows.extend(front.when.iter().map(|it| row("when", clean(&it.text))));
    if !sections.is_empty() {
        rows.push(row("sections", sections.join(", ")));
    }
    rows
}

/// Whether a template extends or includes another one.
fn uses(templates: &Templates, template: &Template, other: &Template) -> bool {
    let parts = templates.with_parts(template);
    parts[1..].iter().any(|it| it.full_name() == other.full_name())
}

fn row(what: &str, text: String) -> [String; 2] {
    [what.to_owned(), text]
}
