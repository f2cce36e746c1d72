//! Copies of built-in templates in a project: made, and compared with what they are copies of.

use super::{file_named, unknown};
use crate::cli::console::print;
use crate::cli::pipeline::shown;
use crate::cli::{Project, Settings};
use crate::diagnostics::{Checked, Diagnostic, Fault, Source, clean};
use crate::output::{self, Existing};
use crate::plan::{NamedText, read_texts};
use crate::templates::{BUILT_IN_STRINGS, Layer, STRINGS, Templates, Words};
use std::sync::Arc;

/// Copies built-in templates to where they override them. One that is there with another text is left
/// alone unless it may be replaced, and then none is copied.
pub(super) fn eject(
    settings: &Settings,
    project: &Project,
    (templates, names): (&Templates, &[String]),
    existing: Existing,
) -> Checked<()> {
    let files = files(templates, names)?;
    let folder = project.root.join("templates");
    let is_other =
        |(name, text): &(&str, &str)| std::fs::read(folder.join(name)).is_ok_and(|it| it != text.as_bytes());
    let there: Vec<Diagnostic> = files.iter().filter(|it| is_other(it)).map(|it| changed(it.0)).collect();
    if existing == Existing::Keep && !there.is_empty() {
        return Err(there);
    }
    for (name, text) in files {
        let path = folder.join(name);
        output::write_file(&path, text, Existing::Replace)?;
        settings.console.say(&format!("wrote {}", shown(&path, &settings.directory)));
    }
    Ok(())
}

fn changed(name: &str) -> Diagnostic {
    let problem = Diagnostic::error(format!("`templates/{name}` is there already, with another text"));
    let hint =
        format!("`callsheet templates diff {name}` shows what is changed in it, `--force` replaces it");
    Diagnostic { fault: Fault::Undecided, ..problem.hint(hint) }
}

/// Prints how copies differ from the built-in templates of today.
pub(super) fn diff(
    settings: &Settings,
    project: &Project,
    (templates, names): (&Templates, &[String]),
) -> Checked<()> {
    let overrides = |name: &str| project.root.join("templates").join(name).is_file();
    let wanted = files(templates, names)?;
    if let Some((name, _)) = wanted.iter().find(|it| !overrides(it.0)) {
        let problem = Diagnostic::usage(format!("`templates/{name}` is not there, so the built-in counts"));
        return Err(vec![problem.hint(format!("`callsheet templates eject {name}` copies it"))]);
    }
    let all = || built_in().filter(|it| overrides(it.0)).collect();
    let files: Vec<(&str, &str)> = if names.is_empty() { all() } else { wanted };
    let mut same = 0;
    for (name, text) in files {
        let own = templates.layers().find(|it| it.layer == Layer::User && it.name == name);
        let own = own.map(|it| &it.source);
        let words = templates.own_words().filter(|_| name == STRINGS);
        match own.or(words) {
            Some(own) => {
                let whole = || output::compared(("built-in", text), ("templates", &own.text), name);
                print(&words.and_then(changed_words).unwrap_or_else(whole))?;
            }
            None => same += 1,
        }
    }
    if same > 0 {
        let copies = if same == 1 { "1 copy is".to_owned() } else { format!("{same} copies are") };
        settings.console.say(&format!("{copies} as built in, and change nothing"));
    }
    Ok(())
}

/// The words of a project that are not as built in, entry by entry, which is how they count; `None` if they cannot
/// be read.
fn changed_words(own: &Arc<Source>) -> Option<String> {
    let built_in = Words::default();
    let mut lines = format!("--- built-in/{STRINGS}\n+++ templates/{STRINGS}\n");
    for NamedText { path, text, .. } in read_texts(own).ok()? {
        let known = built_in.text(&path);
        if known == Some(text.as_str()) {
            continue;
        }
        lines.extend(known.map(|it| format!("-{path}: {}\n", clean(it))));
        lines.extend([format!("+{path}: {}\n", clean(&text))]);
    }
    Some(lines)
}

fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
    Templates::built_in().chain([(STRINGS, BUILT_IN_STRINGS)])
}

/// The built-in files of some names or kinds of document; every unknown name is told.
fn files(templates: &Templates, names: &[String]) -> Checked<Vec<(&'static str, &'static str)>> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for name in names {
        let documents = templates.layers().filter(|it| it.layer == Layer::BuiltIn);
        let mut documents =
            documents.filter_map(|it| Some((it.name.as_str(), it.front.as_ref()?.kind.as_str())));
        let file = documents.find(|it| it.1 == name).map(|it| it.0);
        let file = file.or_else(|| file_named(name, built_in().map(|it| it.0)));
        match built_in().find(|it| Some(it.0) == file) {
            Some(file) => files.push(file),
            None => problems.extend(unknown(name, built_in().map(|it| it.0))),
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}
