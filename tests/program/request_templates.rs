//! The repository's own templates for pull requests: where they are, how they are filled, what they cannot do.

use crate::pull_requests::branched;
use crate::support::Scratch;

const TEMPLATE: &str = "\
Thanks! {{ 7 * 7 }} {% if x %}
<!-- Read the guide.
## Not a heading
-->

## What & why

<!-- Say what it does. -->
Please describe your change.

## How has this been tested?

- [ ] I have added tests
- [x] All tests pass locally
<!-- - [ ] hidden -->

## Type of change

- [ ] Bug fix
- [ ] New feature
- [ ] Breaking change

```
## In a fence
- [ ] New feature
```

### Screenshots

<!-- Drop them here. -->

## Checklist

- [ ] No breaking change
- [ ] CHANGELOG is updated
- [ ] Docs are not needed
* [ ] I have read the guide <details><summary>x</summary></details>
";

/// A branch with a feature, a test and a line in the list of changes, on a base with these files.
fn with(files: &[(&str, &str)]) -> Scratch {
    let scratch = branched("feature/prices");
    scratch.git(&["checkout", "--quiet", "main"]);
    for (path, text) in files {
        scratch.write(path, text);
    }
    scratch.commit("chore: templates");
    scratch.git(&["checkout", "--quiet", "-B", "feature/prices"]);
    scratch.write("src/a.rs", "#[test]\nfn a() {}\n");
    scratch.write("CHANGELOG.md", "- prices\n");
    scratch.commit("feat: prices\n\nPeople ask for them.\n\nPlan-Phase: prices");
    scratch
}

#[test]
fn a_template_is_filled_where_its_headings_ask_and_ticked_where_something_shows_it() {
    let scratch = with(&[(".github/PULL_REQUEST_TEMPLATE.md", TEMPLATE)]);
    // Only what the base has counts.
    scratch.write(".github/PULL_REQUEST_TEMPLATE.md", "## Mine\n");
    scratch.commit("chore: another template");
    let run = scratch.callsheet(&["pr"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
    let without = scratch.succeed(&["pr", "--no-template"]);
    assert!(
        without.contains("| Branch | `feature/prices` into `main` |") && !without.contains("Thanks"),
        "{without}"
    );
}

#[test]
fn templates_are_found_in_all_usual_places() {
    for path in [
        "pull_request_template.md",
        "docs/Pull_Request_Template.txt",
        ".github/pull_request_template.md",
        ".github/PULL_REQUEST_TEMPLATE/only.md",
        "PULL_REQUEST_TEMPLATE/only.md",
        ".gitlab/merge_request_templates/Default.md",
        ".gitlab/merge_request_templates/only.md",
    ] {
        let scratch = with(&[(path, "## Description\n\n## Anything else\n\nNothing.\n")]);
        let document = scratch.succeed(&["pr"]);
        assert!(document.contains("## Description\n\nIn the words of commit"), "{path}: {document}");
        assert!(document.contains("\n## Anything else\n\nNothing.\n\n"), "{path}: {document}");
    }
}

#[test]
fn of_several_templates_one_is_chosen_by_name() {
    let files = [
        (".github/PULL_REQUEST_TEMPLATE/bug.md", "## The bug: summary\n"),
        (".github/PULL_REQUEST_TEMPLATE/feature.md", "## The feature: summary\n"),
        (".gitlab/merge_request_templates/Default.md", "## Merge: summary\n"),
        (".gitlab/merge_request_templates/Bug.md", "## Merge a bug: summary\n"),
    ];
    let scratch = with(&files);
    let run = scratch.callsheet(&["pr"]);
    assert!(
        run.stderr.contains("choose with `--template NAME`: it has .github/PULL_REQUEST_TEMPLATE/bug.md, "),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("| Branch |"), "{}", run.stdout);
    assert!(scratch.succeed(&["pr", "--template", "Feature"]).contains("## The feature: summary\n"));
    assert!(scratch.succeed(&["pr", "--template", files[0].0]).contains("## The bug: summary\n"));
    assert!(scratch.succeed(&["pr", "--forge", "gitlab"]).contains("## Merge: summary\n"));
    assert!(
        scratch
            .succeed(&["pr", "--forge", "gitlab", "--template", "bug"])
            .contains("## Merge a bug: summary\n")
    );
    let run = scratch.callsheet(&["pr", "--template", "other"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("has no template `other` for GitHub"), "{}", run.stderr);
}

#[test]
fn a_template_of_comments_only_changes_nothing() {
    let scratch = with(&[(".github/pull_request_template.md", "<!-- Say why.\n## Why\n-->\n")]);
    assert_eq!(scratch.succeed(&["pr"]), scratch.succeed(&["pr", "--no-template"]));
}
