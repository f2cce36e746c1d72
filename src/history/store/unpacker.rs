//! Reading of objects straight from packs, with the bases of deltas at hand, and from files of their own.
//!
//! What is in neither, what is large and what is damaged is left to the library, so that it is read, or refused, as
//! everywhere else.

use super::inflate::Inflater;
use super::lately::{Content, Lately};
use super::packs::{Packs, Place};
use super::{Kind, Oid};
use super::{alone, delta};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// How many bytes of bases are kept at most.
const MOST_KEPT: usize = 12 * 1024 * 1024;

/// The most bytes that an object may have, as it is and as it stands in the pack, and all deltas that lead to it together.
pub(super) const LARGEST: usize = MOST_KEPT;

/// How many bytes are read at first: most of what stands in a pack has fewer.
const USUAL: usize = 4_096;

/// What does not get smaller by compression gets larger by no more than a thousandth, and by this with its header.
const LEAST: usize = 128;

/// Deltas that lead to an object, at most; git makes no more.
const DEEPEST: usize = 4_096;

/// Reads the packs of a repository for one thread.
pub(super) struct Unpacker {
    packs: Arc<Packs>,
    bases: Lately<Place>,
    inflater: Inflater,
    /// The pack in which the last object was found.
    last: usize,
    /// What is being inflated.
    packed: Vec<u8>,
    /// The deltas that lead to the object that is being read, one after the other.
    deltas: Vec<u8>,
}

/// What stands in a pack in front of the compressed bytes of an object.
struct Header<'d> {
    form: Form<'d>,
    /// Bytes of what is compressed.
    size: usize,
}

/// How an object is written.
enum Form<'d> {
    Whole(Kind),
    /// As a delta, with the distance to its base.
    Behind(u64),
    /// As a delta, with the id of its base.
    Named(&'d [u8; 20]),
}

impl Unpacker {
    pub(super) fn new(packs: Arc<Packs>) -> Self {
        Self {
            packs,
            bases: Lately::of(MOST_KEPT),
            inflater: Inflater::new(),
            last: 0,
            packed: Vec::new(),
            deltas: Vec::new(),
        }
    }

    /// The object; `None` if it is to be read elsewhere.
    pub(super) fn read(&mut self, id: Oid) -> Option<Content> {
        let Some(place) = self.packs.find(id, self.last) else {
            return alone::read(&self.packs.objects, id, &mut self.inflater);
        };
        self.last = place.pack;
        self.at(place)
    }

    /// Goes from delta to base until there is something whole, and back again.
    fn at(&mut self, place: Place) -> Option<Content> {
        let mut way: Vec<(Place, Range<usize>)> = Vec::new();
        self.deltas.clear();
        let mut next = place;
        let mut content = loop {
            if let Some(known) = self.bases.find(next) {
                break known;
            }
            if way.len() == DEEPEST {
                return None;
            }
            match self.entry(next)? {
                Ok(whole) => break whole,
                Err((base, delta)) => {
                    way.push((next, delta));
                    next = base;
                }
            }
        };
        while let Some((place, delta)) = way.pop() {
            let made = delta::apply(&content.1, self.deltas.get(delta)?, LARGEST)?;
            content.1 = Rc::new(made);
            self.bases.keep(place, content.clone());
        }
        Some(content)
    }

    /// What stands at a place: a whole object, or the place of a base and where the delta is now.
    fn entry(&mut self, place: Place) -> Option<Result<Content, (Place, Range<usize>)>> {
        self.packs.fetch(place, USUAL, &mut self.packed)?;
        let size = Header::parse(&self.packed)?.0.size;
        if size + size / 1_000 + LEAST > USUAL {
            self.packs.fetch(place, size + size / 1_000 + USUAL, &mut self.packed)?;
        }
        let (header, packed) = Header::parse(&self.packed)?;
        let base = match header.form {
            Form::Whole(kind) => {
                let mut data = vec![0; header.size];
                self.inflater.fill(packed, &mut data)?;
                let content = (kind, Rc::new(data));
                self.bases.keep(place, content.clone());
                return Some(Ok(content));
            }
            Form::Behind(distance) => Place { at: place.at.checked_sub(distance)?, ..place },
            Form::Named(id) => self.packs.beside(place, id)?,
        };
        let from = self.deltas.len();
        let end = from.checked_add(header.size).filter(|it| *it <= LARGEST)?;
        self.deltas.resize(end, 0);
        self.inflater.fill(packed, &mut self.deltas[from..])?;
        Some(Err((base, from..end)))
    }
}

