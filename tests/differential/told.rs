//! All that git is asked of one repository.

use super::changes::changes;
use super::commits::{self, Facts};
use super::program::Git;
use super::random::Random;
use callsheet::history::{Branch, Change, Head, WindowRequest};
use std::collections::{HashMap, HashSet};

/// Branches that work usually starts from, when the remote does not say which.
const USUAL_DEFAULTS: [&str; 3] = ["main", "master", "trunk"];

/// How near to each other, in git's order, half of the pairs are.
const NEAR: usize = 40;

/// What to compare.
pub(crate) struct Question {
    /// The windows to ask for: all that the head reaches or the range given, and pairs of its commits.
    pub(crate) windows: Vec<WindowRequest>,
    /// The full ids of the two ends of each; none at the start of all that the head reaches.
    ends: Vec<(Option<String>, String)>,
}

/// What git says.
pub(crate) struct Told {
    pub(crate) head: Option<Head>,
    pub(crate) default_branch: Option<String>,
    pub(crate) branches: Vec<Branch>,
    /// Every commit of every window, once.
    pub(crate) commits: Vec<CommitTold>,
    /// In the order asked.
    pub(crate) windows: Vec<WindowTold>,
}

/// What git says of a commit.
pub(crate) struct CommitTold {
    pub(crate) id: String,
    pub(crate) facts: Facts,
    /// None of a merge.
    pub(crate) changes: Option<Vec<Change>>,
}

/// What git says of a window.
pub(crate) struct WindowTold {
    /// How a person would ask git.
    pub(crate) name: String,
    pub(crate) base: Option<String>,
    /// Full ids, in git's order.
    pub(crate) commits: Vec<String>,
    pub(crate) net: Vec<Change>,
}

impl Question {
    /// A range, or all that the head reaches, and as many random pairs of its commits and of branches.
    pub(crate) fn new(git: &Git<'_>, range: Option<(&str, &str)>, pairs: usize) -> Result<Self, String> {
        let id = |name: &str| {
            git.lines(&["rev-parse", "--verify", &format!("{name}^{{commit}}")]).map(|it| it.concat())
        };
        let whole = match range {
            Some((from, to)) => (Some(id(from)?), id(to)?),
            None => (None, id("HEAD")?),
        };
        let mut known = rev_list(git, &whole)?;
        if range.is_none() {
            known.extend(git.lines(&["for-each-ref", "--format=%(objectname)", "refs/heads"])?);
        }
        let mut ends = vec![whole];
        let mut random = Random(known.len() as u64);
        while ends.len() <= pairs && !known.is_empty() {
            let one = random.below(known.len());
            let near = (one + random.below(NEAR)).min(known.len() - 1);
            let other = if random.below(2) == 0 { near } else { random.below(known.len()) };
            let (from, to) = if random.below(2) == 0 { (one, other) } else { (other, one) };
            ends.push((Some(known[from].clone()), known[to].clone()));
        }
        let window = |(from, to): &(Option<String>, String)| match from {
            Some(from) => WindowRequest::Range { from: from.clone(), to: to.clone() },
            None => WindowRequest::Span { since: None, until: None },
        };
        Ok(Self { windows: ends.iter().map(window).collect(), ends })
    }
}

impl Told {
    /// Asks git everything.
    pub(crate) fn by(git: &Git<'_>, question: &Question) -> Result<Self, String> {
        let windows = windows(git, question)?;
        let mut seen = HashSet::new();
        let ids: Vec<String> =
            windows.iter().flat_map(|it| &it.commits).filter(|it| seen.insert(*it)).cloned().collect();
        let said = commits::by_git(git, &ids)?;
        let is_merge = |facts: &Facts| facts.iter().any(|it| it.0 == "parents" && it.1.contains(' '));
        let single: Vec<String> = said.iter().filter(|it| !is_merge(&it.1)).map(|it| it.0.clone()).collect();
        let mut changes = changes(git, &single)?.into_iter();
        let commits = said.into_iter().map(|(id, facts)| {
            let changes = if is_merge(&facts) { None } else { changes.next() };
            CommitTold { id, facts, changes }
        });
        Ok(Self {
            head: head(git),
            default_branch: default_branch(git),
            branches: branches(git)?,
            commits: commits.collect(),
            windows,
        })
    }
}

fn rev_list(git: &Git<'_>, (from, to): &(Option<String>, String)) -> Result<Vec<String>, String> {
    let range = from.as_ref().map_or_else(|| to.clone(), |from| format!("{from}..{to}"));
    git.lines(&["rev-list", &range])
}

/// The parents of every commit that some commits reach.
struct Parents(HashMap<String, Vec<String>>);

