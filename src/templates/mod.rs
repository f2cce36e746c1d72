//! Which templates and words there are: those built in, and the user's own over them. Text only.

mod front;
mod load;
mod own_words;
mod plain_words;
mod tags;
mod words;

pub use front::{FrontMatter, Quoted, Subject};
pub use tags::tags;
pub use words::{BUILT_IN_STRINGS, STRINGS, Words};

use crate::diagnostics::Source;
use std::ops::Range;
use std::sync::Arc;

/// A template: a document, if it has front matter, or a part of others.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its path below the folder of templates, with `/`.
    pub name: String,
    /// Where it comes from.
    pub layer: Layer,
    /// Its whole text.
    pub source: Arc<Source>,
    /// What it is rendered for, if it is a document.
    pub front: Option<FrontMatter>,
    /// The bytes after the front matter.
    pub body: Range<usize>,
    /// Whether the file, or its front matter, could not be read as it is meant.
    pub is_unread: bool,
}

/// Where a template comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The program.
    BuiltIn,
    /// The project's own folder.
    User,
}

/// All templates of a project.
#[derive(Clone, Debug)]
pub struct Templates {
    all: Vec<Template>,
    words: Words,
    /// The project's file of words, if it has one.
    own_words: Option<Arc<Source>>,
    /// Names of the project's files that say what the built-in ones of their names say.
    copies: Vec<String>,
    /// Whether the project's words could not be read.
    is_wordless: bool,
}

/// The built-in templates: name and text.
const BUILT_IN: &[(&str, &str)] = {
    macro_rules! embedded {
        ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("../../templates/", $name)))),*] };
    }
    embedded![
        "base.md",
        "comparison.md",
        "completion-tracker.md",
        "current-branches.md",
        "dependency-graph.md",
        "handoff.md",
        "master-index.md",
        "openspec/design.md",
        "openspec/metadata.md",
        "openspec/proposal.md",
        "openspec/spec.md",
        "openspec/tasks.md",
        "parts/added.md",
        "parts/alternatives.md",
        "parts/attributed.md",
        "parts/before-you-start.md",
        "parts/breakdown.md",
        "parts/brief-repository.md",
        "parts/call.md",
        "parts/change.md",
        "parts/checks.md",
        "parts/choice.md",
        "parts/commands.md",
        "parts/conformance.md",
        "parts/coordination.md",
        "parts/doubts.md",
        "parts/examples.md",
        "parts/examples-below.md",
        "parts/files.md",
        "parts/gate.md",
        "parts/given.md",
        "parts/groups.md",
        "parts/guide-reference.md",
        "parts/guide.md",
        "parts/how-to-go-on.md",
        "parts/index-phase.md",
        "parts/index-phases.md",
        "parts/index-start.md",
        "parts/innovations.md",
        "parts/left-out.md",
        "parts/lessons.md",
        "parts/listing.md",
        "parts/marks.md",
        "parts/milestone.md",
        "parts/next-actions.md",
        "parts/notes.md",
        "parts/papers.md",
        "parts/phase-head.md",
        "parts/phase-list.md",
        "parts/phase-proof.md",
        "parts/phase-work.md",
        "parts/pictures.md",
        "parts/prefix.md",
        "parts/process.md",
        "parts/prompt-checklists.md",
        "parts/prompt-pattern.md",
        "parts/prompt-service.md",
        "parts/prompt-suites.md",
        "parts/prompt-tasks.md",
        "parts/prompt-tests.md",
        "parts/prompts-ahead.md",
        "parts/pull-request-facts.md",
        "parts/recommendation.md",
        "parts/recommended.md",
        "parts/record.md",
        "parts/recorded-briefly.md",
        "parts/recorded-milestones.md",
        "parts/recorded.md",
        "parts/report-form.md",
        "parts/returns.md",
        "parts/rule.md",
        "parts/said.md",
        "parts/scope.md",
        "parts/session-blockers.md",
        "parts/session-corrections.md",
        "parts/session-deliverables.md",
        "parts/session-documents.md",
        "parts/session-expected.md",
        "parts/session-head.md",
        "parts/session-lessons.md",
        "parts/session-patterns.md",
        "parts/session-repository.md",
        "parts/session-scope.md",
        "parts/session-standing.md",
        "parts/session-success.md",
        "parts/skills.md",
        "parts/stage-head.md",
        "parts/stage-own.md",
        "parts/stages-begin.md",
        "parts/stages-hand-over.md",
        "parts/stages-judge.md",
        "parts/stages-make.md",
        "parts/stages-prepare.md",
        "parts/standing.md",
        "parts/state.md",
        "parts/steps.md",
        "parts/successes.md",
        "parts/timeline.md",
        "parts/tracker-phases.md",
        "parts/tracker-sessions.md",
        "parts/troubleshooting.md",
        "parts/version-files.md",
        "parts/version-parts.md",
        "parts/version-verdict.md",
        "parts/way-ahead.md",
        "phase-prompt.md",
        "pull-request.md",
        "readme-skeleton.md",
        "repository-todo.md",
        "service-card.md",
        "session-brief.md",
        "session-plan.md",
        "session-summary.md",
        "start-page.md",
        "todo-master.md",
        "validation-prompt.md",
        "workflow-guide.md",
        "validation-report.md",
        "workflow-summary.md",
        "workflow.md",
    ]
};

