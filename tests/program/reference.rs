//! The reference of what templates see is made here from the types themselves, with values of the example
//! plans, and compared with the pages in `docs/templates/`. `INSTA_UPDATE=always` writes them.

use super::support::callsheet;
use callsheet::render::{Sort, Tool, tools};
use callsheet::templates::{Templates, tags};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Plans whose values are shown, those of the first before those of the others.
const PLANS: [&str; 6] = [
    "trade-backend",
    "portfolio-reconciliation",
    "trading-adapter-v2",
    "trading-platform",
    "next-feature",
    "trading-adapter-v1",
];

/// Kinds of document whose contexts are looked into: together they have every subject.
const KINDS: [&str; 2] = ["start-page", "comparison"];

/// Longest example, in letters.
const LONGEST: usize = 60;

/// The reference, before it is written.
struct Reference {
    /// The definitions of all types.
    types: Map<String, Value>,
    /// The subjects by their names in templates, each with the name of its type.
    subjects: Vec<(String, String)>,
    /// For each type, the page that describes it.
    pages: BTreeMap<String, String>,
    /// For each field, by type and name, the first value that was found.
    examples: BTreeMap<(String, String), String>,
}

/// The definition that a schema refers to.
fn referred(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

/// The schemas that a value may have, without that of no value.
fn choices(schema: &Value) -> Vec<&Value> {
    let is_null = |it: &&Value| it["type"] == "null";
    match schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        Some(all) => all.iter().filter(|it| !is_null(it)).collect(),
        None => vec![schema],
    }
}

/// The type of an object that a schema stands for, or holds as entries.
fn target(schema: &Value) -> Option<&str> {
    choices(schema).into_iter().find_map(|it| referred(it).or_else(|| target(it.get("items")?)))
}

impl Reference {
    fn new() -> Self {
        let mut schema = callsheet::documents::schema();
        let types = schema["$defs"].as_object_mut().map(std::mem::take).unwrap();
        let subjects = schema["properties"].as_object().unwrap().iter();
        let subjects = subjects.map(|(name, it)| (name.clone(), referred(it).unwrap().to_owned())).collect();
        let (pages, examples) = (BTreeMap::new(), BTreeMap::new());
        let mut reference = Self { types, subjects, pages, examples };
        reference.pages = reference.placed();
        for plan in PLANS {
            for kind in KINDS {
                let file = format!("plans/{plan}.yaml");
                let run =
                    callsheet(Path::new("."), &["templates", "context", kind, "--json", "--plan", &file]);
                if run.code == 0 {
                    reference.look(&serde_json::from_str(&run.stdout).unwrap());
                }
            }
        }
        reference
    }

    /// The fields of a type; of a list of words there are none.
    fn fields(&self, name: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.types[name]["properties"].as_object().into_iter().flatten()
    }

    /// A type is described on the page of the only subject that leads to it, or on that of what is shared.
    fn placed(&self) -> BTreeMap<String, String> {
        let mut pages: BTreeMap<String, String> = BTreeMap::new();
        let is_subject = |it: &str| self.subjects.iter().any(|other| other.1 == it);
        for (subject, root) in &self.subjects {
            let mut seen = BTreeSet::from([root.clone()]);
            let mut waiting = VecDeque::from([root.clone()]);
            while let Some(name) = waiting.pop_front() {
                let targets = self.fields(&name).filter_map(|it| target(it.1));
                let new: Vec<String> = targets.filter(|it| !is_subject(it)).map(str::to_owned).collect();
                waiting.extend(new.into_iter().filter(|it| seen.insert(it.clone())));
            }
            for name in seen {
                let page =
                    if pages.contains_key(&name) { "shared".to_owned() } else { subject.replace('_', "-") };
                pages.insert(name, page);
            }
        }
        pages
    }

    /// Takes examples from a context.
    fn look(&mut self, context: &Value) {
        for (subject, name) in self.subjects.clone() {
            for value in [&context[&subject], &context[format!("{subject}s")]] {
                for value in value.as_array().map_or_else(|| vec![value], |it| it.iter().collect()) {
                    self.gather(&name, value);
                }
            }
        }
    }

