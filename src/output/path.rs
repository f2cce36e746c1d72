//! Which paths a page may have.

use crate::diagnostics::Diagnostic;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Longest name of a file or folder, in bytes.
const LONGEST: usize = 255;

/// Names that some systems keep for devices, beside the numbered ones.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Why no page may have this path, wherever the output is; `None` if one may.
pub fn refusal(path: &str) -> Option<Diagnostic> {
    let why = if path.is_empty() {
        Some("it is empty")
    } else if path.starts_with(['/', '\\', '~']) || path.get(1..2) == Some(":") {
        Some("it does not start in the output folder")
    } else {
        path.split('/').find_map(unfit)
    };
    why.map(|it| refused(path, it))
}

fn refused(path: &str, why: &str) -> Diagnostic {
    Diagnostic::error(format!("the output path `{path}` is refused: {why}"))
}

/// Looks for links that lead out of a root, at each folder once.
pub(super) struct Fence<'a> {
    root: &'a Path,
    /// Where the root really is; `None` if it is not there yet.
    real: Option<PathBuf>,
    /// Folders below the root that were looked at.
    known: HashSet<PathBuf>,
}

impl<'a> Fence<'a> {
    /// One around a root.
    pub(super) fn of(root: &'a Path) -> Self {
        Self { root, real: root.canonicalize().ok(), known: HashSet::new() }
    }

    /// Why no page may have this path below the root; `None` if one may.
    pub(super) fn refusal(&mut self, path: &str) -> Option<Diagnostic> {
        refusal(path).or_else(|| {
            let link = self.leads_out(path)?;
            let why = format!("`{}` is a link that leads out of the output folder", link.display());
            Some(refused(path, &why))
        })
    }

    /// The first part of a path that is a link to somewhere outside the root.
    fn leads_out(&mut self, path: &str) -> Option<PathBuf> {
        let real = self.real.as_deref()?;
        let mut at = self.root.to_owned();
        for part in path.split('/') {
            at.push(part);
            if self.known.contains(&at) {
                continue;
            }
            let is_link = at.symlink_metadata().is_ok_and(|it| it.file_type().is_symlink());
            if is_link && !at.canonicalize().is_ok_and(|it| is_inside(&it, real)) {
                return Some(at);
            }
            self.known.insert(at.clone());
        }
        None
    }
}

fn unfit(part: &str) -> Option<&'static str> {
    let stem = part.split('.').next().unwrap_or(part).to_lowercase();
    match part {
        "" | "." => Some("it has an empty part"),
        ".." => Some("it climbs with `..`"),
        _ if part.eq_ignore_ascii_case(".git") => Some("it is inside a repository's own folder"),
        _ if part.len() > LONGEST => Some("a name in it is too long"),
        _ if part.contains(|it: char| it.is_control() || r#"\:*?"<>|"#.contains(it)) => {
            Some("it has a letter that file names cannot have everywhere")
        }
        _ if part.ends_with(['.', ' ']) => Some("a name in it ends in a point or a space"),
        _ if is_device(&stem) => Some("a name in it is that of a device"),
        _ => None,
    }
}

fn is_device(stem: &str) -> bool {
    let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_digit = |it: &str| it.len() == 1 && it.bytes().all(|it| it.is_ascii_digit());
    RESERVED.contains(&stem.trim_end()) || number.is_some_and(|it| is_digit(it.trim_end()))
}

/// Whether a place is below a root, and not in a repository's own folder there.
fn is_inside(place: &Path, root: &Path) -> bool {
    let own = |it: &std::ffi::OsStr| it.eq_ignore_ascii_case(".git");
    place.strip_prefix(root).is_ok_and(|it| !it.iter().any(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_the_folder_are_refused() {
        let mut fence = Fence::of(Path::new("out"));
        for path in [
            "",
            "../x",
            "a/../../x",
            "/x",
            "~/x",
            "C:/x",
            "a//b",
            "a\0b",
            "a\nb",
            "con.md",
            "x. ",
            ".git/x",
            "a/./b",
            "\\\\host\\x",
            "LPT9.md",
            "a/com7",
            ".GIT/x",
        ] {
            assert!(fence.refusal(path).is_some(), "{path:?}");
        }
        assert!(fence.refusal("a/b_c-1.md").is_none());
    }
}
