//! Compares a YAML tree with the JSON Schema of the type that it should become.

use super::tree::{Kind, Node, Style};
use super::yaml::Extent;
use super::{Budget, Count, Id, Malformed, Measure, Quantity, Stated};
use crate::diagnostics::{Code, Diagnostic, Origin, Source, nearest};
use schemars::JsonSchema;
use serde_json::{Map, Value};
use std::ops::Range;
use std::sync::Arc;

/// Every place where the tree is not what the type wants.
pub(super) fn check<T: JsonSchema>(source: &Arc<Source>, node: &Node, extent: Extent) -> Vec<Diagnostic> {
    let mut schema = schemars::schema_for!(T).to_value();
    if extent == Extent::Part
        && let Some(schema) = schema.as_object_mut()
    {
        schema.remove("required");
    }
    let mut checker = Checker { source, schema: &schema, problems: Vec::new() };
    checker.value(node, &schema, "");
    checker.problems
}

/// What people write at a criterion to tick it.
const TICKS: [&str; 6] = ["done", "status", "passed", "ticked", "checked", "result"];

struct Checker<'a> {
    source: &'a Arc<Source>,
    schema: &'a Value,
    problems: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    fn value(&mut self, node: &Node, schema: &'a Value, path: &str) {
        let schema = self.resolve(schema);
        if is_null(node) && allows_null(schema) {
            return;
        }
        let Some(schema) = without_null(schema) else { return };
        let schema = self.resolve(schema);
        if let Some(words) = words(schema) {
            return self.word(node, &words, path);
        }
        match kind(schema) {
            "object" => self.mapping(node, schema, path),
            "array" => self.sequence(node, schema, path),
            "integer" => self.integer(node, schema, path),
            "boolean" => self.boolean(node, path),
            "string" => self.text(node, schema, path),
            _ => {}
        }
    }

    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let reference = schema.get("$ref").and_then(Value::as_str);
        reference.and_then(|it| self.schema.pointer(it.trim_start_matches('#'))).unwrap_or(schema)
    }

    fn mapping(&mut self, node: &Node, schema: &'a Value, path: &str) {
        let Kind::Mapping(_) = &node.kind else { return self.wrong(node, path, "a mapping") };
        let fields = schema.get("properties").and_then(Value::as_object);
        let field = |name: &str| fields.and_then(|it| it.get(name)).or_else(|| any_field(schema));
        let entries = entries_of(node);
        let mut seen: Vec<(&str, &Range<usize>)> = Vec::new();
        let mut meant: Vec<String> = Vec::new();
        for (key, value) in &entries {
            let Kind::Scalar(name, _) = &key.kind else {
                let problem = self.at(Code::WrongType, &key.span, "the name of a field must be a word");
                self.problems.push(problem);
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|it| it.0 == name) {
                let first = Origin::new(self.source, (*first).clone());
                let message = format!("field `{name}` is given twice");
                let problem = self.at(Code::DuplicateField, &key.span, message).label("again here");
                self.problems.push(problem.related(first, "first here"));
                continue;
            }
            seen.push((name, &key.span));
            match field(name) {
                Some(field) => self.value(value, field, &join(path, name)),
                None => meant.extend(self.unknown_field(key, name, fields)),
            }
        }
        let given = |name: &str| seen.iter().any(|it| it.0 == name) || meant.iter().any(|it| it == name);
        let missing = required(schema).filter(|it| !given(it));
        let missing: Vec<String> = missing.map(str::to_owned).collect();
        for name in missing {
            self.missing_field(node, (&name, field(&name)), path);
        }
    }

    /// Tells of a field that there is not, and gives the one that was meant.
    fn unknown_field(
        &mut self,
        key: &Node,
        name: &str,
        fields: Option<&Map<String, Value>>,
    ) -> Option<String> {
        let known: Vec<&str> = fields.into_iter().flat_map(Map::keys).map(String::as_str).collect();
        let near = nearest(name, known.iter().copied()).map(str::to_owned);
        let problem = self.at(Code::UnknownField, &key.span, format!("unknown field `{name}`"));
        let problem = match &near {
            None if TICKS.contains(&name) && known.contains(&"check") => {
                problem.hint("nothing is ticked in a plan: a commit or a recorded result does that")
            }
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None if name.contains(' ') => {
                problem.hint("a text with a comma in it needs quotes between `{` and `}`")
            }
            None => problem.hint(format!("fields here: {}", known.join(", "))),
        };
        self.problems.push(problem);
        near
    }

    fn missing_field(&mut self, node: &Node, (name, field): (&str, Option<&Value>), path: &str) {
        let place = if path.is_empty() { String::new() } else { format!(" in `{path}`") };
        let first = match &node.kind {
            Kind::Mapping(entries) => entries.first().map(|(key, _)| key.span.clone()),
            _ => None,
        };
        let span = first.unwrap_or(node.span.start..node.span.start + 1);
        let problem = self.at(Code::MissingField, &span, format!("missing field `{name}`{place}"));
        let problem = problem.label("this entry needs it");
        let about = field.and_then(|it| it.get("description")).and_then(Value::as_str);
        let about = about.map(|it| format!("`{name}`: {}", it.lines().next().unwrap_or_default()));
        self.problems.push(about.into_iter().fold(problem, Diagnostic::hint));
    }

    fn sequence(&mut self, node: &Node, schema: &'a Value, path: &str) {
        let Kind::Sequence(items) = &node.kind else {
            self.wrong(node, path, "a list");
            if let (Kind::Scalar(text, _), Some(problem)) = (&node.kind, self.problems.last_mut()) {
                problem.hint = Some(format!("write `[{text}]`"));
            }
            return;
        };
        let Some(item) = schema.get("items") else { return };
        for (index, value) in items.iter().enumerate() {
            self.value(value, item, &format!("{path}[{index}]"));
        }
    }

    fn word(&mut self, node: &Node, words: &[String], path: &str) {
        let Kind::Scalar(text, _) = &node.kind else { return self.wrong(node, path, "a word") };
        if words.contains(text) {
            return;
        }
        let problem = self.at(Code::UnknownWord, &node.span, format!("`{path}` cannot be `{text}`"));
        let problem = problem.label(format!("one of {}", words.join(", ")));
        let near = nearest(text, words.iter().map(String::as_str)).map(|it| format!("did you mean `{it}`?"));
        self.problems.push(near.into_iter().fold(problem, Diagnostic::hint));
    }

    fn integer(&mut self, node: &Node, schema: &Value, path: &str) {
        let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
        let least = bound("minimum").unwrap_or(0.0);
        let most = bound("maximum").unwrap_or_else(|| most_of(schema));
        let fits = |it: &i64| {
            #[expect(clippy::cast_precision_loss, reason = "limits are small")]
            let value = *it as f64;
            (least..=most).contains(&value)
        };
        let number = match &node.kind {
            Kind::Scalar(text, Style::Plain) => text.parse::<i64>().ok().filter(fits),
            _ => None,
        };
        if number.is_none() {
            let any = least <= 0.0 && most >= f64::from(u32::MAX);
            let range = if any { String::new() } else { format!(" from {least} to {most}") };
            self.wrong(node, path, &format!("a whole number{range}"));
        }
    }

    fn boolean(&mut self, node: &Node, path: &str) {
        if !matches!(&node.kind, Kind::Scalar(text, Style::Plain) if text == "true" || text == "false") {
            self.wrong(node, path, "`true` or `false`");
        }
    }

    fn text(&mut self, node: &Node, schema: &Value, path: &str) {
        let Kind::Scalar(text, _) = &node.kind else {
            self.wrong(node, path, "text");
            if let (Kind::Mapping(_), Some(problem)) = (&node.kind, self.problems.last_mut()) {
                problem.hint = Some("a text with `: ` or `{` in it needs quotes".to_owned());
            }
            return;
        };
        if is_null(node) {
            return self.wrong(node, path, "text");
        }
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        if let Some(malformed) = malformed(format, text) {
            let problem = malformed.diagnostic().at(Origin::new(self.source, node.span.clone()));
            self.problems.push(problem.label(format!("in `{path}`")));
        }
    }

    fn wrong(&mut self, node: &Node, path: &str, wanted: &str) {
        let found = match &node.kind {
            _ if is_null(node) => "nothing".to_owned(),
            Kind::Scalar(text, _) if text.chars().count() > 40 => "a long text".to_owned(),
            Kind::Scalar(text, _) => format!("`{text}`"),
            Kind::Sequence(_) => "a list".to_owned(),
            Kind::Mapping(_) => "a mapping".to_owned(),
        };
        let subject = if path.is_empty() { "a plan".to_owned() } else { format!("`{path}`") };
        let span = match &node.kind {
            Kind::Scalar(..) => node.span.clone(),
            _ => node.span.start..node.span.start + 1,
        };
        let message = format!("{subject} must be {wanted}, not {found}");
        let problem = self.at(Code::WrongType, &span, message);
        self.problems.push(problem.label(format!("must be {wanted}")));
    }

    fn at(&self, code: Code, span: &Range<usize>, message: impl Into<String>) -> Diagnostic {
        code.says(message).at(Origin::new(self.source, span.clone()))
    }
}