    fn gather(&mut self, name: &str, value: &Value) {
        let fields: Vec<(String, Value)> = self.fields(name).map(|it| (it.0.clone(), it.1.clone())).collect();
        for (field, schema) in fields {
            let Some(value) = value.get(&field) else { continue };
            match target(&schema).filter(|it| self.types[*it].get("properties").is_some()) {
                Some(inner) => {
                    for value in value.as_array().map_or_else(|| vec![value], |it| it.iter().collect()) {
                        self.gather(inner, value);
                    }
                }
                None => {
                    if let Some(example) = example(value) {
                        self.examples.entry((name.to_owned(), field)).or_insert(example);
                    }
                }
            }
        }
    }

    /// What a schema is called, with a link to the type if it is one.
    fn called(&self, schema: &Value, page: &str) -> String {
        let types = || schema["type"].as_array().into_iter().flatten();
        let optional = schema["anyOf"].as_array().is_some_and(|it| it.iter().any(|it| it["type"] == "null"))
            || types().any(|it| it == "null");
        let kind = types().find(|it| *it != "null").unwrap_or(&schema["type"]).as_str();
        let name = match (target(schema), kind) {
            (_, Some("array")) => format!("list of {}", self.called(&schema["items"], page)),
            (Some(name), _) => self.linked(name, page),
            (_, Some("string")) => {
                schema["format"].as_str().filter(|it| it.contains(' ')).unwrap_or("text").to_owned()
            }
            (_, Some("integer" | "number")) => "number".to_owned(),
            (_, Some("boolean")) => "true or false".to_owned(),
            (_, Some("object")) => "entries by name".to_owned(),
            other => panic!("no name for {other:?}: {schema}"),
        };
        if optional { format!("{name}, or empty") } else { name }
    }

    fn linked(&self, name: &str, page: &str) -> String {
        let words = words(&self.types[name]);
        if !words.is_empty() {
            let words: Vec<String> = words.iter().map(|it| format!("`{it}`")).collect();
            return words.join(", ");
        }
        let file = &self.pages[name];
        let file = if file == page { String::new() } else { format!("{file}.md") };
        let title = title(name);
        format!("[{title}]({file}#{})", title.to_lowercase().replace(' ', "-"))
    }

    /// The page of a subject, or of what is shared.
    fn page(&self, page: &str) -> String {
        let mut text = String::new();
        let root = self.subjects.iter().find(|it| it.0.replace('_', "-") == page);
        let heading = if root.is_some() {
            format!("What templates see of a {}", page.replace('-', " "))
        } else {
            "What several subjects share".to_owned()
        };
        let about = match root {
            Some((name, _)) if name == "plan" => "Every template sees it as `plan`.".to_owned(),
            Some((name, _)) => format!("A template with `for: {page}` sees it as `{name}`."),
            None => "Values that more than one subject has.".to_owned(),
        };
        let _ = writeln!(text, "# {heading}\n\n{about} [All pages](README.md).\n");
        let on_page = |name: &&String| {
            self.pages.get(*name).is_some_and(|it| it == page)
                && self.types[*name].get("properties").is_some()
        };
        let first = self.types.keys().filter(|it| root.is_some_and(|root| &root.1 == *it));
        let others = self.types.keys().filter(|it| root.is_none_or(|root| &root.1 != *it));
        for name in first.chain(others).filter(on_page) {
            self.table(&mut text, name, page);
        }
        text.truncate(text.trim_end().len());
        text + "\n"
    }

    fn table(&self, text: &mut String, name: &str, page: &str) {
        let about = described(&self.types[name]);
        let _ = writeln!(
            text,
            "## {}\n\n{about}\n\n| Field | Type | Meaning | Example |\n|---|---|---|---|",
            title(name)
        );
        for (field, schema) in self.fields(name) {
            let example = self.examples.get(&(name.to_owned(), field.clone()));
            let example = example.map(|it| code(it)).unwrap_or_default();
            let called = self.called(schema, page);
            let _ = writeln!(text, "| `{field}` | {called} | {} | {example} |", described(schema));
        }
        text.push('\n');
    }
}

/// The words that a value can be, if it is one of some.
fn words(schema: &Value) -> Vec<&str> {
    let all = choices(schema).into_iter();
    all.flat_map(|it| it["enum"].as_array().into_iter().flatten().chain(it.get("const")))
        .filter_map(Value::as_str)
        .collect()
}

