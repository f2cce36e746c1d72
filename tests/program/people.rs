//! Who wrote commits with their authors, in documents.

use crate::support::Scratch;

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
