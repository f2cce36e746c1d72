//! Lines that open a test and lines that do not, language by language.

use super::{TestRule, looks_at, openings};

/// The lines that open a test, with their marks.
fn found(path: &str, content: &str) -> Vec<(u32, String)> {
    openings(path, content.as_bytes(), &[]).into_iter().map(|it| (it.line, it.mark.to_owned())).collect()
}

/// Compares with the lines that end with `<- MARK`, in a comment of any language.
fn check(path: &str, content: &str) {
    let expected = (1..).zip(content.lines());
    let expected = expected.filter_map(|(at, line)| Some((at, line.split_once("<- ")?.1.to_owned())));
    assert_eq!(found(path, content), expected.collect::<Vec<(u32, String)>>(), "{path}");
}

#[test]
fn rust_counts_functions_with_a_test_attribute() {
    check(
        "src/lib.rs",
        r##"
#[cfg(test)]
mod tests {
    use super::*;
    #[test] // <- #[test]
    #[ignore]
    fn one() {}
    #[test] fn two() {} // <- #[test]
    #[tokio::test(flavor = "multi_thread")] // <- #[*::test]
    async fn three() {}
    #[rstest] // <- #[rstest]
    #[case(1)]
    #[case(2)]
    fn four(#[case] it: u8) {}
    #[test_case(1 ; "a")] // <- #[test_case]
    #[test_case(2 ; "b")]
    fn five(it: u8) {}
    #[test_case( // <- #[test_case]
        1,
        "]"
    )]
    #[test_case(2)]
    fn six(it: u8) {}
    // #[test]
    /* #[test]
    /* inner */
    #[test]
    */
    /// #[test]
    fn helper<'a>(it: &'a str) -> char { '"' }
    const RAW: &str = r#"
#[test]
fn "no test"() {}
"#;
    const TEXT: &str = "\
#[test]
";
    #[cargo_test(nightly, reason = "x")] // <- #[*_test]
    fn seven() {}
    #[cfg_attr(miri, test)]
    #[testing]
    #[bench]
    fn none() {}
    const CLOSE: char = '\'';
    #[test] // <- #[test]
    fn last() {}
}
"##,
    );
}

