//! The JSON Schema of plans says the same as the reader, by the verdict of an independent validator.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use callsheet::diagnostics::{Code, Source};
use callsheet::plan::schema;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// What a schema can say; all else needs more than the form of a plan.
const STRUCTURAL: [Code; 11] = [
    Code::UnknownField,
    Code::MissingField,
    Code::WrongType,
    Code::UnknownWord,
    Code::BadId,
    Code::BadBudget,
    Code::BadCount,
    Code::BadMeasure,
    Code::BadStatus,
    Code::EmptyPlan,
    Code::BadCalendar,
];

/// What keeps a text from being YAML at all, so that a validator never sees it.
const UNREADABLE: [Code; 5] =
    [Code::BadYaml, Code::BadText, Code::TooLarge, Code::SecondDocument, Code::DuplicateField];

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|it| it.extension().is_some_and(|it| it == "yaml")).collect();
    files.sort();
    files
}

/// The codes of everything that is said of a plan.
fn codes(text: &str, folder: &Path) -> Vec<Code> {
    match callsheet::plan(&Source::new("plan.yaml", text), folder) {
        Ok(planned) => planned.warnings.iter().filter_map(|it| it.code).collect(),
        Err(problems) => problems.iter().filter_map(|it| it.code).collect(),
    }
}

#[test]
fn the_schema_accepts_the_example_plans() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let plans = files("plans");
    assert!(plans.len() >= 2, "only {} plans", plans.len());
    for file in plans.iter().map(PathBuf::as_path).chain([Path::new("src/cli/starter.yaml")]) {
        let plan: Value = serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let problems: Vec<String> =
            validator.iter_errors(&plan).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(problems.is_empty(), "{}: {problems:#?}", file.display());
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses_for_its_form() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let (mut refused, mut accepted) = (0, 0);
    for file in files("tests/cases/broken-plans") {
        let text = fs::read_to_string(&file).unwrap();
        let codes = codes(&text, Path::new("tests/cases/parts"));
        if codes.iter().any(|it| UNREADABLE.contains(it)) {
            continue;
        }
        let plan: Value = serde_yaml::from_str(&text).unwrap_or_default();
        let structural = codes.iter().any(|it| STRUCTURAL.contains(it));
        let by_schema = !validator.is_valid(&plan);
        assert_eq!(by_schema, structural, "{}: we say {codes:?}", file.display());
        if structural { refused += 1 } else { accepted += 1 }
    }
    assert!(refused >= 9 && accepted >= 15, "{refused} refused, {accepted} accepted");
}

#[test]
fn every_field_of_the_schema_is_described() {
    let schema = schema();
    let mut silent = Vec::new();
    let types = schema["$defs"].as_object().unwrap().iter();
    for (name, kind) in types.chain([(&"Plan".to_owned(), &schema)]) {
        for (field, about) in kind["properties"].as_object().into_iter().flatten() {
            if about["description"].as_str().is_none_or(str::is_empty) {
                silent.push(format!("{name}.{field}"));
            }
        }
    }
    assert!(silent.is_empty(), "fields without a description: {silent:?}");
}
