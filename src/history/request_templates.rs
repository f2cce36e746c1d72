//! Templates of pull requests in the tree of a commit, where GitHub and GitLab look for them.

use super::changes::Comparer;
use super::files;
use super::oid::Oid;
use super::repository::skipped;
use super::store::Error;
use super::tree::Entry;
use super::{RequestTemplate, TemplateHost};
use crate::diagnostics::Diagnostic;

/// Where GitHub looks, the first place first.
const GITHUB: [&str; 3] = [".github", "", "docs"];

/// Where GitLab looks.
const GITLAB: &str = ".gitlab/merge_request_templates";

/// What GitHub's file is called, and the folder of several; in any case of letters.
const NAME: &str = "pull_request_template";

/// Endings of templates.
const ENDINGS: [&str; 2] = [".md", ".txt"];

/// Most templates that are read.
const MOST: usize = 50;

/// Reads all templates of a commit's tree, those that count by themselves before those to choose from.
pub(super) fn read(comparer: &Comparer<'_>, commit: Oid) -> (Vec<RequestTemplate>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut templates = Vec::new();
    let found = found(comparer, commit).unwrap_or_default();
    for (path, host, entry) in found.into_iter().take(MOST) {
        match files::text(comparer, entry.id) {
            Ok(Some(text)) => templates.push(RequestTemplate { host, path, text }),
            Ok(None) => problems.push(skipped(format!("the template `{path}` is too large to be used"))),
            Err(error) => {
                problems.push(skipped(format!("the template `{path}` cannot be read: {}", error.message)));
            }
        }
    }
    (templates, problems)
}

type Found = (String, TemplateHost, Entry);

fn found(comparer: &Comparer<'_>, commit: Oid) -> Result<Vec<Found>, Error> {
    let tree = comparer.tree(commit)?;
    let mut single = Vec::new();
    let mut several = Vec::new();
    for folder in GITHUB {
        for (name, entry) in entries(comparer, tree, folder)? {
            if stem(&name).is_some_and(|it| it.eq_ignore_ascii_case(NAME)) && entry.is_regular() {
                single.push((within(folder, &name), TemplateHost::Github, entry));
            } else if name.eq_ignore_ascii_case(NAME) {
                several.extend(of_folder(comparer, tree, (&within(folder, &name), TemplateHost::Github))?);
            }
        }
    }
    single.extend(several);
    single.extend(of_folder(comparer, tree, (GITLAB, TemplateHost::Gitlab))?);
    Ok(single)
}

fn of_folder(
    comparer: &Comparer<'_>,
    tree: Oid,
    (folder, host): (&str, TemplateHost),
) -> Result<Vec<Found>, Error> {
    let files = entries(comparer, tree, folder)?.into_iter();
    let templates = files.filter(|(name, entry)| entry.is_regular() && stem(name).is_some());
    Ok(templates.map(|(name, entry)| (within(folder, &name), host, entry)).collect())
}

fn entries(comparer: &Comparer<'_>, tree: Oid, folder: &str) -> Result<Vec<(String, Entry)>, Error> {
    let found = comparer.trees().entries(tree, folder.as_bytes())?.into_iter();
    Ok(found.filter_map(|(name, entry)| Some((String::from_utf8(name).ok()?, entry))).collect())
}

/// A name without the ending of a template; `None` if it has another.
fn stem(name: &str) -> Option<&str> {
    ENDINGS.iter().find_map(|ending| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        end.eq_ignore_ascii_case(ending).then_some(stem)
    })
}

fn within(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
