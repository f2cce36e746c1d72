//! Loading templates: the built-in ones, and a folder of the user's.

use super::front::{self, Front};
use super::{BUILT_IN_STRINGS, Layer, STRINGS, Template, Templates, Words};
use crate::diagnostics::{Checked, Diagnostic, Origin, Source, any_error};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Templates {
    /// The built-in templates, and over them those of the user's folder, if there is one. An unchanged
    /// copy of a built-in template is the built-in template.
    pub fn load(user: Option<&Path>) -> Checked<Self> {
        let (templates, problems) = Self::read(user);
        if any_error(&problems) { Err(problems) } else { Ok(templates) }
    }

    /// The same, as far as they can be read, with everything that is wrong.
    pub fn read(user: Option<&Path>) -> (Self, Vec<Diagnostic>) {
        let (own, mut problems) = user.map(read_folder).unwrap_or_default();
        let (strings, own): (Vec<_>, Vec<_>) = own.into_iter().partition(|it| it.name == STRINGS);
        let is_copy = |it: &File| Self::built_in().any(|known| known == (it.name.as_str(), it.text.as_str()));
        let (copies, own): (Vec<_>, Vec<_>) = own.into_iter().partition(is_copy);
        let strings = strings.into_iter().next();
        let (same, strings) = match strings {
            Some(file) if file.text == BUILT_IN_STRINGS => (Some(file), None),
            other => (None, other),
        };
        let copies = copies.into_iter().chain(same).map(|it| it.name).collect();
        let built_in = Self::built_in().map(|it| template(File::of(it), Layer::BuiltIn));
        let own = own.into_iter().map(|it| template(it, Layer::User));
        let (mut all, found): (Vec<_>, Vec<_>) = built_in.chain(own).unzip();
        problems.extend(found.into_iter().flatten());
        all.sort_by(|one, other| (&one.name, one.layer).cmp(&(&other.name, other.layer)));
        inherit(&mut all);
        problems.extend(doubled(&all));
        let unread = strings.as_ref().is_some_and(|it| it.is_unread);
        let own_words = strings.map(|it| Source::new(format!("templates/{}", it.name), it.text));
        let readable = own_words.as_ref().filter(|_| !unread);
        let read = readable.map_or_else(|| Ok(Default::default()), |it| words(it, &all));
        let is_wordless = unread || read.is_err();
        let (words, found) = read.unwrap_or_else(|found| (Words::default(), found));
        problems.extend(found);
        (Self { all, words, own_words, copies, is_wordless }, problems)
    }
}

fn words(own: &Arc<Source>, templates: &[Template]) -> Checked<(Words, Vec<Diagnostic>)> {
    let kinds: Vec<&str> = templates.iter().filter_map(|it| Some(it.front.as_ref()?.kind.as_str())).collect();
    // Of a document that cannot be read it is not known what its titles are called.
    let all_known = templates.iter().all(|it| !it.is_unread);
    Words::load(own, all_known.then_some(&kinds))
}

/// A file of the folder of templates.
struct File {
    /// Its path below the folder, with `/`.
    name: String,
    text: String,
    /// Whether it is no text.
    is_unread: bool,
}

impl File {
    fn of((name, text): (&str, &str)) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), is_unread: false }
    }
}

fn template(file: File, layer: Layer) -> (Template, Vec<Diagnostic>) {
    let File { name, text, is_unread } = file;
    let shown = match layer {
        Layer::BuiltIn => format!("built-in {name}"),
        Layer::User => format!("templates/{name}"),
    };
    let source = Source::new(shown, text);
    if is_unread {
        return (Template { name, layer, source, front: None, body: 0..0, is_unread }, Vec::new());
    }
    let Front { matter, body, problems } = front::split(&source);
    let is_unread = !problems.is_empty();
    (Template { name, layer, source, front: matter, body, is_unread }, problems)
}

/// A user's template without front matter is the document that it overrides.
fn inherit(templates: &mut [Template]) {
    for index in 1..templates.len() {
        let (before, after) = templates.split_at_mut(index);
        let (built_in, own) = (&before[index - 1], &mut after[0]);
        if built_in.name == own.name && own.front.is_none() && !own.is_unread {
            own.front.clone_from(&built_in.front);
        }
    }
}

