//! Many documents of one plan: rendered, checked, compared and written, beside a plain copy of the same files.
//!
//! `cargo bench --bench documents` prints, for growing numbers of prompts, how many are made in a second when
//! nothing is to be written, the most memory that the process held before and after, and how long writing takes
//! beyond that, as a multiple of copying the same files with each file and folder flushed to disk.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark reports rough figures and may fail"
)]

use callsheet::diagnostics::{Source, any_error};
use callsheet::documents::{Document, Inputs, Planned, compose, documents};
use callsheet::history::History;
use callsheet::output::{Held, Place};
use callsheet::render::{Checker, Engine, Entry, PAGES_OF_A_THREAD, Shelf, each, problems};
use callsheet::results::{Records, conformance, join};
use callsheet::templates::Templates;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;
use std::time::Instant;

/// A plan of so many phases with ten tasks each.
fn plan(phases: usize) -> String {
    let mut text = "schema: 1\nproject: { id: large, title: Large }\nphases:\n".to_owned();
    for phase in 0..phases {
        let before = if phase < 7 { String::new() } else { format!("p{}", phase - 7) };
        let objective = format!("Do what phase {phase} is for, and leave nothing behind.");
        writeln!(text, "  - id: p{phase}\n    title: Phase number {phase} of a large plan").unwrap();
        writeln!(text, "    depends_on: [{before}]\n    objective: {objective}\n    tasks:").unwrap();
        for task in 0..10 {
            let what = format!("Task {task} of phase {phase} with a text of usual length");
            writeln!(text, "      - {{ id: t{phase}-{task}, text: {what}, budget: {}h }}", 1 + task % 8)
                .unwrap();
        }
    }
    text
}

/// The most memory that this process has held, in MB; 0 where the system does not tell.
fn most_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// Everything that prompts are made of.
struct Shop<'a> {
    engine: &'a Engine,
    shelf: &'a Shelf,
    documents: &'a [Document<'a>],
    prompts: Vec<&'a Entry>,
}

impl Shop<'_> {
    /// Renders and checks all prompts, and gives the paths of those that are not in their files.
    fn stale(&self, place: &Place) -> Vec<String> {
        let checker = Checker::of(self.shelf);
        let seen = each(&self.prompts, PAGES_OF_A_THREAD, |entry| {
            let page = self.shelf.render(self.engine, &self.documents[entry.document], entry).unwrap();
            let is_stale = place.held(&page.path, &page.text).unwrap() != Held::Same;
            (checker.read(&page), is_stale.then_some(page.path))
        });
        let (findings, stale): (Vec<_>, Vec<_>) = seen.into_iter().unzip();
        assert!(!any_error(&problems(&findings)));
        stale.into_iter().flatten().collect()
    }

    /// Renders and writes all prompts.
    fn write(&self, place: &Place, paths: &[String]) {
        each(&self.prompts, PAGES_OF_A_THREAD, |entry| {
            let page = self.shelf.render(self.engine, &self.documents[entry.document], entry).unwrap();
            place.replace(&page.path, &page.text).unwrap();
        });
        place.settle(paths);
    }
}

/// Copies files, each flushed, and flushes their folders.
fn copy(from: &Path, to: &Path, paths: &[String]) {
    let mut folders = Vec::new();
    for path in paths {
        let folder = to.join(path).parent().unwrap().to_owned();
        fs::create_dir_all(&folder).unwrap();
        fs::copy(from.join(path), to.join(path)).unwrap();
        File::open(to.join(path)).unwrap().sync_all().unwrap();
        folders.push(folder);
    }
    folders.sort();
    folders.dedup();
    for folder in folders {
        File::open(folder).unwrap().sync_all().unwrap();
    }
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn main() {
    println!("prompts  MB       a second  memory before, after (MB)  write s  copy s  ratio");
    for phases in [100, 1_000, 10_000] {
        let text = plan(phases);
        let planned = callsheet::plan(&Source::new("large.yaml", text), Path::new(".")).unwrap();
        let (history, records, runs) = (History::default(), Records::default(), Vec::new());
        let results = join(&planned.plan, &history, &records.own, &runs);
        let conformance = conformance(&planned.plan, &history, &results);
        let templates = Templates::load(None).unwrap();
        let words = templates.words();
        let (schedule, records, aside) = (&planned.schedule, &records.own, &records.aside);
        let planned = Planned {
            plan: &planned.plan,
            file: "large.yaml",
            schedule,
            records,
            aside,
            results: &results,
            words,
            conformance: &conformance,
        };
        let composition = compose(&Inputs { plan: Some(&planned), history: &history, words }, 60);
        let engine = Engine::for_kinds(&templates, |it| it == "phase-prompt").unwrap();
        let documents = documents(&templates, &composition);
        let shelf = Shelf::of(&engine, &documents, &composition).unwrap();
        let prompts: Vec<&Entry> = shelf.entries().iter().filter(|it| it.kind == "phase-prompt").collect();
        measure(&Shop { engine: &engine, shelf: &shelf, documents: &documents, prompts });
    }
}

fn measure(shop: &Shop<'_>) {
    let folder = tempfile::tempdir().unwrap();
    let (own, other) = (folder.path().join("own"), folder.path().join("copy"));
    fs::create_dir_all(&own).unwrap();
    let paths: Vec<String> = shop.prompts.iter().map(|it| it.path.clone()).collect();
    let names: Vec<&str> = paths.iter().map(String::as_str).collect();
    let place = Place::of(&own, &names).unwrap();
    let before = most_memory();
    let written = seconds(|| shop.write(&place, &paths));
    let mut checked = f64::MAX;
    for _ in 0..3 {
        checked = checked.min(seconds(|| assert!(shop.stale(&place).is_empty())));
    }
    let copied = seconds(|| copy(&own, &other, &paths));
    let bytes: u64 = paths.iter().map(|it| fs::metadata(own.join(it)).unwrap().len()).sum();
    println!(
        "{:<8} {:<8.1} {:<9.0} {before:>13.1}, {:<11.1} {written:<8.2} {copied:<7.2} {:.2}",
        paths.len(),
        bytes as f64 / 1e6,
        paths.len() as f64 / checked,
        most_memory(),
        written / copied
    );
}
