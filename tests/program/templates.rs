//! Templates of a project: broken ones are explained, good ones override and add.

use super::support::Scratch;
use std::fs;

/// A project with the plan of `callsheet init` and one template.
fn project(name: &str, text: &str) -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    scratch.succeed(&["init"]);
    scratch.commit("chore: plan the work");
    scratch.write(&format!("templates/{name}"), text);
    scratch
}

const FRONT: &str =
    "---\ndocument: notes\nabout: Notes on a phase.\nfor: phase\npath: notes/{{ phase.id }}.md\n---\n";

/// What is said of a template that cannot be rendered, with nothing written.
fn refused(name: &str, text: &str) -> String {
    let scratch = project(name, text);
    let run = scratch.callsheet(&["render"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(!scratch.path().join("output").exists(), "{name} left something behind");
    run.stderr
}

#[test]
fn every_mistake_in_a_template_is_explained_by_checking() {
    let scratch = project("notes.md", "");
    let mut cases: Vec<_> =
        fs::read_dir("tests/cases/broken-templates").unwrap().map(|it| it.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() > 70);
    let mut silent = Vec::new();
    for case in cases {
        scratch.write("templates/notes.md", &fs::read_to_string(&case).unwrap());
        let run = scratch.callsheet(&["check", "--strict"]);
        if run.code != 1 {
            silent.push(case);
            continue;
        }
        insta::assert_snapshot!(format!("broken-{}", case.file_stem().unwrap().display()), run.stderr);
    }
    assert!(silent.is_empty(), "nothing is said of {silent:?}");
}

#[test]
fn an_unknown_name_is_explained_with_the_nearest_one() {
    let text = format!("{FRONT}# {{{{ phase.title }}}}\n\nOwner: {{{{ phase.objectiv }}}}\n");
    insta::assert_snapshot!(refused("notes.md", &text));
}

#[test]
fn an_unknown_variable_in_an_included_part_points_into_the_part() {
    let scratch = project("notes.md", &format!("{FRONT}# Notes\n\n{{% include \"parts/own.md\" %}}\n"));
    scratch.write("templates/parts/own.md", "Phase {{ fase.id }}\n");
    let run = scratch.callsheet(&["render"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn every_syntax_error_of_several_templates_is_told_in_one_run() {
    let scratch = project("notes.md", &format!("{FRONT}# Notes\n\n{{% if phase.id %}}\nnever closed\n"));
    scratch.write("templates/parts/own.md", "{{ phase.id | }}\n");
    let run = scratch.callsheet(&["check"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stderr);
}

/// Front matter of a document of the plan.
fn front(kind: &str) -> String {
    format!("---\ndocument: {kind}\nabout: Notes.\nfor: plan\npath: {kind}.md\n---\n")
}

#[test]
fn one_mistake_hides_no_other_in_templates_words_and_plans() {
    let scratch =
        project("notes.md", &format!("{FRONT}# Notes\n\n{{{{ phase.id | }}}}\n{{{{ phase.titel }}}}\n"));
    let plan = scratch.read("plans/plan.yaml");
    scratch.write("plans/plan.yaml", &format!("{plan}risk: none\n"));
    scratch.write("plans/other.yaml", &plan.replace("first-plan", "other-plan"));
    let body = "{% extends \"frame.md\" %}\n{% block body %}\n{{ plan.titel }} {{ plan.id | uper }}\n{% endblock body %}\n";
    scratch.write("templates/frame.md", "# Frame\n{% block body %}{{ plan. }}{% endblock body %}\n");
    scratch.write("templates/framed.md", &(front("framed") + body));
    scratch.write(
        "templates/including.md",
        &(front("including") + "# A\n\n{% include \"notes.md\" %}\n{{ plan.titl }}\n"),
    );
    let links = "# A\n\n## Empty\n\n## Links\n\n[x](lost.md) [y]({{ link(kind=\"lost\") }})\n";
    scratch.write("templates/links.md", &(front("links") + links));
    let lost = front("lost").replace("about", "abot");
    scratch.write("templates/lost.md", &(lost + "# Lost\n\n{{ plan.tite }}\n\n{% if plan.id %}\n"));
    scratch.write("templates/types.md", &(front("types") + "# A\n\n{{ plan.phases | word }}\n"));
    scratch.write("templates/strings.yaml", "labels:\n  phas: x\ntitles:\n  lost:\n    page: y\n");
    let run = scratch.callsheet(&["render"]);
    assert_eq!(run.code, 1);
    assert!(!scratch.path().join("output").exists());
    insta::assert_snapshot!("hides-no-other", run.stderr);
    scratch.write("templates/strings.yaml", "labels: 'x\n");
    let run = scratch.callsheet(&["check"]);
    insta::assert_snapshot!("hides-no-other-without-words", run.stderr);
}

#[test]
fn what_is_broken_elsewhere_keeps_no_page_from_being_checked() {
    let scratch = project(
        "broken.md",
        &(front("broken") + "{% component own() %}a{% endcomponent own %}{{ plan. }}\n"),
    );
    scratch.write("templates/a.md", &(front("a") + "{% extends \"b.md\" %}\n"));
    scratch.write("templates/b.md", "{% extends \"a.md\" %}\n");
    scratch.write("templates/calls.md", &(front("calls") + "# A\n\n{{<own />}}\n"));
    scratch.write("templates/double.md", "{% component verdict(gate) %}a{% endcomponent verdict %}\n");
    scratch.write(
        "templates/good.md",
        &(front("good") + "# A\n\n[b](broken.md) [c](calls.md) [d](nothing.md)\n"),
    );
    scratch.write("templates/html.html", "<p>\n");
    fs::write(scratch.path().join("templates/latin.md"), b"caf\xe9\n").unwrap();
    scratch.write("templates/parts/gate.md", "{% include \"parts/own.md\" %}\n");
    scratch.write("templates/parts/own.md", "{% include \"parts/gate.md\" %}\n");
    let run = scratch.callsheet(&["check"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!("broken-elsewhere", run.stderr);
    let scratch = project("base.md", "# Own\n");
    insta::assert_snapshot!("base-without-blocks", scratch.callsheet(&["check"]).stderr);
}

#[test]
fn files_of_other_systems_are_read_as_they_are_meant() {
    let text = format!("\u{feff}{}# Notes\n\n\ttext {{{{ phase.id }}}}\n", FRONT.replace("---\n", "---  \n"));
    for text in [text.clone(), text.replace('\n', "\r\n"), text.replace('\n', "\r")] {
        let scratch = project("notes.md", &text);
        assert!(scratch.succeed(&["show", "notes", "1"]).contains("text 1"), "{text:?}");
    }
}

#[test]
fn what_is_wrong_in_a_page_is_told_where_a_template_made_it() {
    let body = "{% extends \"base.md\" %}\n{% block title %}{{ plan.title }}{% endblock title %}\n{% block body %}\n\
                {% block one %}\n## {{ plan.id }}\n\n{% include \"parts/own.md\" %}\n{% endblock one %}\n\
                {% block two %}\n## Two\n\nx\n{% endblock two %}\n{% block three %}\n\
                {% set all %}\n## Captured\n\n<i>x</i>\n{% endset %}\n{{ all }}\n\n\
                {% filter upper %}\n<u>x</u>\n{% endfilter %}\n\n## Empty {{ plan.id }}\n{% endblock three %}\n\
                {% endblock body %}\n{% block footer %}{% endblock footer %}\n";
    let scratch = project("many.md", &(front("many") + body));
    let part = "| a | b |\n|---|---|\n{% for it in plan.phases[0].services %}\n| {{ it.id }} |\n{% endfor %}\n\n#### Deep\n\nx\n";
    scratch.write("templates/parts/own.md", part);
    let plan = scratch.read("plans/plan.yaml");
    let text = "text:\n  master-index.introduction: |\n    See [it](NOPE.md).\n\n    More <b>x</b>.\ntheme:\n  leave_out: [many.two]\n";
    scratch.write("plans/plan.yaml", &(plan + text));
    let run = scratch.callsheet(&["check"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!("traced", run.stderr);
}

#[test]
fn wrong_front_matter_is_explained_at_its_line() {
    let text =
        "---\ndocument: notes\nabot: Notes.\nfor: fase\npath: notes.md\npath: again.md\n---\n# Notes\n";
    insta::assert_snapshot!(refused("notes.md", text));
    let text = "---\ndocument: notes\nabout: Notes.\nfor: fase\npath: notes.md\n---\n# Notes\n\ntext\n";
    insta::assert_snapshot!(refused("notes.md", text));
    insta::assert_snapshot!(refused("notes.md", "---\ndocument: notes\n\n# Notes\n"));
}

#[test]
fn a_filter_and_a_template_that_do_not_exist_are_explained() {
    insta::assert_snapshot!(refused("notes.md", &format!("{FRONT}# {{{{ phase.id | loud }}}}\n\ntext\n")));
    insta::assert_snapshot!(refused("notes.md", &format!("{FRONT}# Notes\n\n{{% include \"none.md\" %}}\n")));
    insta::assert_snapshot!(refused("notes.md", &format!("{FRONT}{{% extends \"none.md\" %}}\n")));
}

#[test]
fn two_documents_of_one_kind_or_on_one_path_are_refused() {
    let text = FRONT.replace("document: notes", "document: master-index") + "# Notes\n\ntext\n";
    insta::assert_snapshot!(refused("notes.md", &text));
    let text = FRONT.replace("notes/{{ phase.id }}.md", "MASTER_INDEX.md") + "# Notes\n\ntext\n";
    insta::assert_snapshot!(refused("notes.md", &text));
}

#[test]
fn a_path_that_leaves_the_output_is_refused() {
    for path in ["../notes.md", "/tmp/notes.md", "a/../../notes.md", ".git/notes.md"] {
        let said =
            refused("notes.md", &(FRONT.replace("notes/{{ phase.id }}.md", path) + "# Notes\n\ntext\n"));
        assert!(said.contains("output path"), "{path}: {said}");
    }
}

#[test]
fn a_page_that_a_reader_would_stumble_over_is_refused() {
    let body =
        "# Notes\n\n## Empty\n\n## Links\n\n[a](#nowhere) [b](nothing.md)\n\n| a | b |\n|---|---|\n| 1 |\n";
    insta::assert_snapshot!(refused("notes.md", &format!("{FRONT}{body}")));
}

#[test]
fn a_link_to_a_page_that_does_not_exist_is_explained() {
    let text = format!("{FRONT}# Notes\n\n[x]({{{{ link(kind=\"phase-promt\", id=phase.id) }}}})\n");
    insta::assert_snapshot!(refused("notes.md", &text));
}

#[test]
fn a_symbolic_link_out_of_the_folder_of_templates_is_refused() {
    let scratch = project("notes.md", &format!("{FRONT}# Notes\n\ntext\n"));
    let secret = Scratch::new();
    let file = secret.write("secret.md", "secret\n");
    std::os::unix::fs::symlink(file, scratch.path().join("templates/stolen.md")).unwrap();
    let run = scratch.callsheet(&["render"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("leads out of the folder of templates"), "{}", run.stderr);
}

#[test]
fn one_block_of_a_built_in_template_can_be_replaced() {
    let text = "{% extends \"builtin/master-index.md\" %}\n{% block start %}\n## Where to start\n\nAsk first.\n{% endblock start %}\n";
    let scratch = project("master-index.md", text);
    scratch.succeed(&["render"]);
    let index = scratch.read("output/first-plan/MASTER_INDEX.md");
    assert!(index.contains("## Where to start\n\nAsk first.\n\n## Phase 1"), "{index}");
    let listed = scratch.succeed(&["templates", "list"]);
    let listed = listed.lines().find(|it| it.starts_with("master-index.md ")).unwrap();
    assert!(
        listed.contains("the plan           project, over the built-in  Every phase on one page"),
        "{listed}"
    );
    insta::assert_snapshot!(scratch.succeed(&["templates", "which", "master-index"]));
}

#[test]
fn one_file_adds_a_kind_of_document() {
    let text = format!(
        "{FRONT}# {{{{ phase.title }}}}\n\nSee [the index]({{{{ link(kind=\"master-index\") }}}}).\n"
    );
    let scratch = project("notes.md", &text);
    scratch.succeed(&["render"]);
    let notes = scratch.read("output/first-plan/notes/1.md");
    assert_eq!(notes, "# Move the services\n\nSee [the index](../MASTER_INDEX.md).\n");
    assert_eq!(scratch.succeed(&["show", "notes", "1"]), notes);
}

#[test]
fn templates_can_be_listed_shown_and_looked_into() {
    let scratch = project("parts/own.md", "text\n");
    let shown = ["template ", "base.md", "phase-prompt.md", "parts/gate.md", "parts/own.md", "strings.yaml"];
    let list = scratch.succeed(&["templates", "list"]);
    let list: Vec<&str> = list.lines().filter(|it| shown.iter().any(|name| it.starts_with(name))).collect();
    insta::assert_snapshot!(list.join("\n"));
    insta::assert_snapshot!(scratch.succeed(&["templates", "which", "parts/gate.md"]));
    assert_eq!(scratch.callsheet(&["templates", "show", "phase-promt.md"]).code, 2);
    assert_eq!(scratch.callsheet(&["templates", "which", "phase-promt"]).code, 2);
    let context = scratch.succeed(&["templates", "context", "phase-prompt", "1", "--json"]);
    let context: serde_json::Value = serde_json::from_str(&context).unwrap();
    let command = "docker build -t accounts services/accounts";
    assert_eq!(context["phase"]["services"][0]["steps"][1]["commands"][0]["run"], command);
    let outline = scratch.succeed(&["templates", "context", "phase-prompt", "1"]);
    let line = format!("phase.services[0].steps[1].commands[0].run = {command:?}\n");
    assert!(outline.contains(&line), "{outline}");
    assert!(outline.contains("phase.spent = null\n") && outline.contains("words.done = \"done\"\n"));
    let none = scratch.callsheet(&["templates", "context", "phase-prompt", "11"]);
    assert_eq!((none.code, none.stdout.as_str()), (2, ""));
    assert!(none.stderr.contains("there is no `phase-prompt` about `11`"), "{}", none.stderr);
}

#[test]
fn copies_are_made_together_compared_and_never_replaced_unasked() {
    let scratch = project("parts/own.md", "text\n");
    let names = ["phase-prompt", "parts/gate.md", "strings.yaml"];
    scratch.succeed(&[&["templates", "eject"][..], &names].concat());
    for name in ["phase-prompt.md", "parts/gate.md", "strings.yaml"] {
        assert_eq!(scratch.read(&format!("templates/{name}")), scratch.succeed(&["templates", "show", name]));
    }
    let unchanged = scratch.callsheet(&["templates", "diff"]);
    assert_eq!((unchanged.code, unchanged.stdout.as_str()), (0, ""));
    assert!(
        unchanged.stderr.contains("3 copies are as built in, and change nothing"),
        "{}",
        unchanged.stderr
    );
    assert!(scratch.succeed(&["templates", "list"]).contains("project, unchanged"));

    let changed = scratch.read("templates/parts/gate.md") + "\nAsk Mara first.\n";
    scratch.write("templates/parts/gate.md", &changed);
    scratch.write("templates/strings.yaml", "labels: { phase: Stage }\n");
    insta::assert_snapshot!(scratch.succeed(&["templates", "diff", "parts/gate.md"]));
    let words = scratch.succeed(&["templates", "diff"]);
    assert!(
        words.ends_with("+++ templates/strings.yaml\n-labels.phase: Phase\n+labels.phase: Stage\n"),
        "{words}"
    );
    let missing = scratch.callsheet(&["templates", "diff", "master-index.md"]);
    assert!(missing.code == 2 && missing.stderr.contains("is not there"), "{}", missing.stderr);

    let refused = scratch.callsheet(&[&["templates", "eject", "base.md"][..], &names].concat());
    assert_eq!(refused.code, 3);
    insta::assert_snapshot!(refused.stderr);
    assert!(!scratch.path().join("templates/base.md").exists(), "some were copied");
    assert_eq!(scratch.read("templates/parts/gate.md"), changed);
    scratch.succeed(&[&["templates", "eject", "--force"][..], &names].concat());
    assert_ne!(scratch.read("templates/parts/gate.md"), changed);
}

#[test]
fn a_template_is_named_as_people_name_it_even_while_it_is_broken() {
    let scratch = project("parts/gate.md", "{% if %}\n");
    scratch.write("templates/notes.md", "---\ndocument: notes\n---\n");
    scratch.write("templates/strings.yaml", "labels: 'x\n");
    for name in ["gate", "gate.md", "parts/gate", "templates/parts/gate.md"] {
        assert_eq!(scratch.succeed(&["templates", "show", name]), "{% if %}\n", "{name}");
    }
    assert!(
        scratch.succeed(&["templates", "list"]).contains("It cannot be read: `callsheet check` says why.")
    );
    assert!(scratch.succeed(&["templates", "diff", "strings"]).contains("+labels: 'x\n"));
    scratch.succeed(&["templates", "eject", "--force", "strings", "gate"]);
    let fields = scratch.succeed(&["templates", "fields", "phase-prompt"]);
    assert_eq!(fields, scratch.succeed(&["templates", "fields", "phase"]));
    scratch.write("templates/notes.md", "text\n");
    let hint = |arguments: &[&str]| {
        let run = scratch.callsheet(&[&["templates"], arguments].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        run.stderr.lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(hint(&["which", "masterindx"]), " = hint: did you mean `master-index`?");
    assert_eq!(hint(&["show", "zzz"]), " = hint: `callsheet templates list` names those that there are");
    assert!(hint(&["context", "service"]).ends_with("`for: service` stands in those of kind `service-card`"));
}

#[test]
fn a_misspelt_name_in_a_condition_is_found_by_checking() {
    let body = "# Notes\n\n{% if phase.objectiv and plan.title == \"a.b\" %}\nnever\n{% endif %}\n\ntext\n";
    let scratch = project("notes.md", &format!("{FRONT}{body}"));
    let run = scratch.callsheet(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    insta::assert_snapshot!(run.stderr);
}
