//! Reading through libgit2.

use super::references::{self, Target};
use super::{Backend, Error, Fault, Kind, Oid, Packs, Result};
use git2::{
    AttrCheckFlags, AttrValue, ErrorCode, ObjectType, Odb, Reference, Repository, RepositoryOpenFlags,
    StatusOptions,
};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Once;

/// A repository in a format that libgit2 knows.
pub(super) struct Library {
    repository: Repository,
}

impl Library {
    pub(super) fn open(place: &Path) -> Result<Self> {
        static TRUST_OBJECT_IDS: Once = Once::new();
        TRUST_OBJECT_IDS.call_once(|| git2::opts::strict_hash_verification(false));
        let nowhere = std::iter::empty::<&Path>();
        let repository = Repository::open_ext(place, RepositoryOpenFlags::NO_SEARCH, nowhere)?;
        Ok(Self { repository })
    }

    fn odb(&self) -> Result<Odb<'_>> {
        Ok(self.repository.odb()?)
    }
}

impl Backend for Library {
    fn common_folder(&self) -> &Path {
        self.repository.commondir()
    }

    fn is_bare(&self) -> bool {
        self.repository.is_bare()
    }

    fn is_shallow(&self) -> bool {
        self.repository.is_shallow()
    }

    fn packs(&self) -> Option<Packs> {
        Some(Packs::open(self.common_folder().join("objects")))
    }

    fn read(&self, id: Oid) -> Result<(Kind, Vec<u8>)> {
        let odb = self.odb()?;
        let object = odb.read(foreign(id)?)?;
        Ok((kind(object.kind())?, object.data().to_vec()))
    }

    fn header(&self, id: Oid) -> Result<(Kind, usize)> {
        let (size, found) = self.odb()?.read_header(foreign(id)?)?;
        Ok((kind(found)?, size))
    }

    fn resolve(&self, revision: &str) -> Result<Oid> {
        let object = self.repository.revparse_single(revision)?;
        own(object.peel(ObjectType::Commit)?.id())
    }

    fn full_name(&self, short: &str) -> Option<String> {
        let reference = self.repository.resolve_reference_from_short_name(short).ok()?;
        Some(name(&reference))
    }

    fn symbolic_target(&self, name: &str) -> Option<String> {
        let reference = self.repository.find_reference(name).ok()?;
        Some(reference.symbolic_target().ok()??.to_owned())
    }

    fn origin(&self) -> Option<String> {
        self.repository.config().ok()?.get_string("remote.origin.url").ok()
    }

    fn references(&self, prefix: &str) -> Result<Vec<(String, Oid)>> {
        let found = references::below(self.common_folder(), prefix).into_iter();
        let resolved = |(name, target): (String, Target)| match target {
            Target::Object(id) => Some((name, id)),
            Target::Symbolic => {
                let reference = self.repository.find_reference(&name).ok()?.resolve().ok()?;
                Some((name, own(reference.target()?).ok()?))
            }
        };
        Ok(found.filter_map(resolved).collect())
    }

    fn head(&self) -> Result<(Option<String>, Oid)> {
        let head = self.repository.head()?;
        let commit = own(head.peel_to_commit()?.id())?;
        Ok((head.is_branch().then(|| name(&head)), commit))
    }

    fn is_text(&self, path: &[u8]) -> Option<bool> {
        let flags = AttrCheckFlags::FILE_THEN_INDEX;
        let value = self.repository.get_attr_bytes(&path_of(path), "diff", flags).ok()?;
        match AttrValue::from_bytes(value) {
            AttrValue::True => Some(true),
            AttrValue::False => Some(false),
            _ => None,
        }
    }

    fn is_dirty(&self, apart: &str) -> Result<bool> {
        let mut options = StatusOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true).include_ignored(false);
        let statuses = self.repository.statuses(Some(&mut options))?;
        let below = format!("{apart}/");
        Ok(statuses.iter().any(|it| !it.path_bytes().starts_with(below.as_bytes())))
    }

    fn ignores(&self, path: &str) -> bool {
        self.repository.is_path_ignored(path).unwrap_or(false)
    }
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> Cow<'_, Path> {
    use std::os::unix::ffi::OsStrExt;
    Path::new(std::ffi::OsStr::from_bytes(bytes)).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Cow<'_, Path> {
    Path::new(&*String::from_utf8_lossy(bytes)).to_path_buf().into()
}

fn name(reference: &Reference<'_>) -> String {
    String::from_utf8_lossy(reference.name_bytes()).into_owned()
}

fn own(id: git2::Oid) -> Result<Oid> {
    Oid::from_bytes(id.as_bytes()).ok_or_else(|| Error::new(Fault::Format, "an object id of unknown length"))
}

fn foreign(id: Oid) -> Result<git2::Oid> {
    Ok(git2::Oid::from_bytes(id.as_bytes())?)
}

fn kind(kind: ObjectType) -> Result<Kind> {
    match kind {
        ObjectType::Commit => Ok(Kind::Commit),
        ObjectType::Tree => Ok(Kind::Tree),
        ObjectType::Blob => Ok(Kind::Blob),
        ObjectType::Tag => Ok(Kind::Tag),
        ObjectType::Any => Err(Error::new(Fault::Other, "an object of unknown kind")),
    }
}

impl From<git2::Error> for Error {
    fn from(error: git2::Error) -> Self {
        let message = error.message();
        let fault = match error.code() {
            ErrorCode::NotFound => Fault::NotFound,
            ErrorCode::Ambiguous => Fault::Ambiguous,
            ErrorCode::UnbornBranch => Fault::Unborn,
            ErrorCode::Owner => Fault::Owner,
            _ if message.contains("object format") || message.contains("extension") => Fault::Format,
            _ => Fault::Other,
        };
        Self::new(fault, message)
    }
}
