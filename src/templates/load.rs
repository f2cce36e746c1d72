//! Loading templates: the built-in ones, and a folder of the user's.

use super::{BUILT_IN_STRINGS, Layer, STRINGS, Template, Templates, Words, front};
use crate::diagnostics::{Checked, Diagnostic, Source};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Templates {
    /// The built-in templates, and over them those of the user's folder, if there is one. An unchanged
    /// copy of a built-in template is the built-in template.
    pub fn load(user: Option<&Path>) -> Checked<Self> {
        let mut problems = Vec::new();
        let mut templates = Vec::new();
        let built_in =
            Self::built_in().map(|(name, text)| (name.to_owned(), Layer::BuiltIn, text.to_owned()));
        let own = match user.map(read_folder).transpose() {
            Ok(own) => own.unwrap_or_default(),
            Err(found) => {
                problems.extend(found);
                Vec::new()
            }
        };
        let (strings, own): (Vec<_>, Vec<_>) = own.into_iter().partition(|it| it.0 == STRINGS);
        let is_copy = |name: &str, text: &str| Self::built_in().any(|it| it == (name, text));
        let (copies, own): (Vec<_>, Vec<_>) = own.into_iter().partition(|(name, text)| is_copy(name, text));
        let is_built_in = |it: &&(String, String)| it.1 == BUILT_IN_STRINGS;
        let copies = copies.iter().chain(strings.iter().filter(is_built_in)).map(|it| it.0.clone()).collect();
        let own = own.into_iter().map(|(name, text)| (name, Layer::User, text));
        for (name, layer, text) in built_in.chain(own) {
            match template(name, layer, text) {
                Ok(template) => templates.push(template),
                Err(found) => problems.extend(found),
            }
        }
        templates.sort_by(|one, other| (&one.name, one.layer).cmp(&(&other.name, other.layer)));
        inherit(&mut templates);
        problems.extend(doubled(&templates));
        let own_words = strings.into_iter().find(|it| it.1 != BUILT_IN_STRINGS);
        let own_words = own_words.map(|(name, text)| Source::new(format!("templates/{name}"), text));
        let words = words(own_words.as_ref(), &templates).unwrap_or_else(|found| {
            problems.extend(found);
            Words::default()
        });
        if problems.is_empty() {
            Ok(Self { all: templates, words, own_words, copies })
        } else {
            Err(problems)
        }
    }
}

fn words(own: Option<&Arc<Source>>, templates: &[Template]) -> Checked<Words> {
    let kinds: Vec<&str> = templates.iter().filter_map(|it| Some(it.front.as_ref()?.kind.as_str())).collect();
    own.map_or_else(|| Ok(Words::default()), |it| Words::load(it, &kinds))
}

fn template(name: String, layer: Layer, text: String) -> Checked<Template> {
    let shown = match layer {
        Layer::BuiltIn => format!("built-in {name}"),
        Layer::User => format!("templates/{name}"),
    };
    let source = Source::new(shown, text);
    let (front, body) = front::split(&source)?;
    Ok(Template { name, layer, source, front, body })
}

/// A user's template without front matter is the document that it overrides.
fn inherit(templates: &mut [Template]) {
    for index in 1..templates.len() {
        let (before, after) = templates.split_at_mut(index);
        let (built_in, own) = (&before[index - 1], &mut after[0]);
        if built_in.name == own.name && own.front.is_none() {
            own.front.clone_from(&built_in.front);
        }
    }
}

/// Two documents of one kind, of which neither overrides the other.
fn doubled(templates: &[Template]) -> Vec<Diagnostic> {
    let documents = || templates.iter().filter_map(|it| Some((it, it.front.as_ref()?)));
    let clash = |(at, (one, front)): (usize, (&Template, &super::FrontMatter))| {
        let (other, _) =
            documents().take(at).find(|(other, it)| it.kind == front.kind && other.name != one.name)?;
        let message = format!("`{}` and `{}` both make the document `{}`", other.name, one.name, front.kind);
        Some(Diagnostic::error(message).at(front.stated.clone()).hint("give one of them another `document:`"))
    };
    documents().enumerate().filter_map(clash).collect()
}

/// Names and texts of the files below a folder, by name.
fn read_folder(folder: &Path) -> Checked<Vec<(String, String)>> {
    let failed = |path: &Path, why: &dyn std::fmt::Display| {
        vec![Diagnostic::environment(format!("cannot read the template `{}`: {why}", path.display()))]
    };
    let root = folder.canonicalize().map_err(|error| failed(folder, &error))?;
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| failed(&folder, &error))? {
            let entry = entry.map_err(|error| failed(&folder, &error))?;
            let path = entry.path();
            let mut sort = entry.file_type().map_err(|error| failed(&path, &error))?;
            if sort.is_symlink() {
                let real = path.canonicalize().map_err(|error| failed(&path, &error))?;
                if !real.starts_with(&root) {
                    return Err(failed(&path, &"it leads out of the folder of templates"));
                }
                sort = real.metadata().map_err(|error| failed(&path, &error))?.file_type();
            }
            let is_template = path.extension().is_some_and(|it| it == "md");
            let is_strings = path.strip_prefix(&root).is_ok_and(|it| it == Path::new(STRINGS));
            match is_template || is_strings {
                _ if sort.is_dir() => folders.push(path),
                true if sort.is_file() => found.push(read_file(&root, &path)?),
                true => return Err(failed(&path, &"it is no file")),
                false => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

fn read_file(root: &Path, path: &Path) -> Checked<(String, String)> {
    let failed = |why: &dyn std::fmt::Display| {
        vec![Diagnostic::environment(format!("cannot read the template `{}`: {why}", path.display()))]
    };
    let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).unwrap_or(path).iter().map(|it| it.to_str()).collect();
    let name = parts.ok_or_else(|| failed(&"its name is not UTF-8"))?.join("/");
    Ok((name, text.replace("\r\n", "\n")))
}
