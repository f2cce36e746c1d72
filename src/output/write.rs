//! Writing, checking and comparing.

use super::path::Fence;
use crate::diagnostics::{Checked, Diagnostic, Fault};
use similar::TextDiff;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What to do with pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Bring the files up to date.
    Write,
    /// Write those that are not there; if one is there with another text, write none and say so.
    Add,
    /// Name those that are not.
    Check,
    /// Show what would change.
    Diff,
}

/// What to do with a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave it, and say so.
    Keep,
    /// Replace it.
    Replace,
}

/// What was done, or would be.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Paths that were written.
    pub written: Vec<String>,
    /// How many files were right already.
    pub unchanged: usize,
    /// Paths that are not up to date, when nothing is written.
    pub stale: Vec<String>,
    /// The difference, when it was asked for.
    pub diff: String,
}

/// Brings pages, given as path and text, up to date below a root, or compares them with what is there.
///
/// Every path is checked before the first byte is written. A file that is right is not touched.
pub fn write(root: &Path, pages: &[(String, String)], mode: Mode) -> Checked<Report> {
    let paths: Vec<&str> = pages.iter().map(|it| it.0.as_str()).collect();
    let place = Place::of(root, &paths)?;
    let (mut report, mut stale, mut problems) = (Report::default(), Vec::new(), Vec::new());
    for (path, text) in pages {
        match place.held(path, text) {
            Ok(Held::Same) => report.unchanged += 1,
            Ok(Held::Other) if mode == Mode::Add => problems.push(other_text(&root.join(path))),
            Ok(_) => stale.push((path, text)),
            Err(found) => problems.push(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    for (path, text) in stale {
        match mode {
            Mode::Check => report.stale.push(path.clone()),
            Mode::Diff => {
                report.diff.push_str(&place.difference(path, text));
                report.stale.push(path.clone());
            }
            Mode::Write | Mode::Add => match place.replace(path, text) {
                Ok(()) => report.written.push(path.clone()),
                Err(problem) => problems.push(problem),
            },
        }
    }
    place.settle(&report.written);
    if problems.is_empty() { Ok(report) } else { Err(problems) }
}

/// A file that may hold what somebody changed by hand.
fn other_text(file: &Path) -> Diagnostic {
    let message = format!("`{}` is there already, with another text", file.display());
    let problem = Diagnostic::error(message).hint("`--diff` shows the difference, `--force` replaces it");
    Diagnostic { fault: Fault::Undecided, ..problem }
}

/// A root with the files below it that pages go to, whose paths are all fit to be written to.
pub struct Place {
    root: PathBuf,
}

/// What a file holds, beside the text of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// There is no such file.
    Nothing,
    /// That text.
    Same,
    /// Another text.
    Other,
}

impl Place {
    /// The place of pages with these paths; everything that is wrong with the paths is told.
    pub fn of(root: &Path, paths: &[&str]) -> Checked<Self> {
        let mut problems = nested(paths);
        let mut seen: HashMap<String, &str> = HashMap::with_capacity(paths.len());
        let mut fence = Fence::of(root);
        for path in paths {
            if let Some(other) = seen.insert(path.to_lowercase(), path) {
                let message = format!("two documents go to `{path}` (the other to `{other}`)");
                problems.push(Diagnostic::error(message));
            }
            problems.extend(fence.refusal(path));
        }
        if problems.is_empty() { Ok(Self { root: root.to_owned() }) } else { Err(problems) }
    }

    /// What the file of a page holds.
    pub fn held(&self, path: &str, text: &str) -> Result<Held, Diagnostic> {
        Ok(match current(&self.root.join(path))? {
            None => Held::Nothing,
            Some(old) if old == text.as_bytes() => Held::Same,
            Some(_) => Held::Other,
        })
    }

    /// What would change in the file of a page, as a unified diff.
    pub fn difference(&self, path: &str, text: &str) -> String {
        let old = fs::read(self.root.join(path)).ok();
        let from = if old.is_some() { format!("a/{path}") } else { "/dev/null".to_owned() };
        let old = String::from_utf8_lossy(old.as_deref().unwrap_or_default());
        TextDiff::from_lines(&*old, text).unified_diff().header(&from, &format!("b/{path}")).to_string()
    }

    /// Replaces the file of a page whole.
    pub fn replace(&self, path: &str, text: &str) -> Result<(), Diagnostic> {
        let file = self.root.join(path);
        replace(&file, text).map_err(|error| failed("write", &file, &error))
    }

    /// Flushes the folders of files that were replaced, each once.
    pub fn settle(&self, paths: &[String]) {
        let folders: BTreeSet<&str> =
            paths.iter().map(|it| it.rsplit_once('/').map_or("", |it| it.0)).collect();
        for folder in folders {
            settle(&self.root.join(folder));
        }
    }
}

/// Pages whose path is a folder of another page.
fn nested(paths: &[&str]) -> Vec<Diagnostic> {
    let files: HashMap<String, &str> = paths.iter().map(|path| (path.to_lowercase(), *path)).collect();
    let clash = |path: &&str| {
        let lower = path.to_lowercase();
        let mut folders = lower.match_indices('/').map(|(at, _)| &lower[..at]);
        let file = folders.find_map(|it| files.get(it))?;
        Some(Diagnostic::error(format!("`{file}` is both a document and the folder of `{path}`")))
    };
    paths.iter().filter_map(clash).collect()
}

/// What is in a file; `None` only if there is no such file.
fn current(file: &Path) -> Result<Option<Vec<u8>>, Diagnostic> {
    match fs::metadata(file) {
        Ok(kind) if !kind.is_file() => {
            Err(Diagnostic::error(format!("`{}` is in the way: it is no file", file.display())))
        }
        Ok(_) => fs::read(file).map(Some).map_err(|error| failed("read", file, &error)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("read", file, &error)),
    }
}

fn failed(verb: &str, file: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::environment(format!("cannot {verb} `{}`: {error}", file.display()))
}

/// How one text differs from another, as a unified diff; each stands in a folder, under the same name.
pub fn compared(one: (&str, &str), other: (&str, &str), name: &str) -> String {
    let diff = TextDiff::from_lines(one.1, other.1);
    diff.unified_diff().header(&format!("{}/{name}", one.0), &format!("{}/{name}", other.0)).to_string()
}

/// Replaces a file whole: a temporary file beside it is filled, flushed to disk and renamed over it.
fn replace(file: &Path, text: &str) -> std::io::Result<()> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temporary = temporary(file).tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    temporary.as_file().sync_all()?;
    temporary.persist(file).map_err(|it| it.error)?;
    Ok(())
}

/// Flushes a folder to disk. Not every system can; the files in it are safe by then.
fn settle(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|it| it.sync_all());
}

