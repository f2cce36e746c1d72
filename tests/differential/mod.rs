//! What the `git` program says of a repository, and where ours differs: of generated histories and of real ones.

mod program;
mod random;
mod commits;
mod changes;
mod told;
mod report;
mod compare;

pub(crate) use compare::compare;
#[cfg(test)]
pub(crate) use {changes::changes, program::Git, random::Random};