#[test]
fn go_counts_tests_and_fuzz_tests_of_test_files() {
    let content = r#"
func TestOne(t *testing.T) { // <- func Test
func Test_two(t *testing.T) { // <- func Test
func (s *Suite) TestThree() { // <- func Test
func FuzzFour(f *testing.F) { // <- func Fuzz
func TestMain(m *testing.M) {
func Testify(t *testing.T) {
func BenchmarkOne(b *testing.B) {
func ExampleOne() {
func helper(t *testing.T) { t.Run("x", TestOne) }
// func TestNo(t *testing.T) {
/*
func TestNo(t *testing.T) {
*/
var source = `
func TestNo(t *testing.T) {
`
"#;
    check("pkg/a_test.go", content);
    assert_eq!(found("pkg/a.go", content), []);
}

#[test]
fn python_counts_test_functions_of_test_files() {
    let content = r#"
def test_one(): # <- def test_
async def test_two(): # <- def test_
class TestX:
    def test_three(self): # <- def test_
    def testFour(self): # <- def test
    def helper(self): pass
    def test(self): pass
    def testing(self): pass
    # def test_no(): pass
    """
    def test_no(): pass
    """
    source = '''
def test_no(): pass
'''
    it = "it's # no comment"
    quote = '"""'
    def test_five(self): # <- def test_
"#;
    for path in ["test_a.py", "x/a_test.py", "tests/a.py", "app/tests.py", "app/testsuite/a.py"] {
        check(path, content);
    }
    for path in ["a.py", "tests/conftest.py", "tests/data.txt"] {
        assert_eq!(found(path, content), []);
    }
}

#[test]
fn javascript_and_typescript_count_calls_and_no_groups() {
    let content = r#"
import { it } from "vitest";
describe("group", () => {
  it("one", () => {}); // <- it(
  test('two', async () => {}); // <- test(
  it.each([1, 2])("three %i", () => {}); // <- it(
  test.each`a | b`("four", () => {}); // <- test(
  test.concurrent.only("five", () => {}); // <- test(
  it.skip("six"); // <- it(
  it( // <- it(
    "seven",
  test.describe("no", () => {});
  test.beforeEach(() => {});
  test.skip(isSlow, "no");
  test.todo("no");
  await test.step("no", () => {});
  item("no");
  it = 3;
  if (/[/`]/.test(name)) { run(); }
  const half = a / 2; const text = `
  it("no", () => {});
  `;
  // it("no");
  /* it("no");
  it("no"); */
  expect(it("no"));
  Deno.test("eight", () => {}); // <- Deno.test(
});
"#;
    for path in ["a.test.ts", "a.spec.js", "src/__tests__/a.jsx", "test/a.mjs", "e2e/a.tsx"] {
        check(path, content);
    }
    assert_eq!(found("src/a.ts", content), []);
}

#[test]
fn java_and_kotlin_count_annotated_functions() {
    let content = r#"
@Test // <- @Test
void one() {}
@Test @DisplayName("two") void two() {} // <- @Test
@DisplayName("three") @Test // <- @Test
void three() {}
@ParameterizedTest(name = "{0}") // <- @ParameterizedTest
@ValueSource(ints = {1, 2})
void four(int it) {}
@org.junit.Test(timeout = 5) // <- @Test
void five() {}
@TestConfiguration
class Helper {}
@BeforeEach
void testNothing() {}
// @Test
/**
 * @Test
 */
String text = """
@Test
""";
String name = "@Test";
"#;
    check("src/test/java/A.java", content);
    check("src/test/kotlin/A.kt", content);
}

#[test]
fn csharp_counts_methods_with_a_test_attribute() {
    check(
        "A.cs",
        r#"
[Fact] // <- [Fact]
public void One() {}
[Theory, InlineData("a, b]")] // <- [Theory]
public void Two(string it) {}
[Trait("x", "y"), Xunit.Fact(Skip = "no")] // <- [Fact]
public void Three() {}
[Test] // <- [Test]
[TestCase(1)]
[TestCase(2)]
public void Four(int it) {}
[TestMethod] public void Five() {} // <- [TestMethod]
[TestFixture]
public class Helper {}
// [Fact]
/* [Fact]
[Fact] */
var text = @"
[Fact]
";
var list = [Fact];
"#,
    );
}

#[test]
fn cpp_counts_test_macros() {
    check(
        "a_test.cc",
        r#"
TEST(Suite, One) { // <- TEST(
TEST_F (Suite, Two) { // <- TEST_F(
TYPED_TEST(Suite, Three) { // <- TYPED_TEST(
TEST_P(Suite, Four) { // <- TEST_P(
TEST_CASE("five", "[tag]") { // <- TEST_CASE(
  SECTION("no") {}
#define TEST(a, b) void a##b()
TESTING(x);
// TEST(Suite, No)
/*
TEST(Suite, No)
*/
auto text = R"x(
TEST(Suite, No) )"
)x";
"#,
    );
}

#[test]
fn ruby_counts_examples_and_test_methods() {
    let content = r#"
describe "group" do
  it "one" do # <- it "
  it 'two' do # <- it '
  it { is_expected.to be } # <- it {
  test "three" do # <- test "
  def test_four # <- def test_
  item "no"
  context "no" do
  # it "no" do
  source = <<~RUBY
  it "no" do
  RUBY
  it "five" do # <- it "
=begin
  it "no" do
=end
"#;
    check("spec/a_spec.rb", content);
    check("test/a.rb", content);
    assert_eq!(found("lib/a.rb", content), []);
}

#[test]
fn php_counts_test_methods_attributes_and_annotations() {
    let content = r"<?php
class ATest extends TestCase {
    public function testOne(): void {} // <- function test
    public static function test_two() {} // <- function test
    #[Test] // <- #[Test]
    public function testThree(): void {}
    #[\PHPUnit\Framework\Attributes\Test, Group('x')] // <- #[Test]
    public function four(): void {}
    /** @test <- @test
     */
    public function five(): void {}
    /**
     * @test <- @test
     * @dataProvider rows
     */
    public function testSix(): void {}
    public function testify(): void {}
    private function helper(): void {}
    // public function testNo(): void {}
    /* public function testNo() {}
    public function testNo() {} */
    $text = <<<'EOT'
    public function testNo(): void {}
    EOT;
    public function testSeven(): void {} // <- function test
}
";
    check("src/ATest.php", content);
    assert_eq!(found("src/A.php", content), []);
}

#[test]
fn swift_counts_test_functions_and_attributes() {
    let content = r#"
func testOne() throws { // <- func test
@Test func two() {} // <- @Test
@Test("three", arguments: [1, 2]) // <- @Test
func testThree(it: Int) {}
@Test( // <- @Test
    "four",
    arguments: [1, 2]
)
func testFour(it: Int) {}
@MainActor func testFive() {} // <- func test
override func setUp() {}
func testable() {}
// func testNo() {}
let text = """
func testNo() {}
"""
"#;
    check("Tests/AppTests/A.swift", content);
    assert_eq!(found("Sources/A.swift", content), []);
}

#[test]
fn elixir_counts_tests_and_properties() {
    let content = r#"
describe "group" do
  test "one", %{conn: conn} do # <- test "
  property "two" do # <- property "
  tester "no"
  # test "no" do
  @doc """
  test "no" do
  """
"#;
    check("test/a_test.exs", content);
    assert_eq!(found("lib/a.ex", content), []);
}

#[test]
fn rules_of_a_plan_add_languages_and_ways() {
    let rule = |language: &str, file: &str, start: &str| TestRule {
        language: language.to_owned(),
        files: vec![file.to_owned()],
        starts: vec![start.to_owned()],
    };
    let rules = [rule("Zig", "*.zig", "test \""), rule("Rust", "tests/*.rs", "rgtest!(")];
    let zig = openings("src/a.zig", b"test \"one\" {\n// test \"no\" {\n  test \"two\" {", &rules);
    assert_eq!(zig.iter().map(|it| (it.line, it.language)).collect::<Vec<_>>(), [(1, "Zig"), (3, "Zig")]);
    let rust = b"rgtest!(one, x);\n#[test]\nfn two() {}\n/*\nrgtest!(no, x);\n*/";
    let marks = |path| openings(path, rust, &rules).iter().map(|it| it.mark).collect::<Vec<_>>();
    assert_eq!(marks("tests/a.rs"), ["rgtest!(", "#[test]"]);
    assert_eq!(marks("src/a.rs"), ["#[test]"]);
    assert!(looks_at("a.zig", &rules) && !looks_at("a.zig", &[]));
    assert!(looks_at("a_test.go", &[]) && !looks_at("a.go", &[]));
}

#[test]
fn long_lines_and_strange_bytes_are_read_in_one_go() {
    let names = ["a.rs", "a_test.go", "test_a.py", "a.test.js", "A.java", "A.cs", "a.cc", "a_spec.rb"];
    let others = ["ATest.php", "ATests.swift", "a_test.exs", "A.kt"];
    for unit in ["/[", "\\\"", "'", "\"", "r#", "/*", "*/", "@Test(", "[a(", "<<~", "\0", "\u{fffd}", "`${"] {
        let long = unit.repeat(100_000 / unit.len());
        for name in names.iter().chain(&others) {
            assert!(openings(name, long.as_bytes(), &[]).len() < 2, "{name} {unit}");
        }
    }
    assert_eq!(openings("a.rs", b"\xff\xfe\n#[test]\r\nfn a() {}", &[]).len(), 1);
}
