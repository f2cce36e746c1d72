//! `callsheet compare`: plans and variants side by side.

use super::console::print;
use super::format::Format;
use super::pipeline::{Press, read_plan, templates};
use super::{ExitCode, Outcome, Project, Settings};
use crate::Planned;
use crate::diagnostics::{Checked, Diagnostic};
use crate::documents::{Compared, Composition, Theme, comparison_view};
use crate::render::Engine;
use std::path::PathBuf;

/// Prints what differs between plans, or between a plan and its variants.
///
/// A side is the id or file of a plan, `PLAN:VARIANT`, or the id of a variant. With one plan, it is
/// compared with all of its variants. Repositories are not read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet compare shop                           a plan and its variants
  callsheet compare shop-v1 shop-v2                two plans
  callsheet compare shop-v1 shop-v2 shop-v2:lean   two plans and a variant
  callsheet compare plans/a.yaml ../b.yaml         two files")]
pub(super) struct Args {
    /// What to compare; the first is what the others are compared with.
    #[arg(value_name = "PLAN[:VARIANT]", required = true)]
    sides: Vec<String>,
    /// Markdown, or the view that templates see as JSON.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let project = settings.project()?;
    let plans = Plans::load(settings, &project, &args.sides)?;
    let sides = match args.sides.as_slice() {
        [only] => plans.with_variants(only)?,
        several => several.iter().map(|it| plans.side(it)).collect::<Checked<_>>()?,
    };
    let templates = templates(&project)?;
    let comparison = Some(comparison_view(&sides, templates.words()));
    if args.format == Format::Json {
        print(&format!("{:#}\n", crate::render::view_json(&comparison)))?;
        return Ok(ExitCode::Done);
    }
    let theme = sides.first().map(|it| Theme::of(&it.plan)).unwrap_or_default();
    let composition = Composition { comparison, theme, ..Composition::default() };
    let engine = Engine::for_kinds(&templates, |it| it == "comparison")?;
    let press = Press::new(&engine, &templates, &composition)?;
    let pages = press.pages(settings, |it, _| it == "comparison")?;
    print(&pages.into_iter().map(|it| it.text).collect::<String>())?;
    Ok(ExitCode::Done)
}

/// The plans of the project, and those that were named as files.
struct Plans {
    files: Vec<(PathBuf, Planned)>,
}

impl Plans {
    fn load(settings: &Settings, project: &Project, sides: &[String]) -> Checked<Self> {
        let named = sides.iter().map(|it| settings.directory.join(file_of(it))).filter(|it| it.is_file());
        let mut paths: Vec<PathBuf> = project.plans.clone();
        paths.extend(named.filter(|it| !project.plans.contains(it)).collect::<Vec<_>>());
        let mut files = Vec::new();
        for path in paths {
            let folder = path.parent().unwrap_or(&project.root);
            files.push((path.clone(), crate::plan(&read_plan(settings, &path)?, folder)?));
        }
        for (_, planned) in &files {
            settings.console.report(&planned.warnings);
        }
        Ok(Self { files })
    }

    /// The plan with this id or file name.
    fn plan(&self, name: &str) -> Option<&Planned> {
        let file = |it: &&(PathBuf, Planned)| it.0.ends_with(name) || it.1.plan.project.id.as_str() == name;
        self.files.iter().find(file).map(|it| &it.1)
    }

    fn with_variants(&self, name: &str) -> Checked<Vec<Compared>> {
        let first = self.side(name)?;
        let ids: Vec<String> = first.plan.variants.iter().map(|it| it.id.to_string()).collect();
        if first.variant.is_some() || ids.is_empty() {
            let problem = Diagnostic::usage(format!("`{name}` alone cannot be compared: it has no variants"));
            return Err(vec![problem.hint("name a second plan, or add `variants:` to the plan")]);
        }
        let plan = first.plan.clone();
        Ok(std::iter::once(first).chain(ids.iter().filter_map(|it| Compared::variant(&plan, it))).collect())
    }

    fn side(&self, name: &str) -> Checked<Compared> {
        if let Some(planned) = self.plan(name) {
            return Ok(Compared::plan(&planned.plan));
        }
        let (plan, variant) = name.rsplit_once(':').map_or((None, name), |(plan, id)| (Some(plan), id));
        let plans: Vec<&Planned> = match plan {
            Some(plan) => self.plan(plan).into_iter().collect(),
            None => self.files.iter().map(|it| &it.1).collect(),
        };
        let mut found: Vec<Compared> =
            plans.iter().filter_map(|it| Compared::variant(&it.plan, variant)).collect();
        match found.pop() {
            Some(only) if found.is_empty() => Ok(only),
            Some(_) => {
                let problem = Diagnostic::usage(format!("more than one plan has a variant `{variant}`"));
                Err(vec![problem.hint("write `PLAN:VARIANT`")])
            }
            None => Err(vec![self.unknown(name)]),
        }
    }

    fn unknown(&self, name: &str) -> Diagnostic {
        let plans = self.files.iter().map(|it| &it.1.plan);
        let names: Vec<String> = plans
            .flat_map(|plan| {
                let variants = plan.variants.iter().map(|it| format!("{}:{}", plan.project.id, it.id));
                std::iter::once(plan.project.id.to_string()).chain(variants)
            })
            .collect();
        let problem = Diagnostic::usage(format!("no plan, variant or file is called `{name}`"));
        problem.suggest(name, names.iter().map(String::as_str))
    }
}

/// The part of a name that may be a file.
fn file_of(side: &str) -> &str {
    match side.rsplit_once(':') {
        Some((file, variant)) if !variant.contains(['/', '\\']) => file,
        _ => side,
    }
}