impl Layer {
    /// What its templates are called to the engine: `user/NAME`, `builtin/NAME`.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::BuiltIn => "builtin/",
            Self::User => "user/",
        }
    }
}

impl Template {
    /// The text after the front matter.
    pub fn body(&self) -> &str {
        &self.source.text[self.body.clone()]
    }

    /// Its name with the prefix of its layer, which no other template has.
    pub fn full_name(&self) -> String {
        format!("{}{}", self.layer.prefix(), self.name)
    }
}

impl Templates {
    /// The built-in templates: name and text.
    pub fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
        BUILT_IN.iter().copied()
    }

    /// The words of documents: those built in, with the project's over them.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The project's file of words, if it has one.
    pub fn own_words(&self) -> Option<&Arc<Source>> {
        self.own_words.as_ref()
    }

    /// Whether words may be missing, because the project's could not be read.
    pub fn is_wordless(&self) -> bool {
        self.is_wordless
    }

    /// Templates that could not be read as they are meant.
    pub fn unread(&self) -> impl Iterator<Item = &Template> {
        self.all.iter().filter(|it| it.is_unread)
    }

    /// Whether the project has an unchanged copy of this built-in template.
    pub fn is_copied(&self, name: &str) -> bool {
        self.copies.iter().any(|it| it == name)
    }

    /// Every template of every layer, by name.
    pub fn layers(&self) -> impl Iterator<Item = &Template> {
        self.all.iter()
    }

    /// The templates that are used: of each name, the user's if there is one, which stands after the built-in.
    pub fn all(&self) -> impl Iterator<Item = &Template> {
        let following = self.all.iter().skip(1).map(Some).chain([None]);
        let used =
            self.all.iter().zip(following).filter(|(it, next)| next.is_none_or(|next| next.name != it.name));
        used.map(|it| it.0)
    }

    /// The template that a tag calls by its name, or by its full name.
    pub fn called(&self, name: &str) -> Option<&Template> {
        let last = |name: &str| {
            let end = self.all.partition_point(|it| it.name.as_str() <= name);
            self.all[..end].last().filter(|it| it.name == name)
        };
        let of_layer = |layer: Layer| {
            let name = name.strip_prefix(layer.prefix())?;
            self.all.iter().find(|it| it.layer == layer && it.name == name)
        };
        of_layer(Layer::User).or_else(|| of_layer(Layer::BuiltIn)).or_else(|| last(name))
    }

    /// The documents among them.
    pub fn documents(&self) -> impl Iterator<Item = (&Template, &FrontMatter)> {
        self.all().filter_map(|it| Some((it, it.front.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let templates = Templates::load(Some(&folder)).unwrap();
        let new: Vec<&str> =
            templates.all().filter(|it| it.layer == Layer::User).map(|it| it.name.as_str()).collect();
        assert!(new.is_empty(), "not built in: {new:?}");
        assert!(Templates::built_in().all(|(name, _)| folder.join(name).is_file()));
    }
}