impl Parents {
    fn of<'i>(git: &Git<'_>, ids: impl Iterator<Item = &'i String>) -> Result<Self, String> {
        let input = ids.flat_map(|it| [it.as_str(), "\n"]).collect::<String>().into_bytes();
        let output = git.run(&["rev-list", "--parents", "--stdin"], input)?;
        let output = String::from_utf8_lossy(&output);
        let mut lines = output.lines().map(|it| it.split(' ').map(str::to_owned));
        Ok(Self(lines.by_ref().filter_map(|mut it| Some((it.next()?, it.collect()))).collect()))
    }

    fn reached<'s>(&'s self, from: &'s str) -> HashSet<&'s str> {
        let mut reached = HashSet::new();
        let mut waiting = vec![from];
        while let Some(id) = waiting.pop() {
            if reached.insert(id) {
                waiting.extend(self.0.get(id).into_iter().flatten().map(String::as_str));
            }
        }
        reached
    }
}

fn windows(git: &Git<'_>, question: &Question) -> Result<Vec<WindowTold>, String> {
    let bases = merge_bases(git, &question.ends)?;
    // Git knows the tree without any file, without having it.
    let empty_tree = git.lines(&["hash-object", "-t", "tree", "--stdin"])?.concat();
    let mut comparisons = Vec::new();
    for ((_, to), base) in question.ends.iter().zip(&bases) {
        comparisons.push(match base {
            Some(base) => format!("{to} {base}"),
            None => {
                format!("{empty_tree} {}", git.lines(&["rev-parse", &format!("{to}^{{tree}}")])?.concat())
            }
        });
    }
    let nets = changes(git, &comparisons)?;
    let parents = Parents::of(git, question.ends.iter().filter_map(|it| it.0.as_ref()))?;
    let mut windows = Vec::new();
    for ((ends, base), net) in question.ends.iter().zip(bases).zip(nets) {
        let mut commits = rev_list(git, ends)?;
        if let Some(from) = &ends.0 {
            // Where clocks are skewed, git itself may list commits that the other end reaches too.
            let reached = parents.reached(from);
            commits.retain(|it| !reached.contains(it.as_str()));
        }
        let name = ends.0.as_ref().map_or_else(|| ends.1.clone(), |from| format!("{from}..{}", ends.1));
        windows.push(WindowTold { name, base, commits, net });
    }
    Ok(windows)
}

/// The first merge base of each pair, as `git merge-base` prints it.
fn merge_bases(git: &Git<'_>, ends: &[(Option<String>, String)]) -> Result<Vec<Option<String>>, String> {
    let pairs = ends.iter().filter_map(|(from, to)| from.as_ref().map(|from| format!("{from}...{to}")));
    let pairs: Vec<String> = pairs.collect();
    let arguments: Vec<&str> = ["rev-parse"].into_iter().chain(pairs.iter().map(String::as_str)).collect();
    // Of each pair both ends, and every merge base with a `^` before it.
    let mut lines = git.lines(&arguments)?.into_iter().peekable();
    let mut base = || {
        lines.nth(1);
        let mut bases = std::iter::from_fn(|| lines.next_if(|it| it.starts_with('^')));
        let first = bases.next().map(|it| it[1..].to_owned());
        bases.for_each(drop);
        first
    };
    Ok(ends.iter().map(|(from, _)| from.as_ref().and_then(|_| base())).collect())
}

fn head(git: &Git<'_>) -> Option<Head> {
    let commit = git.answer(&["rev-parse", "--verify", "HEAD^{commit}"])?;
    let branch = git.answer(&["symbolic-ref", "-q", "HEAD"]);
    Some(Head { branch: branch.and_then(|it| it.strip_prefix("refs/heads/").map(str::to_owned)), commit })
}

fn default_branch(git: &Git<'_>) -> Option<String> {
    let remote = git.answer(&["symbolic-ref", "-q", "refs/remotes/origin/HEAD"]);
    let remote = remote.and_then(|it| it.strip_prefix("refs/remotes/origin/").map(str::to_owned));
    let exists = |name: &&str| {
        let places = ["refs/heads", "refs/remotes/origin"].map(|it| format!("{it}/{name}"));
        places.iter().any(|it| git.answer(&["rev-parse", "--verify", "-q", it]).is_some())
    };
    remote.or_else(|| USUAL_DEFAULTS.into_iter().find(exists).map(str::to_owned))
}

fn branches(git: &Git<'_>) -> Result<Vec<Branch>, String> {
    let lines = git.lines(&["for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads"])?;
    let branch = |it: &String| {
        let (commit, name) = it.split_once(' ')?;
        Some(Branch { name: name.to_owned(), commit: commit.to_owned() })
    };
    let mut branches: Vec<Branch> = lines.iter().filter_map(branch).collect();
    branches.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(branches)
}
