//! Who wrote commits with their authors, in documents.

use crate::support::Scratch;
use std::fmt::Write as _;

#[test]
fn co_authors_are_named_once_with_addresses_only_where_git_reads_them_again() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.write(".mailmap", "Mara Lind <mara@example.org> <m@old.example.org>\n");
    scratch.commit("root");
    scratch.git(&["checkout", "--quiet", "-b", "work"]);
    scratch.commit(
        "one\n\nCo-authored-by: Agent <noreply@agents.example>\nCo-authored-by: M <m@old.example.org>",
    );
    scratch.commit("two\n\nCo-authored-by: Ada <1+ada@users.noreply.example.org>\nCo-authored-by: mara lind <M@OLD.example.org>");
    let page = scratch.succeed(&["pr"]);
    let credited =
        "Co-authored-by: Mara Lind <mara@example.org>\nCo-authored-by: Agent <noreply@agents.example>\n";
    assert!(page.ends_with(credited), "{page}");
    let summary = scratch.succeed(&["wrap"]);
    assert!(summary.contains("Co-authors | Mara Lind, Agent (a program)"), "{summary}");
    assert!(page.matches('@').count() == 2 && !summary.contains('@'), "{page}{summary}");
}

#[test]
fn of_very_many_people_commits_and_files_the_first_are_listed_and_all_are_counted() {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    let mut stream = String::new();
    for number in 0..230 {
        let person = format!("Author {} <a@example.org> {} +0000", number % 23, 1_770_000_000 + number);
        let message = format!("feat: number {number}");
        let _ = write!(
            stream,
            "commit refs/heads/main\nauthor {person}\ncommitter {person}\ndata {}\n{message}\n\
             M 644 inline file-{number}.txt\ndata 2\nx\n\n",
            message.len(),
        );
    }
    scratch.write(".git/stream", &stream);
    scratch.git(&["-c", "alias.take=!git fast-import --quiet < .git/stream", "take"]);
    scratch.git(&["checkout", "--quiet", "main"]);
    let summary = scratch.succeed(&["wrap", "--since", "2026-01-01"]);
    for counted in ["| Commits | 230 |", "(10), and 3 others |", "- and 30 more commits", "Created (230):"] {
        assert!(summary.contains(counted), "{counted}: {summary}");
    }
    // Of all files, and of those that are documents.
    assert_eq!(summary.matches("and 30 more files").count(), 2, "{summary}");
    assert!(summary.contains("| **Total** | 230 | 230 | +230 -0 |"), "{summary}");
    assert_eq!(summary.matches("- number ").count(), 200, "{summary}");
}