/// Why a text is not of the format that its field has.
fn malformed(format: &str, text: &str) -> Option<Malformed> {
    match format {
        "id" => text.parse::<Id>().err(),
        "budget" => text.parse::<Budget>().err(),
        "count" => text.parse::<Count>().err(),
        "measure" => text.parse::<Measure>().err(),
        "quantity" => text.parse::<Quantity>().err(),
        "status" => text.parse::<Stated>().err(),
        _ => None,
    }
}

/// What every field is, in a mapping whose fields have no names of their own.
fn any_field(schema: &Value) -> Option<&Value> {
    schema.get("additionalProperties").filter(|it| it.is_object())
}

/// The entries of a mapping, with those that a merge key brings in and that it does not state itself.
fn entries_of(node: &Node) -> Vec<(Node, Node)> {
    let Kind::Mapping(entries) = &node.kind else { return Vec::new() };
    let is_merge = |key: &Node| matches!(&key.kind, Kind::Scalar(name, Style::Plain) if name == "<<");
    let (merges, own): (Vec<_>, Vec<_>) = entries.iter().cloned().partition(|(key, _)| is_merge(key));
    let mut all = own;
    for (_, value) in &merges {
        let sources = match &value.kind {
            Kind::Sequence(items) => items.clone(),
            _ => vec![value.clone()],
        };
        for (key, value) in sources.iter().flat_map(entries_of) {
            if !all.iter().any(|(it, _)| same_name(it, &key)) {
                all.push((key, value));
            }
        }
    }
    all
}

