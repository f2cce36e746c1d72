//! The engine's messages about what does not fit where it stands, in our words.

use super::explain::About;
use crate::diagnostics::Diagnostic;

/// Something that does not fit where it stands. `start` is what the message says before its first name.
pub(super) fn misused((start, name): (&str, &str), message: &str, about: &About<'_>) -> Option<Diagnostic> {
    unfit((start, name), message, about)
        .or_else(|| misplaced((start, name), message, about))
        .or_else(|| wrong_type((start, name), message))
}

/// Arguments and names that are missing or wrong.
fn unfit((start, name): (&str, &str), message: &str, about: &About<'_>) -> Option<Diagnostic> {
    Some(match start {
        "argument" if message.ends_with("missing") => {
            let hint = format!("give it one: `{name}={{value}}`");
            Diagnostic::error(format!("the component needs `{name}`")).hint(hint)
        }
        "missing keyword argument" => {
            let called = about.text.split('(').next().unwrap_or_default().trim();
            Diagnostic::error(format!("`{called}` needs `{name}`"))
                .hint(format!("give it one: `{called}({name}=value)`"))
        }
        "keyword argument" => Diagnostic::error(format!("`{name}` is given twice")),
        "" if message.ends_with("of this text is not given") => {
            let place = name.trim_matches(['{', '}']);
            Diagnostic::error(message).hint(format!("give it one: `{place}=value`"))
        }
        "block was named" => {
            let other = message.split('`').nth(3).unwrap_or_default();
            let message = format!("`endblock {other}` cannot close the block `{name}`");
            Diagnostic::error(message).hint(format!("write `{{% endblock {name} %}}`"))
        }
        "found invalid field of" => {
            let (known, hint) = ("`index`, `index0`, `first`, `last` and `length`", "it has");
            Diagnostic::error(format!("`loop` has no `{}`", about.text)).hint(format!("{hint} {known}"))
        }
        "" if message.ends_with("is no moment") => {
            Diagnostic::error(message).hint("it takes a text such as `2026-03-02T09:00:00+01:00`")
        }
        _ => return None,
    })
}

/// Signs and tags that stand where something else should.
fn misplaced((start, name): (&str, &str), message: &str, about: &About<'_>) -> Option<Diagnostic> {
    if start.starts_with("found") && message.contains("expect") {
        return Some(unexpected(message.trim_end_matches('.'), about));
    }
    let first = message.split_whitespace().next().unwrap_or_default();
    Some(match start.trim_end_matches('.') {
        "unexpected character" => {
            let problem = Diagnostic::error(format!("`{}` cannot stand here", about.text));
            if about.text == "&" { problem.hint("write `and`") } else { problem }
        }
        "super() called outside of a block" => Diagnostic::error("`super()` stands outside of a block"),
        "break can only be used in a for loop" | "continue can only be used in a for loop" => {
            Diagnostic::error(format!("`{first}` stands outside of a loop"))
        }
        "" if message.contains("needs to be the first tag") => {
            Diagnostic::error(format!("`{name}` stands below something else"))
                .hint("put it at the top, below the front matter")
        }
        "template is already extending" => {
            Diagnostic::error(format!("this template extends `{name}` already"))
                .hint("take one of the two out")
        }
        "function calls are only allowed at the first element of a chain" => {
            Diagnostic::error("a function cannot be called on a value").hint("use a filter: `value | name`")
        }
        it if it.starts_with("this content would be ignored") => {
            let message =
                "what stands outside of blocks is not printed, since the template extends another one";
            Diagnostic::error(message).hint("put it into a block")
        }
        it if it.starts_with("blocks cannot be written") => {
            let within = message.split(" inside a ").last().unwrap_or_default().trim_end_matches('.');
            Diagnostic::error(format!("a block cannot stand in a {within}")).hint("put that into the block")
        }
        it if it.starts_with("components with body content") => {
            Diagnostic::error("the component is not closed")
                .hint("end it with `/>`; one with a body is a tag: `{% <name> %}...{% </name> %}`")
        }
        it if it.contains("is a reserved keyword") => {
            Diagnostic::error(format!("`{first}` cannot name a value")).hint("take another name")
        }
        it if it.starts_with("maximum render recursion depth") => {
            Diagnostic::error("components call each other without end")
        }
        _ => return None,
    })
}

