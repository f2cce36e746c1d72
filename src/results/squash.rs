//! Changes in a row that state things of the same phase and services, as one block of lines: as short as it can be
//! said, and known for those changes again when a squash merge repeats it.

use super::reading::CONTEXT;
use super::statement::Statement;
use crate::history::Trailer;
use crate::plan::Budget;

/// What some changes in a row state together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The subjects of the changes, each once.
    pub titles: Vec<String>,
    /// What they are about once, then what each states in order; what was spent is summed at the end.
    pub trailers: Vec<Trailer>,
}

/// The blocks of some changes, oldest first.
pub(super) fn blocks<'a>(statements: impl Iterator<Item = Statement<'a>>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for statement in statements {
        let title = statement.titles.first().unwrap_or(&statement.commit.message.subject).clone();
        let trailers: Vec<Trailer> = statement.lines.into_iter().map(|it| it.0).collect();
        let fits =
            |it: &&mut Block| !it.titles.contains(&title) && context(&it.trailers).eq(context(&trailers));
        match blocks.last_mut().filter(fits) {
            Some(block) => block.take(title, trailers),
            None => blocks.push(Block { titles: vec![title], trailers }),
        }
    }
    blocks
}

impl Block {
    fn take(&mut self, title: String, trailers: Vec<Trailer>) {
        self.titles.push(title);
        self.trailers.extend(trailers.into_iter().filter(|it| !is_context(it)));
        let Some(sum) = total(self.trailers.iter()) else { return };
        let Some(key) = self.trailers.iter().find(|it| is_spent(it)).map(|it| it.key.clone()) else { return };
        self.trailers.retain(|it| !is_spent(it));
        self.trailers.push(Trailer { key, value: sum.to_string() });
    }
}

/// The changes whose block a statement is, with every copy of each: `candidates` gives those that a title may mean.
/// Empty unless all that it says is theirs.
pub(super) fn parts<'s, 'a>(
    merged: &Statement<'_>,
    candidates: impl Fn(&str) -> Vec<&'s Statement<'a>>,
) -> Vec<&'s Statement<'a>> {
    let own: Vec<&Trailer> = merged.trailers().filter(|it| !is_spent(it)).collect();
    let (mut said, mut spent, mut found) = (0, Vec::new(), Vec::new());
    for title in &merged.titles {
        let follows = |it: &&Statement<'_>| {
            let lines: Vec<&Trailer> = stated(it, said);
            context(it.trailers()).eq(context(merged.trailers())) && own[said..].starts_with(&lines)
        };
        let copies: Vec<&Statement<'_>> = candidates(title).into_iter().filter(follows).collect();
        let Some(first) = copies.first() else { continue };
        said += stated(first, said).len();
        spent.extend(first.trailers().filter(|it| is_spent(it)));
        found.extend(copies.iter().filter(|it| it.says_what(first)));
    }
    let is_all = said == own.len() && same_time(&spent, merged);
    if is_all { found } else { Vec::new() }
}

/// What a change says beside what was spent; after other lines, without what it is about.
fn stated<'a>(statement: &'a Statement<'_>, before: usize) -> Vec<&'a Trailer> {
    let is_said = |it: &Trailer| !is_spent(it) && (before == 0 || !is_context(it));
    statement.trailers().filter(|it| is_said(it)).collect()
}

fn same_time(spent: &[&Trailer], merged: &Statement<'_>) -> bool {
    let own = || merged.trailers().filter(|it| is_spent(it));
    match (total(spent.iter().copied()), total(own())) {
        (Some(sum), Some(own)) => sum == own,
        (None, None) => spent.iter().copied().eq(own()),
        _ => false,
    }
}

/// The sum of what was spent; `None` if nothing was, or if it cannot be said in one line.
fn total<'a>(trailers: impl Iterator<Item = &'a Trailer>) -> Option<Budget> {
    let spent: Option<Vec<Budget>> =
        trailers.filter(|it| is_spent(it)).map(|it| it.value.trim().parse().ok()).collect();
    let sum = spent?.into_iter().reduce(|sum, it| sum.plus(&it))?;
    (sum.to_string().parse() == Ok(sum.clone())).then_some(sum)
}

/// What the other lines of a change are about.
fn context<'a>(trailers: impl IntoIterator<Item = &'a Trailer>) -> impl Iterator<Item = (String, &'a str)> {
    let about = trailers.into_iter().filter(|it| is_context(it));
    about.map(|it| (it.key.to_ascii_lowercase(), it.value.trim()))
}

fn is_context(trailer: &Trailer) -> bool {
    CONTEXT.iter().any(|it| trailer.key.eq_ignore_ascii_case(it))
}

fn is_spent(trailer: &Trailer) -> bool {
    trailer.key.eq_ignore_ascii_case("plan-spent")
}