fn same_name(one: &Node, other: &Node) -> bool {
    matches!((&one.kind, &other.kind), (Kind::Scalar(one, _), Kind::Scalar(other, _)) if one == other)
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn is_null(node: &Node) -> bool {
    matches!(&node.kind, Kind::Scalar(text, Style::Plain) if matches!(text.as_str(), "" | "~" | "null"))
}

fn allows_null(schema: &Value) -> bool {
    let types = schema.get("type").and_then(Value::as_array);
    let any = schema.get("anyOf").and_then(Value::as_array);
    types.is_some_and(|it| it.iter().any(|it| it == "null"))
        || any.is_some_and(|it| it.iter().any(|it| it.get("type").is_some_and(|it| it == "null")))
}

/// The schema of what a field is if it is not left empty.
fn without_null(schema: &Value) -> Option<&Value> {
    match schema.get("anyOf").and_then(Value::as_array) {
        Some(choices) => choices.iter().find(|it| it.get("type").is_none_or(|it| it != "null")),
        None => Some(schema),
    }
}

fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::Array(types)) => {
            types.iter().filter_map(Value::as_str).find(|it| *it != "null").unwrap_or("")
        }
        Some(Value::String(kind)) => kind,
        _ => "",
    }
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// The words of an enumeration, whether they are listed at once or each with a description.
fn words(schema: &Value) -> Option<Vec<String>> {
    let text = |it: &Value| it.as_str().map(str::to_owned);
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return Some(words.iter().filter_map(text).collect());
    }
    let choices = schema.get("oneOf").and_then(Value::as_array)?;
    let of = |it: &Value| match it.get("enum").and_then(Value::as_array) {
        Some(words) => words.iter().filter_map(text).collect(),
        None => it.get("const").and_then(text).into_iter().collect::<Vec<_>>(),
    };
    Some(choices.iter().flat_map(of).collect())
}

fn most_of(schema: &Value) -> f64 {
    match schema.get("format").and_then(Value::as_str) {
        Some("uint8") => f64::from(u8::MAX),
        Some("uint16") => f64::from(u16::MAX),
        _ => f64::from(u32::MAX),
    }
}
