//! The format of facts files: what is written fits the schema, what does not fit is not read, and the page
//! that documents it is true.

use crate::random::random_repository;
use crate::sandbox::{ALL, Sandbox, read_all};
use callsheet::history::{
    Place, RecordsRequest, RepositoryRequest, Request, WindowRequest, facts_schema, redirect, write_facts,
};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn validator() -> Validator {
    jsonschema::options().should_validate_formats(true).build(&facts_schema()).unwrap()
}

fn problems(facts: &Value) -> Vec<String> {
    validator().iter_errors(facts).map(|it| format!("{}: {it}", it.instance_path())).collect()
}

/// What is said when a text is read as facts of `app`; empty if nothing is wrong.
fn said(sandbox: &Sandbox, text: &str) -> String {
    sandbox.write("facts.json", text);
    let place = Place::Facts(sandbox.path().join("facts.json"));
    let (_, problems) = read_all(RepositoryRequest { place, ..sandbox.request(&[]) });
    problems.into_iter().map(|it| it.message).collect::<Vec<_>>().join("\n")
}

/// Facts of a small repository with one of everything that breaks below.
fn small(sandbox: &Sandbox) -> Value {
    sandbox.write("a", "1\n");
    sandbox.commit(0, "feat(core)!: one (#3)\n\nBody.\n\nPlan-Phase: 1");
    sandbox.write("a", "2\n");
    sandbox.commit(1, "two");
    let history = read_all(sandbox.request(&[ALL])).0;
    serde_json::from_str(&write_facts(&history)).unwrap()
}

#[test]
fn facts_of_random_histories_fit_the_schema() {
    for seed in [3, 5] {
        let sandbox = random_repository(seed);
        let windows = [
            ALL,
            WindowRequest::LatestSession { gap: 30 },
            WindowRequest::Branch { base: Some("main".to_owned()), head: Some("side".to_owned()) },
            WindowRequest::Range { from: "HEAD~9".to_owned(), to: "HEAD".to_owned() },
            WindowRequest::Namesake { branch: "side".to_owned() },
            WindowRequest::Only { of: Box::new(ALL), author: Some("a".to_owned()), session: None },
        ];
        let request = RepositoryRequest {
            records: Some(RecordsRequest::default()),
            paths: vec!["src".to_owned(), "none".to_owned()],
            named: vec!["0a0a0a0a".to_owned(), sandbox.git(&["rev-parse", "HEAD"])],
            ..sandbox.request(&windows)
        };
        let facts: Value = serde_json::from_str(&write_facts(&read_all(request).0)).unwrap();
        assert_eq!(facts["repositories"][0]["windows"].as_array().unwrap().len(), 6);
        assert_eq!(problems(&facts), Vec::<String>::new());
    }
}

/// A way to break facts, as a pointer into them and what stands there instead; null takes it away.
const BROKEN: [(&str, &str, &str); 12] = [
    ("", "colour", "3"),
    ("", "format", "\"1\""),
    ("", "format", "0"),
    ("", "format", "2"),
    ("", "repositories", "null"),
    ("/repositories/0", "id", "null"),
    ("/repositories/0", "present", "\"a\""),
    ("/repositories/0/commits/0", "colour", "\"red\""),
    ("/repositories/0/commits/0", "authored", "\"yesterday\""),
    ("/repositories/0/commits/0/author", "email", "null"),
    ("/repositories/0/commits/0/changes/0", "kind", "\"moved\""),
    ("/repositories/0/windows/0", "request", "{ \"everything\": {} }"),
];

#[test]
fn broken_facts_fit_neither_the_schema_nor_the_reader() {
    let sandbox = Sandbox::new();
    let good = small(&sandbox);
    assert_eq!((problems(&good).len(), said(&sandbox, &good.to_string())), (0, String::new()));
    for (pointer, field, value) in BROKEN {
        let mut facts = good.clone();
        let object = facts.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        match serde_json::from_str(value).unwrap() {
            Value::Null => drop(object.remove(field).unwrap()),
            value => drop(object.insert(field.to_owned(), value)),
        }
        assert!(!problems(&facts).is_empty(), "the schema takes {pointer}/{field} = {value}");
        assert!(
            !said(&sandbox, &facts.to_string()).is_empty(),
            "the reader takes {pointer}/{field} = {value}"
        );
    }
}