/// The doc comment of a type or field, on one line.
fn described(schema: &Value) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// `CriterionView` as a heading: `Criterion`; `PullRequestView` as `Pull request`.
fn title(name: &str) -> String {
    let mut title = String::new();
    for (index, letter) in name.trim_end_matches("View").chars().enumerate() {
        if index > 0 && letter.is_uppercase() {
            title.push(' ');
            title.extend(letter.to_lowercase());
        } else {
            title.push(letter);
        }
    }
    title
}

/// A value as an example, if it is one that fits into a table.
fn example(value: &Value) -> Option<String> {
    let shown = match value {
        Value::Null => return None,
        Value::Array(entries) => {
            let first = entries.first().filter(|it| !it.is_object())?;
            format!("[{}{}]", first, if entries.len() > 1 { ", …" } else { "" })
        }
        Value::Object(entries) => {
            entries.iter().next().map(|(name, value)| format!("{{{name:?}: {value}, …}}"))?
        }
        Value::String(text) if text.is_empty() => return None,
        other => other.to_string(),
    };
    let shown: String = shown.replace("\\n", " ");
    let short: String = shown.chars().take(LONGEST).collect();
    Some(if short.len() < shown.len() { format!("{}…", short.trim_end()) } else { shown })
}

/// A text as code in a table.
fn code(text: &str) -> String {
    let fence = if text.contains('`') { "``" } else { "`" };
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', "\\|"))
}

/// A table of filters, tests or functions.
fn table(wanted: impl Fn(&Tool) -> bool) -> String {
    let mut text =
        "| Name | Arguments | What it gives | Example | Result |\n|---|---|---|---|---|\n".to_owned();
    for tool in tools().filter(wanted) {
        let Tool { name, arguments, about, example, gives, .. } = tool;
        let arguments = match arguments {
            None => "any".to_owned(),
            Some(names) => names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "),
        };
        let _ = writeln!(text, "| `{name}` | {arguments} | {about} | {} | {} |", code(example), code(gives));
    }
    text
}

/// A table of the components of built-in templates.
fn components() -> String {
    let mut rows = BTreeSet::new();
    for (file, source) in Templates::built_in() {
        for (_, tag) in tags(source).filter(|it| it.1.starts_with("component ")) {
            let (name, arguments) = tag["component ".len()..].split_once('(').unwrap();
            let arguments = arguments.trim_end_matches(')');
            rows.insert(format!("| `{name}` | `{arguments}` | `{file}` |\n"));
        }
    }
    format!("| Component | Arguments | Stands in |\n|---|---|---|\n{}", rows.into_iter().collect::<String>())
}

/// The page that leads to the others, with its tables filled in.
fn front_page() -> String {
    let places = [
        ("{own filters}", table(|it| it.sort == Sort::Filter && it.own)),
        ("{filters}", table(|it| it.sort == Sort::Filter && !it.own)),
        ("{own functions}", table(|it| it.sort == Sort::Function && it.own)),
        ("{functions}", table(|it| it.sort == Sort::Function && !it.own)),
        ("{tests}", table(|it| it.sort == Sort::Test && !it.own)),
        ("{components}", components()),
    ];
    let text = fs::read_to_string("tests/cases/reference.md").unwrap();
    places.into_iter().fold(text, |text, (place, table)| text.replace(place, table.trim_end()))
}

#[test]
fn the_reference_of_what_templates_see_is_true() {
    let reference = Reference::new();
    let mut pages: BTreeSet<String> = reference.pages.values().cloned().collect();
    assert!(pages.remove("shared") && pages.len() == 8, "{pages:?}");
    let pages = pages.into_iter().chain(["shared".to_owned()]).map(|it| (reference.page(&it), it));
    for (text, name) in pages.chain([(front_page(), "README".to_owned())]) {
        let file = format!("docs/templates/{name}.md");
        if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
            fs::write(&file, &text).unwrap();
        }
        let hint = "`INSTA_UPDATE=always cargo test --test program reference` writes it";
        assert!(fs::read_to_string(&file).unwrap() == text, "{file} is out of date: {hint}");
    }
}

#[test]
fn every_field_that_templates_see_is_described() {
    let reference = Reference::new();
    let mut silent = Vec::new();
    for name in reference.types.keys().filter(|it| reference.types[*it].get("properties").is_some()) {
        let fields = reference.fields(name).filter(|it| described(it.1).is_empty());
        silent.extend(fields.map(|it| format!("{name}.{}", it.0)));
    }
    assert!(silent.is_empty(), "without a doc comment: {silent:#?}");
}
