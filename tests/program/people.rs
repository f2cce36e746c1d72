//! Who wrote commits with their authors, in documents.

use crate::support::Scratch;

#[test]
fn co_authors_are_named_once_without_their_addresses_and_programs_are_told_apart() {
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
    assert!(page.contains("## Co-authors\n\n- Mara Lind\n- Agent (a program)\n"), "{page}");
    let summary = scratch.succeed(&["wrap"]);
    assert!(summary.contains("Co-authors | Mara Lind, Agent (a program)"), "{summary}");
    assert!(!page.contains('@') && !summary.contains('@'), "{page}{summary}");
}