impl<'d> Header<'d> {
    /// The header, and the bytes that follow it; `None` if it is broken, or tells of something too large.
    fn parse(entry: &'d [u8]) -> Option<(Self, &'d [u8])> {
        let (first, mut rest) = entry.split_first()?;
        let (mut size, mut shift, mut byte) = (usize::from(first & 0x0f), 4, *first);
        while byte & 0x80 != 0 {
            (byte, rest) = rest.split_first().map(|it| (*it.0, it.1))?;
            size |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if size > LARGEST || shift > 25 {
                return None;
            }
        }
        let (form, rest) = Form::parse(first >> 4 & 7, rest)?;
        Some((Self { form, size }, rest))
    }
}

impl<'d> Form<'d> {
    fn parse(number: u8, rest: &'d [u8]) -> Option<(Self, &'d [u8])> {
        let kind = match number {
            1 => Kind::Commit,
            2 => Kind::Tree,
            3 => Kind::Blob,
            4 => Kind::Tag,
            6 => return distance(rest).map(|(distance, rest)| (Self::Behind(distance), rest)),
            7 => return rest.split_first_chunk().map(|(id, rest)| (Self::Named(id), rest)),
            _ => return None,
        };
        Some((Self::Whole(kind), rest))
    }
}

/// In groups of seven bits, the highest first; each further group counts from one more.
fn distance(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut distance = 0u64;
    for (index, byte) in bytes.iter().enumerate() {
        distance |= u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((distance, &bytes[index + 1..]));
        }
        distance = distance.checked_add(1)?.checked_mul(0x80)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::Repository;
    use super::*;
    use std::io::Write;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};

    fn git(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
        let mut command = Command::new("git");
        command
            .current_dir(folder)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null");
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A small generator of numbers: the same on every machine.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % limit
        }
    }

    /// Commits that change a line of one file each, a tag, an empty file, and one that is too large.
    fn repository(random: &mut Random, branch: &str) -> Vec<u8> {
        let mut stream = Vec::new();
        let mut files = vec![vec![0; 80]; 4];
        for number in 0..60 {
            let file = random.below(files.len());
            let line = random.below(80);
            files[file][line] = random.below(1_000_000);
            let head = format!("commit refs/heads/{branch}\ncommitter A <a@b> {number} +0000\ndata 1\nx\n");
            stream.extend(head.into_bytes());
            for (name, lines) in files.iter().enumerate() {
                let lines: Vec<String> = lines.iter().map(|it| format!("line {it} of {branch}")).collect();
                let text = lines.join("\n");
                stream.extend(format!("M 644 inline in/{name}\ndata {}\n{text}\n", text.len()).into_bytes());
            }
        }
        stream.extend(b"M 644 inline empty\ndata 0\n\n");
        stream.extend(format!("M 644 inline large\ndata {}\n", LARGEST + 1).into_bytes());
        stream.extend(vec![b'a'; LARGEST + 1]);
        let tag = format!("\ntag {branch}\nfrom refs/heads/{branch}\ntagger A <a@b> 0 +0000\ndata 1\nx\n");
        stream.extend(tag.into_bytes());
        stream
    }

    fn sandbox() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "-q"], b"");
        let mut random = Random(3);
        let import = ["-c", "fastimport.unpackLimit=1", "fast-import", "--quiet"];
        git(folder.path(), &import, &repository(&mut random, "one"));
        git(folder.path(), &import, &repository(&mut random, "two"));
        folder
    }

    fn ids(folder: &Path) -> Vec<Oid> {
        let listed = git(folder, &["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"], b"");
        listed.lines().map(|it| Oid::from_str(it).unwrap()).collect()
    }

    fn unpacker(repository: &Repository) -> Option<Unpacker> {
        repository.packs().map(Unpacker::new)
    }

    /// How many objects are read as the library reads them; the others are left to it.
    fn agree(folder: &Path, ids: &[Oid]) -> usize {
        let repository = Repository::open(folder).unwrap();
        let Some(mut unpacker) = unpacker(&repository) else { return 0 };
        let found = ids.iter().filter_map(|id| Some((id, unpacker.read(*id)?)));
        let same = |(id, (kind, data)): (&Oid, Content)| {
            assert_eq!(repository.backend.read(*id), Ok((kind, data.to_vec())), "{id}");
        };
        found.map(same).count()
    }

    /// How many objects of each form there are: whole, with a distance, with an id.
    fn forms(folder: &Path, ids: &[Oid]) -> [usize; 3] {
        let packs = Repository::open(folder).unwrap().packs().unwrap();
        let mut forms = [0; 3];
        for place in ids.iter().filter_map(|it| packs.find(*it, 0)) {
            let mut packed = Vec::new();
            packs.fetch(place, USUAL, &mut packed).unwrap();
            match Header::parse(&packed).map(|it| it.0.form) {
                Some(Form::Whole(_)) => forms[0] += 1,
                Some(Form::Behind(_)) => forms[1] += 1,
                Some(Form::Named(_)) => forms[2] += 1,
                None => {}
            }
        }
        forms
    }

    #[test]
    fn objects_of_all_forms_and_in_several_packs_are_read_as_the_library_reads_them() {
        let sandbox = sandbox();
        let folder = sandbox.path();
        let packed = ids(folder);
        // Both branches have the large file and the empty one, which is the same.
        let readable = packed.len() - 1;
        assert!(readable > 300);
        assert_eq!(agree(folder, &packed), readable);
        git(folder, &["repack", "-adfq", "--depth=50"], b"");
        assert_eq!(agree(folder, &packed), readable);
        let [whole, behind, named] = forms(folder, &packed);
        assert!(whole > 0 && behind > 100 && named == 0, "{whole} {behind} {named}");
        git(folder, &["-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"], b"");
        assert_eq!(agree(folder, &packed), readable);
        let [whole, behind, named] = forms(folder, &packed);
        assert!(whole > 0 && behind == 0 && named > 100, "{whole} {behind} {named}");
        git(folder, &["hash-object", "-w", "--stdin"], b"loose\n");
        let all = ids(folder);
        assert_eq!((all.len(), agree(folder, &all)), (packed.len() + 1, readable + 1));
    }

    #[test]
    fn objects_in_files_of_their_own_are_read_as_the_library_reads_them_and_damaged_ones_are_not() {
        let sandbox = sandbox();
        let folder = sandbox.path();
        let pack = std::fs::read(file(folder, "pack")).unwrap();
        let other = tempfile::tempdir().unwrap();
        git(other.path(), &["init", "-q"], b"");
        git(other.path(), &["unpack-objects", "-q"], &pack);
        let ids = ids(other.path());
        assert!(ids.len() > 150);
        let large = ids.len() - agree(other.path(), &ids);
        assert!(large < 2, "{large}");
        let mut random = Random(9);
        for id in &ids {
            let name = id.to_string();
            let file = other.path().join(".git/objects").join(&name[..2]).join(&name[2..]);
            let mut damaged = std::fs::read(&file).unwrap();
            let at = random.below(damaged.len());
            damaged[at] ^= 1 << random.below(8);
            put(&file, &damaged[..damaged.len() - random.below(2)]);
        }
        agree(other.path(), &ids);
    }

    fn file(folder: &Path, extension: &str) -> PathBuf {
        let mut files = folder.join(".git/objects/pack").read_dir().unwrap().map(|it| it.unwrap().path());
        files.find(|it| it.extension().is_some_and(|it| it == extension)).unwrap()
    }

    #[test]
    fn cut_and_changed_packs_never_give_what_the_library_does_not() {
        let sandbox = sandbox();
        let folder = sandbox.path();
        git(folder, &["repack", "-adfq", "--depth=50"], b"");
        let ids = ids(folder);
        let mut random = Random(5);
        let mut read = Vec::new();
        for round in 0..120 {
            let file = file(folder, ["pack", "pack", "idx"][round % 3]);
            let whole = std::fs::read(&file).unwrap();
            let mut damaged = whole.clone();
            let at = random.below(whole.len());
            if round % 10 == 0 {
                damaged.truncate(at);
            } else {
                damaged[at] ^= 1 << random.below(8);
            }
            put(&file, &damaged);
            read.push(agree(folder, &ids));
            put(&file, &whole);
        }
        assert_eq!(agree(folder, &ids), ids.len() - 1);
        assert!(read.contains(&0) && read.iter().any(|it| (1..ids.len() - 1).contains(it)), "{read:?}");
    }

    /// What git writes cannot be written over.
    fn put(file: &Path, content: &[u8]) {
        std::fs::remove_file(file).unwrap();
        std::fs::write(file, content).unwrap();
    }
}