#[test]
fn a_reader_of_another_version_is_told_so() {
    let sandbox = Sandbox::new();
    assert!(
        said(&sandbox, "{ \"format\": 2, \"all\": \"new\" }")
            .contains("has format 2, newer than this program reads")
    );
    assert!(
        said(&sandbox, "{ \"format\": 0, \"repositories\": [] }")
            .contains("has format 0, which there never was")
    );
}

#[test]
fn of_two_files_with_the_same_repository_the_first_counts() {
    let sandbox = Sandbox::new();
    let good = small(&sandbox);
    let mut other = good.clone();
    other["repositories"][0]["default_branch"] = json!("trunk");
    let file = |name: &str, facts: &Value| {
        sandbox.write(name, facts.to_string());
        sandbox.path().join(name)
    };
    let files = [file("one.json", &other), file("two.json", &good)];
    let mut request = Request { repositories: vec![sandbox.request(&[])], ..Request::default() };
    assert!(redirect(&mut request, &files).is_empty());
    let (history, _) = callsheet::history::read(&request, &|_| {});
    assert_eq!(history.repositories[0].default_branch.as_deref(), Some("trunk"));
}

#[test]
fn every_field_of_the_schema_is_described_in_words_of_json() {
    let schema = facts_schema();
    let mut seen = 0;
    each_object(&schema, &mut |object| {
        let fields = object["properties"].as_object().unwrap();
        for (field, about) in fields {
            // The only field of an object is the name of a variant, which is described as a whole.
            let about = if fields.len() == 1 && object["description"].is_string() { object } else { about };
            let description = about["description"].as_str().unwrap_or_default();
            assert!(!description.is_empty(), "{field} is not described in {object}");
            assert!(!description.contains("None") && !description.contains("::"), "{field}: {description}");
            seen += 1;
        }
    });
    assert!(seen > 60, "only {seen} fields");
}

fn each_object<'a>(value: &'a Value, look: &mut impl FnMut(&'a Value)) {
    match value {
        Value::Object(fields) => {
            if value.get("properties").is_some_and(Value::is_object) {
                look(value);
            }
            fields.values().for_each(|it| each_object(it, look));
        }
        Value::Array(items) => items.iter().for_each(|it| each_object(it, look)),
        _ => {}
    }
}

/// The example of docs/FACTS.md.
fn example() -> String {
    let page = std::fs::read_to_string("docs/FACTS.md").unwrap();
    let block = page.split("```json\n").nth(1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

#[test]
fn the_documented_example_is_what_the_program_itself_writes() {
    let text = example();
    let facts: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(problems(&facts), Vec::<String>::new());
    let windows: Vec<WindowRequest> = facts["repositories"][0]["windows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| serde_json::from_value(it["request"].clone()).unwrap())
        .collect();
    let sandbox = Sandbox::new();
    sandbox.write("facts.json", &text);
    let request = RepositoryRequest {
        id: "shop".to_owned(),
        place: Place::Facts(sandbox.path().join("facts.json")),
        records: Some(RecordsRequest::default()),
        paths: ["src/cart.rs", "docs/report.md"].map(str::to_owned).to_vec(),
        folder: Some("results/shop".to_owned()),
        documents: vec!["docs/notes.md".to_owned()],
        test_rules: serde_json::from_value(facts["repositories"][0]["test_rules"].clone()).unwrap(),
        standings: vec![("feature/cart".to_owned(), None)],
        ..sandbox.request(&windows)
    };
    let (history, told) = read_all(request);
    assert_eq!(write_facts(&history), text);
    let told: Vec<&str> = told.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(told.len(), 2, "its two warnings are told: {told:?}");
}

#[test]
fn the_documented_example_shows_every_field() {
    let facts: Value = serde_json::from_str(&example()).unwrap();
    let mut shown = BTreeSet::new();
    collect_fields(&facts, &mut shown);
    let schema = facts_schema();
    let mut missing = Vec::new();
    each_object(&schema, &mut |object| {
        let fields = object["properties"].as_object().unwrap().keys();
        missing.extend(fields.filter(|it| !shown.contains(it.as_str())));
    });
    assert!(missing.is_empty(), "{missing:?}");
    assert!(!shown.contains("colour"));
    assert_eq!(facts["format"], json!(1));
}

fn collect_fields<'a>(value: &'a Value, fields: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(object) => {
            fields.extend(object.keys().map(String::as_str));
            object.values().for_each(|it| collect_fields(it, fields));
        }
        Value::Array(items) => items.iter().for_each(|it| collect_fields(it, fields)),
        _ => {}
    }
}
