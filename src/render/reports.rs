//! Takes apart the engine's printed reports, which is all that it gives for some errors.

/// One error of a printed report.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Printed<'a> {
    /// What is wrong.
    pub(super) message: &'a str,
    /// The template, as the engine calls it.
    pub(super) template: &'a str,
    /// First is 1.
    pub(super) line: usize,
    /// First is 1; counts characters.
    pub(super) column: usize,
    /// Characters that are underlined.
    pub(super) length: usize,
}

/// The errors of a text such as `error: MESSAGE`, ` --> TEMPLATE:LINE:COLUMN`, excerpt, blank line.
pub(super) fn printed(text: &str) -> Vec<Printed<'_>> {
    text.split("\n\n").filter_map(one).collect()
}

fn one(report: &str) -> Option<Printed<'_>> {
    let message = report.lines().next()?.strip_prefix("error: ")?;
    let place = report.lines().find_map(|it| it.trim_start().strip_prefix("--> "))?;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.trim().parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let length = report.lines().map(|it| it.matches('^').count()).max().unwrap_or(1).max(1);
    Some(Printed { message, template: parts.next()?, line, column, length })
}

impl Printed<'_> {
    /// The bytes that it is about in the text of the template.
    pub(super) fn range(&self, text: &str) -> std::ops::Range<usize> {
        let start: usize = text.split_inclusive('\n').take(self.line.saturating_sub(1)).map(str::len).sum();
        let rest = &text[start.min(text.len())..];
        let byte = |characters: usize| rest.char_indices().nth(characters).map_or(rest.len(), |it| it.0);
        start + byte(self.column.saturating_sub(1))..start + byte(self.column.saturating_sub(1) + self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_report_gives_its_message_and_place() {
        let text = "error: Unknown filter `x`\n --> user/a.md:2:4\n  |\n2 | {{ x | é }}\n  |    ^^\n\nerror: Unknown test `y`\n --> b:1:1\n  |\n1 | y\n  | ^";
        let found = printed(text);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].message, found[0].template, found[0].line),
            ("Unknown filter `x`", "user/a.md", 2)
        );
        assert_eq!(found[0].range("one\nab é cd"), 7..10);
    }
}
