//! How much was compared, and what differs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Debug, Display, Formatter};

/// Stands where one of the two says nothing.
const NOTHING: &str = "-";

/// What came of a comparison.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// How many facts of each kind were compared.
    pub(crate) compared: BTreeMap<&'static str, usize>,
    pub(crate) differences: Vec<Difference>,
}

/// A fact that we and git tell differently.
#[derive(Debug)]
pub(crate) struct Difference {
    /// The commit or range.
    place: String,
    what: &'static str,
    ours: String,
    gits: String,
}

impl Report {
    /// Compares one fact.
    pub(crate) fn fact<T: PartialEq + Debug>(
        &mut self,
        place: &str,
        what: &'static str,
        (ours, gits): (&T, &T),
    ) {
        *self.compared.entry(what).or_default() += 1;
        if ours != gits {
            self.differ(place, what, (format!("{ours:?}"), format!("{gits:?}")));
        }
    }

    /// Compares two lists, item by item if they are not the same.
    pub(crate) fn list<T: PartialEq + Debug>(
        &mut self,
        place: &str,
        what: &'static str,
        (ours, gits): (&[T], &[T]),
    ) {
        *self.compared.entry(what).or_default() += gits.len();
        if ours == gits {
            return;
        }
        let [ours, gits] =
            [ours, gits].map(|it| it.iter().map(|it| format!("{it:?}")).collect::<BTreeSet<_>>());
        if ours == gits {
            self.differ(place, what, ("in another order, or more than once".to_owned(), format!("{gits:?}")));
        }
        for ours in ours.difference(&gits) {
            self.differ(place, what, (ours.clone(), NOTHING.to_owned()));
        }
        for gits in gits.difference(&ours) {
            self.differ(place, what, (NOTHING.to_owned(), gits.clone()));
        }
    }

    pub(crate) fn differ(&mut self, place: &str, what: &'static str, (ours, gits): (String, String)) {
        self.differences.push(Difference { place: place.to_owned(), what, ours, gits });
    }
}

impl Display for Report {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        for difference in &self.differences {
            writeln!(formatter, "{difference}")?;
        }
        for (what, compared) in &self.compared {
            let differ = self.differences.iter().filter(|it| it.what == *what).count();
            writeln!(formatter, "{compared:9} {what:20} {differ:9} differ")?;
        }
        Ok(())
    }
}

impl Display for Difference {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { place, what, ours, gits } = self;
        writeln!(formatter, "{what} of {place}\n  ours: {ours}\n  git:  {gits}")
    }
}
