//! Commits that people name, looked up; documents searched for them; paths that are not there.

use crate::sandbox::{Sandbox, one, read_all};
use callsheet::history::{NamedCommit, RepositoryRequest};

fn request(sandbox: &Sandbox, names: &[&str]) -> RepositoryRequest {
    let asked = names.iter().map(|it| (*it).to_owned()).collect();
    RepositoryRequest { named: asked, ..sandbox.request(&[]) }
}

fn by_name<'a>(named: &'a [NamedCommit], name: &str) -> &'a NamedCommit {
    named.iter().find(|it| it.name == name).unwrap()
}

#[test]
fn a_named_commit_is_told_with_its_dates_and_whether_the_head_reaches_it() {
    let sandbox = Sandbox::new();
    let first = sandbox.commit(0, "first");
    sandbox.git(&["checkout", "-q", "-b", "aside"]);
    let aside = sandbox.commit(1, "aside");
    sandbox.git(&["checkout", "-q", "main"]);
    let named = one(request(&sandbox, &[&first[..7], &aside, "0a0a0a0"])).named;
    let found = by_name(&named, &first[..7]);
    assert_eq!((found.commit.as_ref(), found.reached), (Some(&first), true));
    assert!(found.authored.is_some() && found.authored == found.committed);
    assert_eq!(
        (by_name(&named, &aside).commit.as_ref(), by_name(&named, &aside).reached),
        (Some(&aside), false)
    );
    let absent = by_name(&named, "0a0a0a0");
    assert_eq!((absent.commit.as_ref(), absent.reached, absent.authored), (None, false, None));
}

#[test]
fn what_a_shallow_clone_lacks_is_not_told() {
    let sandbox = Sandbox::new();
    let first = sandbox.commit(0, "first");
    let head = sandbox.commit(1, "second");
    let origin = format!("file://{}", sandbox.path().display());
    sandbox.git(&["clone", "-q", "--depth=1", &origin, "shallow"]);
    let place = sandbox.request_in("shallow", &[]).place;
    let shallow = RepositoryRequest { place, ..request(&sandbox, &[&first, &head]) };
    let named = read_all(shallow).0.repositories.remove(0).named;
    assert_eq!(named.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), [head]);
}

#[test]
fn documents_at_the_head_are_searched_and_what_they_name_is_looked_up() {
    let sandbox = Sandbox::new();
    let first = sandbox.commit(0, "first");
    sandbox.write("docs/notes.md", format!("# Notes\n\n- `{}` and `0a0a0a0a`\n", &first[..8]));
    sandbox.commit(1, "notes");
    sandbox.write("docs/notes.md", "not committed: `1b1b1b1b`");
    let documents = ["docs/notes.md", "docs/gone.md", "docs"].map(str::to_owned).to_vec();
    let history = one(RepositoryRequest { documents, ..sandbox.request(&[]) });
    let [document] = history.documents.as_slice() else { panic!("{:?}", history.documents) };
    let mentions: Vec<(usize, &str)> =
        document.mentions.iter().map(|it| (it.line, it.name.as_str())).collect();
    assert_eq!(mentions, [(3, &first[..8]), (3, "0a0a0a0a")]);
    assert_eq!(by_name(&history.named, &first[..8]).commit.as_ref(), Some(&first));
    assert_eq!(by_name(&history.named, "0a0a0a0a").commit, None);
}

#[test]
fn a_document_that_is_too_large_to_search_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("notes.md", "x".repeat(2_000_000));
    sandbox.commit(0, "notes");
    let documents = vec!["notes.md".to_owned()];
    let (history, problems) = read_all(RepositoryRequest { documents, ..sandbox.request(&[]) });
    assert!(history.repositories[0].documents.is_empty());
    assert!(problems[0].message.contains("`notes.md` in the head cannot be searched"), "{problems:?}");
    assert_eq!(history.repositories[0].warnings.len(), 1, "facts say so too");
}

#[test]
fn paths_are_there_or_absent() {
    let sandbox = Sandbox::new();
    let paths = ["a", "b"].map(str::to_owned).to_vec();
    let asked = || RepositoryRequest { paths: paths.clone(), ..sandbox.request(&[]) };
    let empty = one(asked());
    assert_eq!((empty.present.len(), empty.absent.len()), (0, 2));
    sandbox.write("a", "1");
    sandbox.commit(0, "a");
    let history = one(asked());
    assert_eq!((history.present, history.absent), (vec!["a".to_owned()], vec!["b".to_owned()]));
}
