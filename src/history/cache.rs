//! What commits changed, kept between two runs: one file for each repository, outside of it.
//!
//! A commit never changes, so that nothing here is ever out of date. The file is replaced as a whole, by renaming,
//! and has a checksum: one that is damaged, or of another version of this program, counts as absent. Two runs
//! that write at once lose each other's news at worst.

use super::oid::Oid;
use super::{Change, ChangeKind, Lines, Special};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How changes are found; to be raised whenever the same commit would give others.
const RECIPE: (&str, u32) = (env!("CARGO_PKG_VERSION"), 3);

/// With fewer commits to look up, or to keep, the file is not worth it.
const FEW: usize = 16;

/// So many bytes of the file are loaded in the time in which one commit is read from the repository.
const LOADED_FOR_ONE: u64 = 6 * 1024;

/// So many bytes are written again for one more commit.
const WRITTEN_FOR_ONE: u64 = 64 * 1024;

/// A larger file is nothing that this program wrote, in bytes.
const LARGEST: u64 = 512 * 1024 * 1024;

/// Longest file name, in bytes.
const LONGEST_NAME: usize = 200;

/// How the names of files begin that are still being written.
const UNFINISHED: &str = ".unfinished-";

/// A file that has been unfinished for longer never will be finished.
const ABANDONED: Duration = Duration::from_hours(1);

const CHECKSUM: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISCSI);

/// The changes of commits that were found before.
#[derive(Debug, Default)]
pub(super) struct Cache {
    file: Option<PathBuf>,
    kept: Kept,
    /// By commit, its place in what is kept.
    places: HashMap<Oid, usize>,
}

/// The content of the file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    paths: Vec<String>,
    commits: Vec<(Vec<u8>, Vec<Entry>)>,
}

/// A change, with the numbers of its paths.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    kind: ChangeKind,
    path: u32,
    from: Option<u32>,
    lines: Option<(u64, u64)>,
    special: Option<Special>,
}

impl Cache {
    /// What a folder keeps of the repository at a place, if that many commits are worth it.
    pub(super) fn load(folder: Option<&Path>, repository: &Path, commits: usize) -> Self {
        let Some(folder) = folder.filter(|_| commits >= FEW) else { return Self::default() };
        let file = folder.join(name(repository));
        if size(&file) > commits as u64 * LOADED_FOR_ONE {
            return Self::default();
        }
        let kept = read(&file).unwrap_or_default();
        let id = |(place, it): (usize, &(Vec<u8>, Vec<Entry>))| Some((Oid::from_bytes(&it.0)?, place));
        let places = kept.commits.iter().enumerate().filter_map(id).collect();
        Self { file: Some(file), kept, places }
    }

    /// What a commit changed, if that is kept.
    pub(super) fn changes(&self, id: Oid) -> Option<Vec<Change>> {
        let (_, entries) = self.kept.commits.get(*self.places.get(&id)?)?;
        let mut changes = Vec::with_capacity(entries.len());
        for entry in entries {
            changes.push(self.change(entry)?);
        }
        Some(changes)
    }

    fn change(&self, entry: &Entry) -> Option<Change> {
        let path = |number: u32| self.kept.paths.get(usize::try_from(number).ok()?).cloned();
        Some(Change {
            kind: entry.kind,
            path: path(entry.path)?,
            from: entry.from.map(|it| path(it).ok_or(())).transpose().ok()?,
            lines: entry.lines.map(|(added, removed)| Lines { added, removed }),
            tests: None,
            special: entry.special.clone(),
        })
    }

    /// Keeps what commits changed, if there are enough of them. What cannot be written is no problem of the user's.
    pub(super) fn save<'c>(self, news: impl Iterator<Item = (Oid, &'c [Change])>) {
        let Self { file: Some(file), mut kept, places, .. } = self else { return };
        let news: Vec<_> = news.filter(|it| !places.contains_key(&it.0)).collect();
        if news.len() < FEW || size(&file) > news.len() as u64 * WRITTEN_FOR_ONE {
            return;
        }
        let mut numbers = Numbers::of(&mut kept.paths);
        for (id, changes) in news {
            let entries = changes.iter().map(|it| numbers.entry(it)).collect();
            kept.commits.push((id.as_bytes().to_vec(), entries));
        }
        let _ = write(&file, &kept);
    }
}

/// Paths by number, and their numbers.
struct Numbers<'p> {
    paths: &'p mut Vec<String>,
    known: HashMap<String, u32>,
}

impl<'p> Numbers<'p> {
    fn of(paths: &'p mut Vec<String>) -> Self {
        let known = paths.iter().cloned().zip(0..).collect();
        Self { paths, known }
    }

    fn number(&mut self, path: &str) -> u32 {
        if let Some(number) = self.known.get(path) {
            return *number;
        }
        let number = u32::try_from(self.paths.len()).unwrap_or(u32::MAX);
        self.paths.push(path.to_owned());
        self.known.insert(path.to_owned(), number);
        number
    }

    fn entry(&mut self, change: &Change) -> Entry {
        Entry {
            kind: change.kind,
            path: self.number(&change.path),
            from: change.from.as_deref().map(|it| self.number(it)),
            lines: change.lines.map(|it| (it.added, it.removed)),
            special: change.special.clone(),
        }
    }
}

/// A file name for a repository; should two share one, nothing worse happens than that they share the file.
fn name(repository: &Path) -> String {
    let place = repository.canonicalize().unwrap_or_else(|_| repository.to_path_buf());
    let place = place.to_string_lossy();
    let place = place.trim_matches(['/', '\\']).trim_end_matches(".git").trim_end_matches(['/', '\\']);
    let plain: String = place.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
    format!("{}.facts", &plain[plain.len().saturating_sub(LONGEST_NAME)..])
}

/// In bytes; none if there is no file.
fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |it| it.len())
}

/// The content of a file; `None` if there is none that this program would write.
fn read(file: &Path) -> Option<Kept> {
    let bytes = (size(file) <= LARGEST).then(|| fs::read(file).ok())??;
    let ((version, recipe), kept): ((String, u32), Kept) =
        postcard::from_bytes_crc32(&bytes, CHECKSUM.digest()).ok()?;
    ((version.as_str(), recipe) == RECIPE).then_some(kept)
}

fn write(file: &Path, kept: &Kept) -> Option<()> {
    let bytes = postcard::to_allocvec_crc32(&(RECIPE, kept), CHECKSUM.digest()).ok()?;
    let folder = file.parent()?;
    fs::create_dir_all(folder).ok()?;
    let mut new = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).ok()?;
    new.write_all(&bytes).ok()?;
    let written = new.as_file().metadata().ok()?.modified().ok()?;
    new.persist(file).ok()?;
    sweep(folder, written)
}

/// Removes what runs left that were killed while they wrote. The time is that of a file just written, so that
/// both are by the clock of the file system.
fn sweep(folder: &Path, now: SystemTime) -> Option<()> {
    for entry in fs::read_dir(folder).ok()?.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        let Ok(data) = entry.metadata() else { continue };
        let age = data.modified().ok().and_then(|it| now.duration_since(it).ok());
        if is_ours && data.is_file() && age.is_some_and(|it| it > ABANDONED) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Some(())
}
