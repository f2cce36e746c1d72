//! All documents of one plan on their way to files: each is rendered, checked, compared and dropped. What is to
//! be written is rendered again, so that only as many pages are held as are worked on at the same time.

use super::Settings;
use super::console::Progress;
use super::pipeline::{Prepared, Press, misfits};
use super::render::{Args, exported_kinds};
use crate::diagnostics::{Checked, Diagnostic, any_error};
use crate::documents::{Picture, pictures};
use crate::output::{Held, Place};
use crate::render::{Checker, Engine, Entry, Html, Page, problems};
use crate::templates::Templates;
use std::collections::HashSet;

/// The documents of one plan that are wanted.
pub(super) struct PrintRun<'a> {
    pub(super) prepared: &'a Prepared,
    pub(super) press: Press<'a>,
    /// The kinds of document that are wanted.
    kinds: Vec<&'a str>,
    /// Where HTML is wanted, the pictures for it.
    pictures: Option<Vec<Picture>>,
    language: &'a str,
}

impl<'a> PrintRun<'a> {
    /// Finds out which pages there are, and where.
    pub(super) fn of(
        engine: &Engine,
        templates: &'a Templates,
        (prepared, args): (&'a Prepared, &'a Args),
    ) -> Checked<Self> {
        let misfits = misfits(templates, &prepared.joined.plan);
        if !misfits.is_empty() {
            return Err(misfits);
        }
        let press = Press::as_far(engine, templates, &prepared.composition)?;
        let exported: Vec<&str> = exported_kinds(templates).collect();
        let kinds = templates.documents().map(|(_, front)| front.kind.as_str());
        let is_wanted = |kind: &&str| match args.only.as_slice() {
            [] => !exported.contains(kind),
            only => only.iter().any(|it| it == kind),
        };
        let kinds = kinds.filter(is_wanted).collect();
        let pictures =
            args.html.then(|| pictures(&prepared.joined.planned(&prepared.file, templates.words())));
        let language = templates.words().text("language").unwrap_or_default();
        Ok(Self { prepared, press, kinds, pictures, language })
    }

    /// The pages that are wanted.
    fn entries(&self) -> Vec<&Entry> {
        self.press.shelf().entries().iter().filter(|it| self.kinds.contains(&it.kind.as_str())).collect()
    }

    /// How many pages are wanted.
    pub(super) fn length(&self) -> usize {
        self.entries().len()
    }

    /// The paths of all files, below the output of all plans.
    pub(super) fn paths(&self) -> Vec<String> {
        let html = |it: &Entry| self.pictures.as_ref().map(|_| self.path(&Html::path(&it.path)));
        self.entries().into_iter().flat_map(|it| [self.path(&it.path)].into_iter().chain(html(it))).collect()
    }

    fn path(&self, page: &str) -> String {
        format!("{}/{page}", self.prepared.joined.plan.project.id.as_str())
    }

    /// The HTML that is wanted, if any is.
    fn html<'b>(&'b self, entries: &[&'b Entry]) -> Option<Html<'b>> {
        let pictures = self.pictures.as_deref()?;
        let paths = entries.iter().map(|it| it.path.as_str()).collect();
        Some(Html { paths, pictures, language: self.language })
    }

    /// The files of a page: paths and texts.
    fn files(&self, page: Page, html: Option<&Html<'_>>) -> Vec<(String, String)> {
        let html = html.map(|it| (self.path(&Html::path(&page.path)), it.page(&page)));
        [(self.path(&page.path), page.text)].into_iter().chain(html).collect()
    }

    /// Checks all pages, and gives for each the paths of its files that are not as they should be, and what its
    /// author should know. Files are looked at only if there is a place for them.
    pub(super) fn stale(
        &self,
        progress: &Progress,
        place: Option<&Place>,
    ) -> Checked<(Vec<Vec<String>>, Vec<Diagnostic>)> {
        let entries = self.entries();
        let html = self.html(&entries);
        let checker = Checker::of(self.press.shelf());
        let (seen, stops) = self.press.each_that_can(progress, &entries, |page| {
            let findings = checker.read(&page);
            let files = place.map(|_| self.files(page, html.as_ref())).unwrap_or_default();
            Ok((findings, place.map_or(Ok(Vec::new()), |it| differing(it, files))))
        });
        let (findings, stale): (Vec<_>, Vec<_>) = seen.into_iter().unzip();
        let mut found = self.press.told(stops);
        found.extend(self.press.traced(problems(&findings)));
        let mut paths = Vec::with_capacity(stale.len());
        for stale in stale {
            match stale {
                Ok(stale) => paths.push(stale),
                Err(problem) => found.push(problem),
            }
        }
        if any_error(&found) { Err(found) } else { Ok((paths, found)) }
    }

    /// Renders again those pages of which a file is not as it should be, and does something with each such file.
    pub(super) fn again<T: Send>(
        &self,
        settings: &Settings,
        stale: &[Vec<String>],
        work: impl Fn(&str, &str) -> T + Sync,
    ) -> Checked<Vec<(String, T)>> {
        let entries = self.entries();
        let html = self.html(&entries);
        let wanted: Vec<&Entry> =
            entries.iter().zip(stale).filter(|it| !it.1.is_empty()).map(|it| *it.0).collect();
        let stale: HashSet<&String> = stale.iter().flatten().collect();
        let done = self.press.each(settings, &wanted, |page| {
            let files = self.files(page, html.as_ref()).into_iter();
            let files = files.filter(|(path, _)| stale.contains(path));
            let work = |(path, text): (String, String)| {
                let done = work(&path, &text);
                (path, done)
            };
            Ok(files.map(work).collect::<Vec<_>>())
        })?;
        Ok(done.into_iter().flatten().collect())
    }
}

/// The paths of files that do not hold their text.
fn differing(place: &Place, files: Vec<(String, String)>) -> Result<Vec<String>, Diagnostic> {
    let mut paths = Vec::new();
    for (path, text) in files {
        if place.held(&path, &text)? != Held::Same {
            paths.push(path);
        }
    }
    Ok(paths)
}
