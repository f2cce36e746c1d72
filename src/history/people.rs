//! People: who wrote a commit together with its author, and who of them is the same person.

use super::mailmap::{Mailmap, person};
use super::{Commit, Message, Person};

/// What a line of a message starts with that names a co-author, in lower case.
const KEY: &str = "co-authored-by:";

/// Names of mailboxes that nobody reads.
const UNREAD: [&str; 2] = ["noreply", "no-reply"];

/// How forges end the names of programs.
const PROGRAM: &str = "[bot]";

impl Person {
    /// The name; without one, what stands before the `@` of the address.
    pub fn shown(&self) -> &str {
        if self.name.is_empty() { self.mailbox() } else { &self.name }
    }

    /// Whether the address or the name says that it is a program, as those of bots and agents do.
    pub fn is_program(&self) -> bool {
        let mailbox = self.mailbox();
        let is_unread = UNREAD.iter().any(|it| it.eq_ignore_ascii_case(mailbox));
        is_unread || mailbox.ends_with(PROGRAM) || self.name.ends_with(PROGRAM)
    }

    /// Whether both are one person: by the name, or by an address that is not shared.
    pub fn is_same(&self, other: &Self) -> bool {
        let (name, email) = (self.name.to_lowercase(), self.email.to_lowercase());
        let same_name = !name.is_empty() && name == other.name.to_lowercase();
        let same_email = !email.is_empty() && email == other.email.to_lowercase();
        same_name || (same_email && !self.is_program())
    }

    fn mailbox(&self) -> &str {
        self.email.split('@').next().unwrap_or_default()
    }
}

impl Commit {
    /// Gives everyone the name and address that they go by now; who is named twice then counts once.
    pub(super) fn resolve(&mut self, mailmap: &Mailmap) {
        let unknown = Person { name: String::new(), email: String::new() };
        self.author = mailmap.resolve(std::mem::replace(&mut self.author, unknown));
        let named = std::mem::take(&mut self.co_authors).into_iter().map(|it| mailmap.resolve(it));
        for person in named {
            let is_known = self.co_authors.iter().chain([&self.author]).any(|it| it.is_same(&person));
            if !is_known {
                self.co_authors.push(person);
            }
        }
    }
}

/// Whom a message names as co-authors, as it says itself. A line may stand anywhere in the text: squash merges
/// leave some in the body, and where the blank line before the block is missing, git sees no block.
pub(super) fn co_authors(text: &str, message: &Message) -> Vec<Person> {
    let lines = text.lines().filter_map(|it| value(it.trim()));
    // Only there is a value that goes on in the next line unfolded.
    let trailers = message.trailers.iter().filter(|it| KEY.strip_suffix(':') == Some(&it.key.to_lowercase()));
    lines.chain(trailers.map(|it| it.value.as_str())).filter_map(co_author).collect()
}

fn value(line: &str) -> Option<&str> {
    let key = line.get(..KEY.len())?;
    key.eq_ignore_ascii_case(KEY).then(|| &line[KEY.len()..])
}

/// `Name <mail>` and nothing else: prose about co-authors names nobody.
fn co_author(value: &str) -> Option<Person> {
    let (name, email, rest) = person(value)?;
    let email = email.trim();
    let is_somebody = rest.trim().is_empty() && !(name.is_empty() && email.is_empty());
    is_somebody.then(|| Person { name: name.to_owned(), email: email.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<String> {
        let people = co_authors(text, &Message::parse(text)).into_iter();
        people.map(|it| format!("{} <{}>", it.name, it.email)).collect()
    }

    fn one(name: &str, email: &str) -> Person {
        Person { name: name.to_owned(), email: email.to_owned() }
    }

    #[test]
    fn co_authors_are_found_wherever_their_line_stands() {
        assert_eq!(named("t\nCo-Authored-By: A <a@b>"), ["A <a@b>"]);
        assert_eq!(named("t\n\n* one\n\nco-authored-by:A <a@b>\n\n* two"), ["A <a@b>"]);
        assert_eq!(named("t\n\nCo-authored-by: A\n  <a@b>"), ["A <a@b>"]);
        assert_eq!(named("t\n\nCo-authored-by: are read\nsee Co-authored-by: A <a@b>"), [""; 0]);
        assert_eq!(named("t\n\nCo-authored-by: A <a@b> and others\nCo-authored-by: <>"), [""; 0]);
    }

    #[test]
    fn a_person_is_known_by_name_or_address_and_programs_by_name_only() {
        let ada = one("Ada", "ada@example.org");
        assert!(ada.is_same(&one("A. L.", "ADA@example.org")) && ada.is_same(&one("ada", "1+ada@forge")));
        assert!(!ada.is_same(&one("Bo", "bo@example.org")) && !one("", "").is_same(&one("", "")));
        let agents = ["Agent One", "Agent Two"].map(|it| one(it, "noreply@example.org"));
        assert!(agents.iter().all(Person::is_program) && !agents[0].is_same(&agents[1]));
        assert!(one("dependabot[bot]", "1+dependabot[bot]@forge").is_program());
        assert!(!one("Ada", "1+ada@users.noreply.example.org").is_program());
    }
}
