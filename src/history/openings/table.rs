//! The languages whose tests are known: which files are looked at, and how a line opens a test.
//!
//! A pattern with a `/` at its end is a folder anywhere in a path; any other is the name of a file.

use super::line::Form;
use super::syntax::{self, Syntax};

/// How tests of one language are found.
#[derive(Debug)]
pub(super) struct Language {
    /// As readers know it.
    pub(super) name: &'static str,
    /// Its files.
    pub(super) files: &'static [&'static str],
    /// Files and folders of tests; anywhere if there is none.
    pub(super) places: &'static [&'static str],
    /// Files in these places that hold no tests.
    pub(super) except: &'static [&'static str],
    /// Its comments and texts.
    pub(super) syntax: Syntax,
    /// What opens an attribute; empty if it has none.
    pub(super) attribute: &'static str,
    /// Words that may stand before a function or call.
    pub(super) modifiers: &'static [&'static str],
    /// The ways to open a test, in the order in which they are tried and named.
    pub(super) marks: &'static [(Form, &'static str)],
    /// What looks like one of them, and is none.
    pub(super) no_marks: &'static [&'static str],
}

const BLANK: Language = Language {
    name: "",
    files: &[],
    places: &[],
    except: &[],
    syntax: syntax::UNKNOWN,
    attribute: "",
    modifiers: &[],
    marks: &[],
    no_marks: &[],
};

/// Every language, by name.
pub(super) const LANGUAGES: [Language; 13] =
    [CPP, CSHARP, ELIXIR, GO, JAVA, JAVASCRIPT, KOTLIN, PHP, PYTHON, RUBY, RUST, SWIFT, TYPESCRIPT];

const CPP: Language = Language {
    name: "C++",
    files: &["*.cc", "*.cpp", "*.cxx", "*.c++", "*.h", "*.hh", "*.hpp", "*.hxx"],
    syntax: syntax::CPP,
    marks: &[
        (Form::Call, "TEST("),
        (Form::Call, "TEST_F("),
        (Form::Call, "TEST_P("),
        (Form::Call, "TYPED_TEST("),
        (Form::Call, "TYPED_TEST_P("),
        (Form::Call, "TEST_CASE("),
        (Form::Call, "TEST_CASE_METHOD("),
        (Form::Call, "TEMPLATE_TEST_CASE("),
        (Form::Call, "SCENARIO("),
        (Form::Call, "BOOST_AUTO_TEST_CASE("),
        (Form::Call, "BOOST_FIXTURE_TEST_CASE("),
    ],
    ..BLANK
};

const CSHARP: Language = Language {
    name: "C#",
    files: &["*.cs"],
    syntax: syntax::CSHARP,
    attribute: "[",
    marks: &[
        (Form::Attribute, "[Fact]"),
        (Form::Attribute, "[Theory]"),
        (Form::Attribute, "[Test]"),
        (Form::Attribute, "[TestCase]"),
        (Form::Attribute, "[TestCaseSource]"),
        (Form::Attribute, "[TestMethod]"),
        (Form::Attribute, "[DataTestMethod]"),
    ],
    ..BLANK
};

const ELIXIR: Language = Language {
    name: "Elixir",
    files: &["*.exs", "*.ex"],
    places: &["*_test.exs", "test/"],
    syntax: syntax::ELIXIR,
    marks: &[(Form::Start, "test \""), (Form::Start, "property \"")],
    ..BLANK
};

/// Benchmarks and examples do not count; a method counts, since suites run theirs.
const GO: Language = Language {
    name: "Go",
    files: &["*.go"],
    places: &["*_test.go"],
    syntax: syntax::GO,
    marks: &[(Form::Function, "func Test"), (Form::Method, "func Test"), (Form::Function, "func Fuzz")],
    no_marks: &["func TestMain("],
    ..BLANK
};

const JAVA: Language = Language {
    name: "Java",
    files: &["*.java"],
    syntax: syntax::JAVA,
    attribute: "@",
    marks: &[
        (Form::Attribute, "@Test"),
        (Form::Attribute, "@ParameterizedTest"),
        (Form::Attribute, "@RepeatedTest"),
        (Form::Attribute, "@TestFactory"),
        (Form::Attribute, "@TestTemplate"),
        (Form::Attribute, "@Property"),
    ],
    ..BLANK
};

