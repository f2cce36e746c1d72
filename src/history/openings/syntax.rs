//! What comments and texts look like in each language.

/// How to tell code from comments and texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax {
    /// What opens a comment up to the end of the line.
    pub(super) comments: &'static [&'static str],
    /// What opens and closes a comment over several lines.
    pub(super) block: Option<(&'static str, &'static str)>,
    /// Whether such comments stand within each other.
    pub(super) nests: bool,
    /// Texts that may run over several lines.
    pub(super) texts: &'static [Text],
    /// What opens and closes a text within a line.
    pub(super) quotes: &'static [u8],
    /// What opens a text that ends at a line with a word of its own choice.
    pub(super) heredocs: &'static [&'static str],
    /// What no table says.
    pub(super) special: Special,
}

/// A text that may run over several lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    /// What takes the meaning from the byte that follows it.
    pub(super) escape: Option<u8>,
}

/// What one language has and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Special {
    None,
    /// `r#"..."#`, and a quote that is a lifetime.
    Rust,
    /// `R"x(...)x"`.
    Cpp,
    /// `/[0-9]/`, which is a pattern and no division.
    JavaScript,
}

const fn escaped(mark: &'static str) -> Text {
    Text { open: mark, close: mark, escape: Some(b'\\') }
}

const fn raw(open: &'static str, close: &'static str) -> Text {
    Text { open, close, escape: None }
}

/// Nothing is known, so that every line is code.
pub(super) const UNKNOWN: Syntax = Syntax {
    comments: &[],
    block: None,
    nests: false,
    texts: &[],
    quotes: b"",
    heredocs: &[],
    special: Special::None,
};

const SLASHES: Syntax = Syntax { comments: &["//"], block: Some(("/*", "*/")), quotes: b"\"'", ..UNKNOWN };

const HASHES: Syntax =
    Syntax { comments: &["#"], texts: &[escaped("\"\"\""), escaped("'''")], quotes: b"\"'", ..UNKNOWN };

pub(super) const RUST: Syntax =
    Syntax { nests: true, texts: &[escaped("\"")], quotes: b"'", special: Special::Rust, ..SLASHES };

pub(super) const GO: Syntax = Syntax { texts: &[raw("`", "`")], ..SLASHES };

pub(super) const PYTHON: Syntax = HASHES;

pub(super) const JAVASCRIPT: Syntax =
    Syntax { texts: &[escaped("`")], special: Special::JavaScript, ..SLASHES };

pub(super) const JAVA: Syntax = Syntax { texts: &[escaped("\"\"\"")], ..SLASHES };

pub(super) const KOTLIN: Syntax = Syntax { nests: true, texts: &[raw("\"\"\"", "\"\"\"")], ..SLASHES };

pub(super) const CSHARP: Syntax =
    Syntax { texts: &[raw("\"\"\"", "\"\"\""), raw("@\"", "\""), raw("@$\"", "\"")], ..SLASHES };

pub(super) const CPP: Syntax = Syntax { special: Special::Cpp, ..SLASHES };

pub(super) const RUBY: Syntax =
    Syntax { texts: &[], block: Some(("=begin", "=end")), heredocs: &["<<~", "<<-"], ..HASHES };

pub(super) const PHP: Syntax = Syntax { comments: &["//", "# "], heredocs: &["<<<"], ..SLASHES };

pub(super) const SWIFT: Syntax = Syntax { nests: true, ..JAVA };

pub(super) const ELIXIR: Syntax = HASHES;
