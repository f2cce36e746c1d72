//! A commit object as git stores it, taken apart without copying.

use super::oid::Oid;
use super::{Commit, Message, Person, encoding, moment, people};

/// The parts of a commit object that are looked at.
#[derive(Debug)]
pub(super) struct Object<'d> {
    pub(super) tree: Option<Oid>,
    pub(super) parents: Vec<Oid>,
    author: Signature<'d>,
    committer: Signature<'d>,
    encoding: Option<&'d [u8]>,
    pub(super) message: &'d [u8],
}

/// Who and when, as bytes.
#[derive(Debug, Default)]
struct Signature<'d> {
    name: &'d [u8],
    email: &'d [u8],
    seconds: i64,
    zone: &'d str,
}

impl<'d> Object<'d> {
    /// Reads the header lines; an unknown one, such as a signature, is passed over.
    pub(super) fn parse(data: &'d [u8]) -> Self {
        let mut object = Self {
            tree: None,
            parents: Vec::with_capacity(1),
            author: Signature::default(),
            committer: Signature::default(),
            encoding: None,
            message: b"",
        };
        let mut rest = data;
        while let Some((line, following)) = split_once(rest, b'\n') {
            rest = following;
            if line.is_empty() {
                object.message = rest;
                break;
            }
            object.header(line);
        }
        object
    }

    fn header(&mut self, line: &'d [u8]) {
        match split_once(line, b' ') {
            Some((b"tree", id)) => self.tree = Oid::from_hex(id),
            Some((b"parent", id)) => self.parents.extend(Oid::from_hex(id)),
            Some((b"author", rest)) => self.author = Signature::parse(rest),
            Some((b"committer", rest)) => self.committer = Signature::parse(rest),
            Some((b"encoding", name)) => self.encoding = Some(name),
            _ => {}
        }
    }

    /// Seconds since the epoch at which it was committed, as git orders commits.
    pub(super) fn time(&self) -> i64 {
        self.committer.seconds
    }

    /// Seconds since the epoch at which it was written.
    pub(super) fn authored(&self) -> i64 {
        self.author.seconds
    }

    /// As it stands in the object, without the mailmap.
    pub(super) fn author_name(&self) -> &'d [u8] {
        self.author.name
    }

    /// Whether both dates are ones that a calendar prints.
    pub(super) fn is_dated(&self) -> bool {
        moment::is_printable(self.author.seconds) && moment::is_printable(self.committer.seconds)
    }

    /// Who wrote it, without the mailmap.
    pub(super) fn author(&self) -> Person {
        let decode = |bytes| encoding::decode(bytes, self.encoding);
        Person { name: decode(self.author.name), email: decode(self.author.email) }
    }

    /// The message, taken apart.
    pub(super) fn message(&self) -> Message {
        Message::parse(&self.text())
    }

    /// The whole message. Git ends it at the first zero byte.
    fn text(&self) -> String {
        let message = self.message.split(|it| *it == 0).next().unwrap_or_default();
        encoding::decode(message, self.encoding)
    }

    /// The owned form, with everything decoded; changes are found by others, and people are as it says itself.
    pub(super) fn commit(&self, id: Oid) -> Commit {
        let text = self.text();
        let message = Message::parse(&text);
        Commit {
            id: id.to_string(),
            parents: self.parents.iter().map(Oid::to_string).collect(),
            author: self.author(),
            co_authors: people::co_authors(&text, &message),
            authored: moment::from_git(self.author.seconds, self.author.zone),
            committed: moment::from_git(self.committer.seconds, self.committer.zone),
            message,
            undoes: Vec::new(),
            changes: None,
            paths: Vec::new(),
        }
    }
}

impl<'d> Signature<'d> {
    /// `Name <mail> seconds zone`; what is missing stays empty.
    fn parse(line: &'d [u8]) -> Self {
        let Some((name, rest)) = split_once(line, b'<') else {
            return Self { name: line, ..Self::default() };
        };
        let email = split_once(rest, b'>').map_or(rest, |it| it.0);
        let date = line.rsplit(|it| *it == b'>').next().unwrap_or_default();
        let mut words = std::str::from_utf8(date).unwrap_or_default().split_ascii_whitespace();
        let seconds = words.next().and_then(|it| it.parse().ok()).unwrap_or_default();
        Self {
            name: name.trim_ascii(),
            email: email.trim_ascii(),
            seconds,
            zone: words.next().unwrap_or_default(),
        }
    }
}

fn split_once(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let position = memchr::memchr(at, bytes)?;
    Some((&bytes[..position], &bytes[position + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_header_is_read_as_far_as_it_goes() {
        let object =
            Object::parse(b"tree x\nauthor nobody\ncommitter A <a@b> nonsense\ngpgsig x\n y\n\nmessage");
        let commit = object.commit(zero());
        assert_eq!((commit.author.name.as_str(), commit.author.email.as_str()), ("nobody", ""));
        assert_eq!((commit.committed.timestamp(), commit.message.subject.as_str()), (0, "message"));
        assert_eq!(Object::parse(b"").time(), 0);
    }

    fn zero() -> Oid {
        Oid::from_bytes(&[0; 20]).unwrap()
    }

    #[test]
    fn dates_before_the_epoch_and_offsets_are_kept() {
        let object = Object::parse(b"committer A <a@b> -1 +0545\n\nm");
        assert_eq!(object.time(), -1);
        assert_eq!(object.commit(zero()).committed.to_rfc3339(), "1970-01-01T05:44:59+05:45");
    }
}