/// Values of a sort that cannot be used so.
fn wrong_type((start, name): (&str, &str), message: &str) -> Option<Diagnostic> {
    let other = message.split('`').nth(3).unwrap_or_default();
    let count = "`| length` counts a list";
    Some(match start {
        "invalid type for the value, expected" => {
            let problem =
                Diagnostic::error(format!("what stands here is {}, not {}", typed(other), typed(name)));
            match typed(other) {
                it if it == LIST => problem.hint("go through it with `{% for %}`"),
                it if it == NUMBER && typed(name) == TEXT => problem.hint("`| str` makes a text of it"),
                _ => problem,
            }
        }
        "iteration not possible on type" if name == "undefined" => {
            Diagnostic::error("there is nothing of this name to go through")
        }
        "iteration not possible on type" => {
            Diagnostic::error(format!("what stands here is {}, which has no entries", typed(name)))
        }
        "key/value iteration is not possible on type" => {
            Diagnostic::error(format!("what stands here is {}, whose entries have no names", typed(name)))
                .hint("write `{% for entry in ... %}`; `loop.index` counts them")
        }
        "cannot compare" => {
            let problem =
                Diagnostic::error(format!("{} cannot be compared with {}", typed(name), typed(other)));
            if [name, other].iter().any(|it| typed(it) == LIST) { problem.hint(count) } else { problem }
        }
        "" if message.contains("cannot be used on a container") => {
            Diagnostic::error(format!("what stands after `in` is {}, in which nothing is", typed(other)))
                .hint("it may be a list, a text or a value with fields")
        }
        "" if message.starts_with("`+` requires") => {
            Diagnostic::error("only numbers can be added").hint("`~` puts texts together: `a ~ b`")
        }
        "math operations can only be done on numbers, found" => {
            Diagnostic::error(format!("what stands here is {}, and no number", typed(name)))
        }
        it if it.starts_with("value of type") && it.ends_with("has no length") => {
            let of = it.split_whitespace().nth(3).unwrap_or_default();
            match of {
                "undefined" | "none" => Diagnostic::error("there is nothing here to count"),
                of => Diagnostic::error(format!("what stands here is {}, which has no length", typed(of))),
            }
        }
        _ => return None,
    })
}

/// `Found X but expected Y` in our words.
fn unexpected(message: &str, about: &About<'_>) -> Diagnostic {
    let sign = if message.contains(" but was expecting ") { " but was expecting " } else { " but expected " };
    let (found, wanted) = message.split_once(sign).unwrap_or((message, "something else"));
    let found = found.trim_start_matches("Found ");
    if found == "`%}`" && about.template.ends_with("#when") {
        return Diagnostic::error(format!("the condition ends where {} should stand", expected(wanted)));
    }
    let is_sign = found.starts_with('`');
    let ends_condition = wanted == "%}" && about.template.ends_with("#when");
    let found = if is_sign { found.trim_matches('`') } else { about.text.lines().next().unwrap_or_default() };
    let problem = Diagnostic::error(if ends_condition {
        format!("`{found}` cannot stand here")
    } else {
        format!("`{found}` stands where {} should", expected(wanted))
    });
    let hint = hint((found, is_sign), wanted, about.before.trim_end());
    hint.into_iter().fold(problem, Diagnostic::hint)
}

/// What should stand somewhere.
fn expected(wanted: &str) -> String {
    match wanted {
        "identifier" => "a name".to_owned(),
        "string" => "a text in quotes".to_owned(),
        it if it.starts_with("one of: ") => "a value".to_owned(),
        it if it.contains("a string, an integer") => "a name in quotes".to_owned(),
        it if it.contains("`, `") => it.to_owned(),
        it => format!("`{}`", it.trim_matches('`')),
    }
}

/// What to write in the stead of what was found.
fn hint((found, is_sign): (&str, bool), wanted: &str, before: &str) -> Option<&'static str> {
    let is_argument = before.ends_with(['(', ',']);
    Some(match (found, wanted) {
        ("(", ">") => "arguments of a component stand without brackets: `<name argument={value}>`",
        ("=", it) if it != "=" => "write `==` to compare",
        ("!", _) => "write `not`",
        ("|", _) if before.ends_with('|') => "write `or`",
        (">", _) if before.ends_with('-') => "fields stand after a point: `phase.id`",
        (":", "}}" | "%}") => "arguments stand in brackets: `name(argument=value)`",
        ("}}" | "%}", "else" | "`else`") => "say what stands there otherwise: `a if b else \"\"`",
        ("{", _) | (_, "`...`, a string, an integer or a bool") => {
            "inside of a tag, names stand without braces"
        }
        ("if", "%}") if before.ends_with("else") => "write `elif`",
        (_, "identifier") if is_argument && !is_sign => "give each argument its name: `name(argument=value)`",
        (_, "=") => "give each argument its name: `name(argument=value)`",
        (_, "identifier") if before.ends_with("block") => "the name of a block stands without quotes",
        (_, "string") => "name a template in quotes: `\"parts/gate.md\"`",
        _ => return None,
    })
}

const TEXT: &str = "a text";
const LIST: &str = "a list";
const NUMBER: &str = "a number";

/// What the engine's types are called.
fn typed(name: &str) -> &str {
    match name {
        "&str" | "string" | "String" => TEXT,
        "array" | "&[Value]" | "Vec<Value>" => LIST,
        "map" | "&Map" | "Map" => "a value with fields",
        "bool" => "true or false",
        "none" => "empty",
        "undefined" => "not defined",
        _ => NUMBER,
    }
}
