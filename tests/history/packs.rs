//! However objects are kept, the same is told of them.

use crate::differential::compare;
use crate::random::random_repository;
use crate::sandbox::{START, Sandbox};

/// As deltas that name their bases or count back to them, in several packs, loose, or some of each.
#[test]
fn changes_do_not_depend_on_how_objects_are_packed() {
    let sandbox = random_repository(13);
    let ways: [&[&str]; 4] = [
        &["repack", "-adfq", "--depth=50"],
        &["-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq", "--depth=50"],
        &["multi-pack-index", "write"],
        &["-c", "pack.indexVersion=1", "repack", "-adfq"],
    ];
    for way in ways {
        sandbox.git(way);
        assert_all_equal(&sandbox, &format!("{way:?}"));
    }
    unpack(&sandbox, "packed");
    assert_all_equal(&sandbox, "loose");
    sandbox.run(START, &["pack-objects", "--revs", "-q", ".git/objects/pack/pack"], b"HEAD~40\n");
    sandbox.git(&["prune-packed"]);
    assert_all_equal(&sandbox, "some loose");
    sandbox.git(&["repack", "-dq"]);
    assert_all_equal(&sandbox, "two packs");
}

/// Takes all packs apart into loose objects; the folder must lie outside of the objects.
fn unpack(sandbox: &Sandbox, folder: &str) {
    let (packs, aside) = (sandbox.path().join(".git/objects/pack"), sandbox.path().join(folder));
    std::fs::rename(&packs, &aside).unwrap();
    for file in aside.read_dir().unwrap().map(|it| it.unwrap().path()) {
        if file.extension().is_some_and(|it| it == "pack") {
            sandbox.run(START, &["unpack-objects", "-q"], &std::fs::read(file).unwrap());
        }
    }
}

fn assert_all_equal(sandbox: &Sandbox, way: &str) {
    let report = compare(sandbox.path(), None, 0).unwrap();
    assert!(report.differences.is_empty() && report.compared["changes"] > 400, "{way}: {report}");
}
