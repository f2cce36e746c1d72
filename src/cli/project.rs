//! Where a project is: its folder, its plans, its templates, its output.

use crate::diagnostics::{Checked, Diagnostic};
use std::path::{Path, PathBuf};

/// The folders of a project.
#[derive(Clone, Debug)]
pub(super) struct Project {
    /// The folder that holds `plans/`; what relative paths in plans start from.
    pub root: PathBuf,
    /// Plan files, by name.
    pub plans: Vec<PathBuf>,
}

impl Project {
    /// Finds the project of a folder: the plan that was named, or the nearest `plans/*.yaml` upwards.
    /// A project without plans has the folder itself as its root.
    pub(super) fn find(directory: &Path, named: &[PathBuf]) -> Checked<Self> {
        if let Some(first) = named.first() {
            let plans: Vec<PathBuf> = named.iter().map(|it| directory.join(it)).collect();
            return Ok(Self { root: root_of(&directory.join(first)), plans });
        }
        for root in directory.ancestors() {
            let plans = plans_in(&root.join("plans"))?;
            if !plans.is_empty() {
                return Ok(Self { root: root.to_owned(), plans });
            }
        }
        Ok(Self { root: directory.to_owned(), plans: Vec::new() })
    }

    /// Its plans, or an error if there is none.
    pub(super) fn plans(&self) -> Checked<&[PathBuf]> {
        if self.plans.is_empty() {
            let message = "there is no plan in this folder or any folder above it";
            let hint = "`callsheet init` writes one to `plans/`; `--plan FILE` names one elsewhere";
            return Err(vec![Diagnostic::usage(message).hint(hint)]);
        }
        Ok(&self.plans)
    }

    /// Its only plan, or an error if there is none or several.
    pub(super) fn only_plan(&self) -> Checked<&Path> {
        let [path] = self.plans()? else {
            let message = format!("there are {} plans", self.plans.len());
            return Err(vec![Diagnostic::usage(message).hint("say which with `--plan FILE`")]);
        };
        Ok(path)
    }

    /// The user's own templates, if there are any.
    pub(super) fn templates(&self) -> Option<PathBuf> {
        Some(self.root.join("templates")).filter(|it| it.is_dir())
    }
}

/// A plan in a folder `plans` belongs to the folder above; any other plan to its own folder.
fn root_of(plan: &Path) -> PathBuf {
    let folder = plan.parent().unwrap_or(Path::new("."));
    match (folder.file_name(), folder.parent()) {
        (Some(name), Some(parent)) if name == "plans" => parent.to_owned(),
        _ => folder.to_owned(),
    }
}

fn plans_in(folder: &Path) -> Checked<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error)
            if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) =>
        {
            return Ok(Vec::new());
        }
        Err(error) => {
            let message = format!("cannot read the folder `{}`: {error}", folder.display());
            return Err(vec![Diagnostic::environment(message)]);
        }
    };
    let is_plan = |it: &PathBuf| it.extension().is_some_and(|it| it == "yaml" || it == "yml");
    let mut plans: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|it| it.path()).filter(is_plan).collect();
    plans.sort();
    Ok(plans)
}