/// Two documents of one kind, of which neither overrides the other.
fn doubled(templates: &[Template]) -> Vec<Diagnostic> {
    let documents =
        || templates.iter().filter(|it| !it.is_unread).filter_map(|it| Some((it, it.front.as_ref()?)));
    let clash = |(at, (one, front)): (usize, (&Template, &super::FrontMatter))| {
        let (other, _) =
            documents().take(at).find(|(other, it)| it.kind == front.kind && other.name != one.name)?;
        let message = format!("`{}` and `{}` both make the document `{}`", other.name, one.name, front.kind);
        Some(Diagnostic::error(message).at(front.stated.clone()).hint("give one of them another `document:`"))
    };
    documents().enumerate().filter_map(clash).collect()
}

/// The templates and words below a folder, by name.
fn read_folder(folder: &Path) -> (Vec<File>, Vec<Diagnostic>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let root = match folder.canonicalize() {
        Ok(root) => root,
        Err(error) => return (found, vec![failed(folder, &error)]),
    };
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                problems.push(failed(&folder, &error));
                continue;
            }
        };
        for path in entries.flatten().map(|it| it.path()) {
            match sort(&root, &path) {
                Ok(Sort::Folder) => folders.push(path),
                Ok(Sort::Template) => match read_file(&root, &path) {
                    Ok((file, problem)) => {
                        found.push(file);
                        problems.extend(problem);
                    }
                    Err(problem) => problems.push(problem),
                },
                Ok(Sort::Misnamed(hint)) => {
                    let name = path.strip_prefix(&root).unwrap_or(&path).display();
                    let problem = Diagnostic::warning(format!("nothing reads `templates/{name}`"));
                    problems.push(problem.hint(hint));
                }
                Ok(Sort::Other) => {}
                Err(problem) => problems.push(problem),
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    (found, problems)
}

fn failed(path: &Path, why: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::environment(format!("cannot read the template `{}`: {why}", path.display()))
}

/// What an entry of the folder is.
enum Sort {
    Folder,
    Template,
    /// Meant for a template, most likely; with what to do about it.
    Misnamed(&'static str),
    Other,
}

fn sort(root: &Path, path: &Path) -> Result<Sort, Diagnostic> {
    let mut about = path.symlink_metadata().map_err(|error| failed(path, &error))?;
    if about.is_symlink() {
        let real = path.canonicalize().map_err(|error| failed(path, &error))?;
        if !real.starts_with(root) {
            return Err(failed(path, &"it leads out of the folder of templates"));
        }
        about = real.metadata().map_err(|error| failed(path, &error))?;
    }
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    let is_strings = path.strip_prefix(root).is_ok_and(|it| it == Path::new(STRINGS));
    Ok(match extension {
        _ if about.is_dir() => Sort::Folder,
        _ if (extension == "md" || is_strings) && about.is_file() => Sort::Template,
        _ if extension == "md" || is_strings => return Err(failed(path, &"it is no file")),
        "yaml" | "yml" => Sort::Misnamed("words stand in `templates/strings.yaml`"),
        "markdown" | "html" | "tera" | "jinja" | "jinja2" | "j2" => {
            Sort::Misnamed("give it a name that ends in `.md`")
        }
        _ => Sort::Other,
    })
}

/// A file as text with plain line ends, or what there is of it, and what is wrong with it.
fn read_file(root: &Path, path: &Path) -> Result<(File, Option<Diagnostic>), Diagnostic> {
    let bytes = std::fs::read(path).map_err(|error| failed(path, &error))?;
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).unwrap_or(path).iter().map(|it| it.to_str()).collect();
    let name = parts.ok_or_else(|| failed(path, &"its name is not UTF-8"))?.join("/");
    let valid = std::str::from_utf8(&bytes).err().map(|it| it.valid_up_to());
    let text = String::from_utf8_lossy(&bytes);
    let problem = valid.map(|valid| {
        let source = Source::new(format!("templates/{name}"), text.as_ref());
        let problem = Diagnostic::error(format!("byte {valid} is not UTF-8"));
        problem.at(Origin::new(&source, valid..valid + 1)).hint("save the file as UTF-8")
    });
    // Some editors write a mark before the first letter.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    Ok((File { name, text, is_unread: problem.is_some() }, problem))
}
