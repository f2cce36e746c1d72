//! What templates can do to values: every filter, test and function, with what it does and an example.
//!
//! The list is what hints and the reference are made of; a test renders each example.

/// One filter, test or function.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// How it is used.
    pub sort: Sort,
    /// Whether it is Callsheet's own, and not the engine's.
    pub own: bool,
    /// The arguments that it takes; `None` if it takes any.
    pub arguments: Option<&'static [&'static str]>,
    /// What it does, as a sentence.
    pub about: &'static str,
    /// An expression that uses it.
    pub example: &'static str,
    /// What comes of the expression.
    pub gives: &'static str,
}

/// How something is used in an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// After a pipe: `value | name`.
    Filter,
    /// After `is`: `value is name`.
    Test,
    /// Called: `name(argument=value)`.
    Function,
}

impl Sort {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Filter => "filter",
            Self::Test => "test",
            Self::Function => "function",
        }
    }
}

/// A row of the list: name, arguments, what it does, example, result.
type Row = (&'static str, Option<&'static [&'static str]>, &'static str, &'static str, &'static str);

const NONE: Option<&[&str]> = Some(&[]);

const OWN_FILTERS: &[Row] = &[
    ("anchor", NONE, "The anchor that a heading with this text gets.", r#""Phase 2A" | anchor"#, "phase-2a"),
    ("box", NONE, "A box for a list, ticked by a status or by true.", r#""done" | box"#, "[x]"),
    (
        "capital",
        NONE,
        "A text with a capital at its beginning, as a heading has it.",
        r#""say why" | capital"#,
        "Say why",
    ),
    ("code", NONE, "A text as code, whatever it holds.", r#""a|b" | code"#, "`a|b`"),
    ("credits", NONE, "A number of credits with the word.", "1200 | credits", "1,200 credits"),
    ("date", NONE, "The day of a moment.", r#""2026-03-02T09:00:00+01:00" | date"#, "2026-03-02"),
    ("drawn", NONE, "A line of a drawing in a fenced block, with its blanks.", r#""a  b" | drawn"#, "a  b"),
    ("fill", None, "A text with its places filled.", r#""{a} of {b}" | fill(a=3, b=4)"#, "3 of 4"),
    ("mark", NONE, "What a value is called, with the mark of the plan.", r#""done" | mark"#, "done"),
    (
        "moment",
        NONE,
        "A moment as people read it.",
        r#""2026-03-02T09:00:00+01:00" | moment"#,
        "2026-03-02 09:00 +0100",
    ),
    (
        "plural",
        Some(&["of", "one", "many"]),
        "A number, or how many entries a list has, with its word; `of` names a word of `counts` in `strings.yaml`.",
        r#"3 | plural(of="commit")"#,
        "3 commits",
    ),
    ("quoted", NONE, "A text in quotes, as JSON and YAML read it.", r#""a \"b\"" | quoted"#, r#""a \"b\"""#),
    ("short", NONE, "The first eight letters of a commit id.", r#""90c08f74a1b2" | short"#, "90c08f74"),
    ("thousands", NONE, "A number in groups of three digits.", "12345 | thousands", "12,345"),
    ("time", NONE, "Minutes as hours and minutes.", "200 | time", "3 h 20 min"),
    ("verbatim", NONE, "A text for a line of a fenced block.", r#""a | b" | verbatim"#, "a | b"),
    (
        "word",
        None,
        "What a value is called, by `words` in `strings.yaml`; its places are filled as by `fill`.",
        r#""share" | word(done=3, total=4)"#,
        "3 of 4",
    ),
];

const FILTERS: &[Row] = &[
    ("abs", NONE, "A number without its sign.", "-3 | abs", "3"),
    ("capitalize", NONE, "The first letter large, the others small.", r#""ab" | capitalize"#, "Ab"),
    (
        "default",
        Some(&["value", "boolean"]),
        "Another value where there is none; with `boolean`, also where it is empty or false.",
        r#"nothing | default(value="-")"#,
        "-",
    ),
    ("escape", NONE, "A text escaped for Markdown, which printing does anyway.", r#""a" | escape"#, "a"),
    ("escape_html", NONE, "A text escaped for HTML.", r#""a&b" | escape_html"#, "a&amp;b"),
    ("escape_xml", NONE, "A text escaped for XML.", r#""a&b" | escape_xml"#, "a&amp;b"),
    ("first", NONE, "The first entry of a list.", "[1, 2] | first", "1"),
    ("float", NONE, "A number with a point, of a text.", r#""1.5" | float"#, "1.5"),
    ("get", Some(&["key", "default"]), "The entry of a map.", r#"{"a": 1} | get(key="a")"#, "1"),
    (
        "group_by",
        Some(&["attribute"]),
        "The entries of a list by the value of a field.",
        r#"[{"a": 1}, {"a": 1}] | group_by(attribute="a") | length"#,
        "1",
    ),
    (
        "indent",
        Some(&["width", "indentation", "first", "blank"]),
        "Lines moved to the right, but for the first.",
        r#""a" | indent(width=2, first=true)"#,
        "  a",
    ),
    ("int", Some(&["base"]), "A whole number, of a text.", r#""12" | int"#, "12"),
    ("join", Some(&["sep"]), "The entries of a list as one text.", r#"["a", "b"] | join(sep=", ")"#, "a, b"),
    ("keys", NONE, "The names of the entries of a map.", r#"{"a": 1} | keys | join(sep=" ")"#, "a"),
    ("last", NONE, "The last entry of a list.", "[1, 2] | last", "2"),
    ("length", NONE, "How many entries, or letters.", "[1, 2] | length", "2"),
    ("lower", NONE, "Small letters.", r#""AB" | lower"#, "ab"),
    ("newlines_to_br", NONE, "Line breaks as HTML, which a page refuses.", r#""a" | newlines_to_br"#, "a"),
    ("nth", Some(&["n"]), "An entry of a list, counted from 0.", "[1, 2] | nth(n=1)", "2"),
    ("pairs", NONE, "The entries of a map as lists of name and value.", r#"{"a": 1} | pairs | length"#, "1"),
    (
        "pluralize",
        Some(&["singular", "plural"]),
        "The ending of a word after a number; `plural` knows the words of the project.",
        "2 | pluralize",
        "s",
    ),
    (
        "replace",
        Some(&["from", "to"]),
        "A text in another's place.",
        r#""ab" | replace(from="a", to="x")"#,
        "xb",
    ),
    ("reverse", NONE, "A list, or a text, from its end.", r#""ab" | reverse"#, "ba"),
    (
        "round",
        Some(&["method", "precision"]),
        "A number without, or with fewer, decimals.",
        "1.6 | round",
        "2.0",
    ),
    ("safe", NONE, "A text unescaped; of text from git or a plan it is refused.", r#""a" | safe"#, "a"),
    ("sort", Some(&["attribute"]), "A list in order.", r#"[2, 1] | sort | join(sep=" ")"#, "1 2"),
    ("split", Some(&["pat"]), "The pieces of a text.", r#""a-b" | split(pat="-") | last"#, "b"),
    ("str", NONE, "A value as text.", "1 | str", "1"),
    ("title", NONE, "Each word with a large letter.", r#""ab cd" | title"#, "Ab Cd"),
    ("trim", Some(&["pat"]), "No blanks at the ends.", r#"" a " | trim"#, "a"),
    ("trim_end", Some(&["pat"]), "No blanks at the end.", r#""a " | trim_end"#, "a"),
    ("trim_start", Some(&["pat"]), "No blanks at the start.", r#"" a" | trim_start"#, "a"),
    (
        "truncate",
        Some(&["length", "end"]),
        "The start of a text; of text from git or a plan it is refused.",
        r#""abcd" | truncate(length=2)"#,
        "ab…",
    ),
    ("unique", NONE, "A list with each entry once.", "[1, 1] | unique | length", "1"),
    ("upper", NONE, "Large letters.", r#""ab" | upper"#, "AB"),
    ("values", NONE, "The values of a map.", r#"{"a": 1} | values | first"#, "1"),
    ("wordcount", NONE, "How many words.", r#""a b" | wordcount"#, "2"),
];

const TESTS: &[Row] = &[
    ("array", NONE, "It is a list.", "[1] is array", "true"),
    ("bool", NONE, "It is true or false.", "1 is bool", "false"),
    (
        "containing",
        Some(&["pat"]),
        "It has this entry, or this text in it.",
        r#""ab" is containing(pat="b")"#,
        "true",
    ),
    ("defined", NONE, "There is such a field.", "nothing is defined", "false"),
    ("divisible_by", Some(&["divisor"]), "It is a multiple.", "4 is divisible_by(divisor=2)", "true"),
    ("ending_with", Some(&["pat"]), "The text ends so.", r#""ab" is ending_with(pat="b")"#, "true"),
    ("even", NONE, "The number is even.", "2 is even", "true"),
    ("float", NONE, "It is a number with a point.", "1.5 is float", "true"),
    ("integer", NONE, "It is a whole number.", "1 is integer", "true"),
    ("iterable", NONE, "It can be gone through.", "[1] is iterable", "true"),
    ("map", NONE, "It has fields.", r#"{"a": 1} is map"#, "true"),
    ("none", NONE, "The field is there, and empty.", "none is none", "true"),
    ("number", NONE, "It is a number.", "1 is number", "true"),
    ("odd", NONE, "The number is odd.", "2 is odd", "false"),
    ("starting_with", Some(&["pat"]), "The text starts so.", r#""ab" is starting_with(pat="a")"#, "true"),
    ("string", NONE, "It is a text.", r#""a" is string"#, "true"),
    ("undefined", NONE, "There is no such field.", "nothing is undefined", "true"),
];

const OWN_FUNCTIONS: &[Row] = &[(
    "link",
    Some(&["kind", "id"]),
    "The path of a page, relative to the page at hand; without `id`, of the first of its kind.",
    r#"link(kind="phase-prompt", id="2A")"#,
    "prompts/PHASE2A_PROMPT.md",
)];

const FUNCTIONS: &[Row] = &[
    (
        "range",
        Some(&["start", "end", "step_by"]),
        "Whole numbers.",
        r#"range(end=3) | join(sep=" ")"#,
        "0 1 2",
    ),
    (
        "throw",
        Some(&["message"]),
        "Stops with this message.",
        r#"throw(message="no owner") if false else "went on""#,
        "went on",
    ),
];

/// All of them: filters, then tests, then functions, each with Callsheet's own first.
pub fn tools() -> impl Iterator<Item = Tool> {
    let lists = [
        (Sort::Filter, true, OWN_FILTERS),
        (Sort::Filter, false, FILTERS),
        (Sort::Test, false, TESTS),
        (Sort::Function, true, OWN_FUNCTIONS),
        (Sort::Function, false, FUNCTIONS),
    ];
    let tool = |sort, own, row: &Row| {
        let (name, arguments, about, example, gives) = *row;
        Tool { name, sort, own, arguments, about, example, gives }
    };
    lists.into_iter().flat_map(move |(sort, own, rows)| rows.iter().map(move |it| tool(sort, own, it)))
}

/// The names of one sort.
pub(super) fn names(sort: Sort) -> impl Iterator<Item = &'static str> {
    tools().filter(move |it| it.sort == sort).map(|it| it.name)
}