/// A file to be, with the mode of the one that it replaces, or that of any new file.
fn temporary(file: &Path) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".callsheet-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let new = || fs::Permissions::from_mode(0o666);
        builder.permissions(fs::metadata(file).map_or_else(|_| new(), |it| it.permissions()));
    }
    builder
}

/// Writes one file that the user named.
pub fn write_file(file: &Path, text: &str, existing: Existing) -> Checked<()> {
    let old = current(file).map_err(|it| vec![it])?;
    if old.is_some() && existing == Existing::Keep {
        let mut problem = Diagnostic::error(format!("`{}` is there already", file.display()));
        problem.fault = Fault::Undecided;
        return Err(vec![problem.hint("move it away, or work on that one")]);
    }
    if old.as_deref() == Some(text.as_bytes()) {
        return Ok(());
    }
    replace(file, text).map_err(|error| vec![failed("write", file, &error)])?;
    settle(file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new(".")));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    #[test]
    fn nothing_is_written_if_one_path_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let pages = [page("a.md", "a\n"), page("../b.md", "b\n")];
        assert!(write(folder.path(), &pages, Mode::Write).is_err());
        assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
    }

    #[test]
    fn two_pages_on_one_path_are_refused_even_in_other_letters() {
        let folder = tempfile::tempdir().unwrap();
        let problems =
            write(folder.path(), &[page("a.md", "1"), page("A.md", "2")], Mode::Write).unwrap_err();
        assert!(problems[0].message.contains("two documents"), "{}", problems[0].message);
    }

    #[test]
    fn a_page_that_is_the_folder_of_another_is_refused_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let pages = [page("A/b.md", "1"), page("c.md", "2"), page("a", "3")];
        let problems = write(folder.path(), &pages, Mode::Write).unwrap_err();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("`a`") && problems[0].message.contains("`A/b.md`"));
        assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
    }

    #[test]
    fn a_file_that_is_not_utf_8_is_stale_even_if_it_looks_the_same() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.md"), b"\xff\n").unwrap();
        let report = write(folder.path(), &[page("a.md", "\u{fffd}\n")], Mode::Check).unwrap();
        assert_eq!(report.stale, ["a.md"]);
    }

    #[test]
    fn a_folder_in_the_way_is_an_error_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a.md")).unwrap();
        assert!(write(folder.path(), &[page("a.md", "x")], Mode::Write).is_err());
        assert!(folder.path().join("a.md").is_dir());
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_are_refused_and_hard_links_keep_their_bytes() {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
        assert!(write(folder.path(), &[page("out/a.md", "x")], Mode::Write).is_err());
        assert!(fs::read_dir(outside.path()).unwrap().next().is_none());

        let victim = outside.path().join("victim");
        fs::write(&victim, "kept").unwrap();
        fs::hard_link(&victim, folder.path().join("b.md")).unwrap();
        write(folder.path(), &[page("b.md", "new")], Mode::Write).unwrap();
        assert_eq!(fs::read_to_string(victim).unwrap(), "kept");
        assert_eq!(fs::read_to_string(folder.path().join("b.md")).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn the_mode_of_a_file_survives_and_no_temporary_file_is_left() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        write(folder.path(), &[page("a.md", "new")], Mode::Write).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
