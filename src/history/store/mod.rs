//! Where a repository's objects and references are read from: the library, or the `git` program for the
//! formats that the library does not read.

mod lately;
mod delta;
mod packs;
mod inflate;
mod alone;
mod unpacker;
mod references;
mod library;
mod program;

pub(super) use lately::Lately;

use super::oid::Oid;
use lately::Content;
use library::Library;
use packs::Packs;
use program::Program;
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use unpacker::Unpacker;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Commit,
    Tree,
    Blob,
    Tag,
}

/// What keeps something from being read, for those who act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    NotFound,
    /// A revision that means more than one commit.
    Ambiguous,
    /// The head is a branch without a commit.
    Unborn,
    /// The folder belongs to another user.
    Owner,
    /// The library does not know the format, and there is no program that does.
    Format,
    Other,
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Error {
    pub(super) fault: Fault,
    pub(super) message: String,
}

impl Error {
    fn new(fault: Fault, message: impl Into<String>) -> Self {
        Self { fault, message: message.into() }
    }

    /// Of folders within folders that nobody made in earnest.
    pub(super) fn too_deep() -> Self {
        Self::new(Fault::Other, "the folders of a tree stand too deep within each other")
    }

    /// Of an object whose content is not what git writes.
    pub(super) fn damaged(id: Oid) -> Self {
        Self::new(Fault::Other, format!("object `{id}` is missing or damaged"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

type Result<T> = std::result::Result<T, Error>;

/// What a repository can be asked, whoever reads it.
trait Backend {
    /// The folder that all work trees of the repository share.
    fn common_folder(&self) -> &Path;

    fn is_bare(&self) -> bool;

    fn is_shallow(&self) -> bool;

    /// The packs, where objects may be read from them as well.
    fn packs(&self) -> Option<Packs>;

    fn read(&self, id: Oid) -> Result<(Kind, Vec<u8>)>;

    /// Kind and size in bytes.
    fn header(&self, id: Oid) -> Result<(Kind, usize)>;

    /// The commit that a revision names, as git reads it.
    fn resolve(&self, revision: &str) -> Result<Oid>;

    /// The full name of the reference that a short name means.
    fn full_name(&self, short: &str) -> Option<String>;

    /// What a reference points to, if that is another reference.
    fn symbolic_target(&self, name: &str) -> Option<String>;

    /// The address of the remote `origin`, as it is configured.
    fn origin(&self) -> Option<String>;

    /// The references whose full names begin like this, and the objects that they point to.
    fn references(&self, prefix: &str) -> Result<Vec<(String, Oid)>>;

    /// What is checked out: the full name of the branch, if it is one, and the commit.
    fn head(&self) -> Result<(Option<String>, Oid)>;

    /// Whether the attributes of a path make it text or binary for comparisons; `None` if its content decides.
    fn is_text(&self, path: &[u8]) -> Option<bool>;

    /// Whether files differ from the head, or are in no commit and not ignored, but for those below a folder.
    fn is_dirty(&self, apart: &str) -> Result<bool>;

    /// Whether git ignores a path of the work tree.
    fn ignores(&self, path: &str) -> bool;
}

/// A repository that is open for reading.
pub(super) struct Repository {
    place: PathBuf,
    backend: Box<dyn Backend>,
    packs: OnceCell<Option<Arc<Packs>>>,
    unpacker: OnceCell<Option<RefCell<Unpacker>>>,
}

/// What another thread needs to open the same repository.
pub(super) struct Again {
    place: PathBuf,
    packs: Option<Arc<Packs>>,
}

impl Again {
    /// Opens the repository, with the packs that are open already.
    pub(super) fn open(self) -> Result<Repository> {
        let repository = Repository::open(&self.place)?;
        drop(repository.packs.set(self.packs));
        Ok(repository)
    }
}

impl Repository {
    /// Opens the repository exactly at a place: a parent folder's repository is another repository.
    pub(super) fn open(place: &Path) -> Result<Self> {
        let opened = Library::open(place).map(|it| Box::new(it) as Box<dyn Backend>);
        let backend = match opened {
            Err(error) if error.fault == Fault::Format => Box::new(Program::open(place, &error)?),
            opened => opened?,
        };
        Ok(Self { place: place.to_path_buf(), backend, packs: OnceCell::new(), unpacker: OnceCell::new() })
    }

    /// The same repository for another thread.
    pub(super) fn again(&self) -> Again {
        Again { place: self.place.clone(), packs: self.packs() }
    }

    /// Whether there is a repository exactly at a place, readable or not.
    pub(super) fn stands_at(place: &Path) -> bool {
        !matches!(Library::open(place), Err(error) if error.fault == Fault::NotFound)
    }

    pub(super) fn common_folder(&self) -> &Path {
        self.backend.common_folder()
    }

    pub(super) fn is_bare(&self) -> bool {
        self.backend.is_bare()
    }

    pub(super) fn is_shallow(&self) -> bool {
        self.backend.is_shallow()
    }

    fn packs(&self) -> Option<Arc<Packs>> {
        self.packs.get_or_init(|| self.backend.packs().map(Arc::new)).clone()
    }

    pub(super) fn read(&self, id: Oid, kind: Kind) -> Result<Rc<Vec<u8>>> {
        match self.content(id)? {
            (found, data) if found == kind => Ok(data),
            _ => Err(Error::new(Fault::Other, format!("object `{id}` is not what it should be"))),
        }
    }

    /// From the packs if they have it.
    fn content(&self, id: Oid) -> Result<Content> {
        let direct = self.unpacker.get_or_init(|| Some(RefCell::new(Unpacker::new(self.packs()?))));
        let unpacked = direct.as_ref().and_then(|it| it.borrow_mut().read(id));
        unpacked.map_or_else(|| self.backend.read(id).map(|(kind, data)| (kind, Rc::new(data))), Ok)
    }

    /// Kind and size in bytes.
    pub(super) fn header(&self, id: Oid) -> Result<(Kind, usize)> {
        self.backend.header(id)
    }

    /// The commit that a revision names, as git reads it: a tag goes before a branch of the same name.
    pub(super) fn resolve(&self, revision: &str) -> Result<Oid> {
        self.backend.resolve(revision)
    }

    /// The full name of the reference that a short name means.
    pub(super) fn full_name(&self, short: &str) -> Option<String> {
        self.backend.full_name(short)
    }

    /// What a reference points to, if that is another reference.
    pub(super) fn symbolic_target(&self, name: &str) -> Option<String> {
        self.backend.symbolic_target(name)
    }

    /// The address of the remote `origin`, as it is configured; it may hold a password.
    pub(super) fn origin(&self) -> Option<String> {
        self.backend.origin()
    }

    /// The references whose full names begin like this, and the objects that they point to.
    pub(super) fn references(&self, prefix: &str) -> Result<Vec<(String, Oid)>> {
        self.backend.references(prefix)
    }

    /// What is checked out: the full name of the branch, if it is one, and the commit.
    pub(super) fn head(&self) -> Result<(Option<String>, Oid)> {
        self.backend.head()
    }

    /// Whether the attributes of a path make it text or binary for comparisons; `None` if its content decides.
    pub(super) fn is_text(&self, path: &[u8]) -> Option<bool> {
        self.backend.is_text(path)
    }

    /// Whether files differ from the head, or are in no commit and not ignored, but for those below a folder.
    pub(super) fn is_dirty(&self, apart: &str) -> Result<bool> {
        self.backend.is_dirty(apart)
    }

    /// Whether git ignores a path of the work tree.
    pub(super) fn ignores(&self, path: &str) -> bool {
        self.backend.ignores(path)
    }
}
