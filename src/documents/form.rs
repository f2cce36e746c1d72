//! The form that a forge gives to a pull request: its limit, and the template of the repository.

use super::closing::Closing;
use crate::diagnostics::clean_block;
use crate::history::{RepositoryHistory, RequestTemplate, TemplateHost, Window};
use std::collections::BTreeSet;

/// A forge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Forge {
    #[default]
    Github,
    Gitlab,
}

/// Which template of the repository counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// The one that the forge would take.
    #[default]
    Usual,
    /// The one of this name or path.
    Named(&'a str),
    /// None.
    Nothing,
}

/// What the caller wants the form to be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The forge; guessed if unsaid.
    pub forge: Option<Forge>,
    /// The template.
    pub template: Wanted<'a>,
}

/// What a page is put into, after it is rendered.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Where it goes.
    pub forge: Forge,
    /// The text of the repository's own template.
    pub template: Option<String>,
    /// What boxes of that template may be ticked for, since it is shown.
    pub shown: BTreeSet<Shown>,
    /// The last lines.
    pub closing: Closing,
}

/// What commits, files and results show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// Tests were added.
    TestsAdded,
    /// Every criterion that was tried holds, and there is one.
    ChecksPass,
    /// A document changes.
    Documents,
    /// A list of changes for users changes.
    Changelog,
    /// Something breaks.
    Breaking,
    /// There are commits of this type.
    Kind(&'static str),
}

impl Forge {
    /// The most characters of a text of a pull request.
    pub fn limit(self) -> usize {
        match self {
            Self::Github => 65_536,
            Self::Gitlab => 1_000_000,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Github => "GitHub",
            Self::Gitlab => "GitLab",
        }
    }

    /// The forge of a repository: by the host of its remote, else by where its templates are.
    pub fn of(repository: &RepositoryHistory, window: &Window) -> Self {
        let host = repository.remote.as_ref().map(|it| it.host.as_str());
        let has = |it: TemplateHost| window.templates.iter().any(|template| template.host == it);
        match host {
            Some(host) if host.contains("gitlab") => Self::Gitlab,
            Some(host) if host.contains("github") => Self::Github,
            _ if has(TemplateHost::Gitlab) && !has(TemplateHost::Github) => Self::Gitlab,
            _ => Self::Github,
        }
    }

    fn host(self) -> TemplateHost {
        match self {
            Self::Github => TemplateHost::Github,
            Self::Gitlab => TemplateHost::Gitlab,
        }
    }
}

/// The template that counts. The error names those that there are: none is called so, or none counts by itself.
pub fn template<'w>(
    window: &'w Window,
    forge: Forge,
    wanted: Wanted<'_>,
) -> Result<Option<&'w RequestTemplate>, Vec<&'w str>> {
    let own: Vec<&RequestTemplate> = window.templates.iter().filter(|it| it.host == forge.host()).collect();
    let paths = || own.iter().map(|it| it.path.as_str()).collect();
    match wanted {
        Wanted::Nothing => Ok(None),
        Wanted::Named(name) => {
            let named =
                |it: &&&RequestTemplate| it.path == name || stem(&it.path).eq_ignore_ascii_case(stem(name));
            own.iter().find(named).map(|it| Some(*it)).ok_or_else(paths)
        }
        Wanted::Usual => match own.iter().find(|it| is_usual(it)) {
            Some(usual) => Ok(Some(usual)),
            None if own.len() < 2 => Ok(own.first().copied()),
            None => Err(paths()),
        },
    }
}

/// The name of a file without folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |it| it.0)
}

/// Whether a forge takes it if nobody chooses.
fn is_usual(template: &RequestTemplate) -> bool {
    let usual = match template.host {
        TemplateHost::Github => "pull_request_template",
        TemplateHost::Gitlab => "default",
    };
    stem(&template.path).eq_ignore_ascii_case(usual)
}

/// The text of a template, harmless to look at; `None` if nothing in it can be filled or kept.
pub(super) fn text(template: &RequestTemplate) -> Option<String> {
    let text = clean_block(&template.text);
    (!without_comments(&text).trim().is_empty()).then_some(text)
}

/// A text without HTML comments, which tell its author what to do.
pub fn without_comments(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("<!--") {
        plain.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    plain + rest
}
