//! Patterns: steps that are applied to each service of a phase.

use super::{Budget, Id, Spanned};
use schemars::JsonSchema;
use serde::Deserialize;

/// Steps that are applied to each service of a phase.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Names the pattern in the plan.
    pub id: Spanned<Id>,
    /// The name that readers know.
    pub title: String,
    /// What the pattern is good for.
    pub summary: Option<String>,
    /// What one gains by it.
    #[serde(default)]
    pub benefits: Vec<String>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// A step of a pattern. Its texts may use `{{ service.port }}` and the like.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Names the step in commit trailers.
    pub id: Spanned<Id>,
    /// What is done, in a few words.
    pub title: Spanned<String>,
    /// Its name in a narrow place: one word or two.
    pub short: Option<String>,
    /// Its share of the time of a service.
    pub budget: Option<Spanned<Budget>>,
    /// Steps of the pattern that must be done first; the step before it if unsaid.
    pub needs: Option<Vec<Spanned<Id>>>,
    /// What to do, item by item.
    #[serde(default)]
    pub actions: Vec<Spanned<String>>,
    /// What to run.
    #[serde(default)]
    pub commands: Vec<Command>,
    /// How to know that the step is done.
    pub done_when: Option<Spanned<String>>,
}

/// A command with what it should print or do.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// The command line. In steps it may use `{{ service.port }}` and the like.
    pub run: Spanned<String>,
    /// The folder to run it in, relative to the repository; its root if unsaid.
    #[serde(rename = "in")]
    pub folder: Option<Spanned<String>>,
    /// What a reader should see; exit code 0 if unsaid. In a check, a code span must be in the output.
    pub expect: Option<Spanned<String>>,
    /// In the check of a criterion with a `measure` or `slo`: what the output says around the value.
    #[schemars(extend("examples" = ["p50: {} ms"], "pattern" = "\\{\\}"))]
    pub reads: Option<Spanned<String>>,
}

impl Command {
    /// The text that must be in the output: what `expect` says, if all of it is one code span.
    pub fn literal(&self) -> Option<&str> {
        let expect = self.expect.as_ref()?.trim();
        let inner = expect.trim_matches('`');
        let fence = (expect.len() - inner.len()) / 2;
        let whole = fence > 0 && expect == format!("{0}{inner}{0}", "`".repeat(fence));
        let inner = if fence > 1 { inner.trim() } else { inner };
        (whole && !inner.contains('`') && !inner.is_empty()).then_some(inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_span_must_be_in_the_output() {
        let literal = |text: &str| {
            let spanned = |it: &str| Spanned { value: it.to_owned(), span: 0..0 };
            let command =
                Command { run: spanned("x"), folder: None, expect: Some(spanned(text)), reads: None };
            command.literal().map(str::to_owned)
        };
        assert_eq!(literal("`7/7 healthy`").as_deref(), Some("7/7 healthy"));
        assert_eq!(literal(" `` ok `` ").as_deref(), Some("ok"));
        for text in ["all is well", "`a` and `b`", "`a` appears", "``", "`", "```", ""] {
            assert_eq!(literal(text), None, "{text}");
        }
    }
}