const JAVASCRIPT: Language = Language {
    name: "JavaScript",
    files: &["*.js", "*.jsx", "*.mjs", "*.cjs"],
    places: &[
        "*.test.*",
        "*.spec.*",
        "*.cy.*",
        "*_test.*",
        "*-test.*",
        "__tests__/",
        "test/",
        "tests/",
        "spec/",
        "specs/",
        "e2e/",
    ],
    syntax: syntax::JAVASCRIPT,
    modifiers: &["await", "void"],
    marks: &[
        (Form::Call, "it("),
        (Form::Call, "test("),
        (Form::Call, "fit("),
        (Form::Call, "xit("),
        (Form::Call, "xtest("),
        (Form::Call, "Deno.test("),
        (Form::Call, "QUnit.test("),
    ],
    ..BLANK
};

const KOTLIN: Language =
    Language { name: "Kotlin", files: &["*.kt", "*.kts"], syntax: syntax::KOTLIN, ..JAVA };

const PHP: Language = Language {
    name: "PHP",
    files: &["*.php"],
    places: &["*Test.php", "*Tests.php", "*Test.phpt", "test/", "tests/", "Test/", "Tests/"],
    syntax: syntax::PHP,
    attribute: "#[",
    modifiers: &["public", "protected", "private", "static", "final"],
    marks: &[
        (Form::Function, "function test"),
        (Form::Attribute, "#[Test]"),
        (Form::Comment, "@test"),
        (Form::Call, "it("),
        (Form::Call, "test("),
    ],
    ..BLANK
};

const PYTHON: Language = Language {
    name: "Python",
    files: &["*.py"],
    places: &["test_*.py", "*_test.py", "*_tests.py", "tests.py", "test/", "tests/", "testsuite/"],
    except: &["conftest.py"],
    syntax: syntax::PYTHON,
    modifiers: &["async"],
    marks: &[(Form::Start, "def test_"), (Form::Function, "def test")],
    no_marks: &["def test("],
    ..BLANK
};

const RUBY: Language = Language {
    name: "Ruby",
    files: &["*.rb"],
    places: &["*_spec.rb", "*_test.rb", "test_*.rb", "spec/", "test/"],
    syntax: syntax::RUBY,
    marks: &[
        (Form::Start, "it \""),
        (Form::Start, "it '"),
        (Form::Start, "it {"),
        (Form::Start, "it do"),
        (Form::Start, "it(\""),
        (Form::Start, "it('"),
        (Form::Start, "specify "),
        (Form::Start, "scenario "),
        (Form::Start, "test \""),
        (Form::Start, "test '"),
        (Form::Start, "def test_"),
    ],
    ..BLANK
};

const RUST: Language = Language {
    name: "Rust",
    files: &["*.rs"],
    syntax: syntax::RUST,
    attribute: "#[",
    marks: &[
        (Form::Attribute, "#[test]"),
        (Form::Attribute, "#[*::test]"),
        (Form::Attribute, "#[rstest]"),
        (Form::Attribute, "#[rstest::rstest]"),
        (Form::Attribute, "#[test_case]"),
        (Form::Attribute, "#[test_case::test_case]"),
        (Form::Attribute, "#[quickcheck]"),
        (Form::Attribute, "#[proptest]"),
        (Form::Attribute, "#[*_test]"),
    ],
    ..BLANK
};

const SWIFT: Language = Language {
    name: "Swift",
    files: &["*.swift"],
    places: &["*Test.swift", "*Tests.swift", "Tests/", "*Tests/"],
    syntax: syntax::SWIFT,
    attribute: "@",
    modifiers: &["public", "internal", "private", "final", "override", "static", "nonisolated"],
    marks: &[(Form::Attribute, "@Test"), (Form::Function, "func test")],
    ..BLANK
};

const TYPESCRIPT: Language =
    Language { name: "TypeScript", files: &["*.ts", "*.tsx", "*.mts", "*.cts"], ..JAVASCRIPT };
