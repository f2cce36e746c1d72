//! The task list of Task Master: `.taskmaster/tasks/tasks.json`, as version 0.43 writes it.
//!
//! Dependencies do not reach from one tag into another. So phases are the tasks of the tag `master`, where they
//! depend on each other, and the work of each phase has a tag of its own.

mod raw;
mod read;
mod restore;
mod write;

pub use read::read_task_master;
pub use write::task_master;

use crate::plan::Stated;
use crate::results::Status;

/// The tag that is there always, and that Task Master shows if no other is chosen.
const MASTER: &str = "master";

/// The word for a status. Only what is recorded is done; of the words of a plan, those count that say what is
/// meant to be done, and not those that say what was.
fn word(status: Status, stated: Option<Stated>) -> &'static str {
    match (status, stated) {
        (Status::Done, _) => "done",
        (Status::Active, _) => "in-progress",
        (Status::Failed, _) => "review",
        (Status::Blocked, _) | (Status::Open, Some(Stated::Blocked)) => "blocked",
        (Status::Skipped, _) | (Status::Open, Some(Stated::Skipped)) => "cancelled",
        (Status::Open, Some(Stated::Deferred)) => "deferred",
        (Status::Open, _) => "pending",
    }
}

/// What a word means; `None` if nobody knows it.
fn stated(word: &str) -> Option<Stated> {
    match word.trim().to_lowercase().as_str() {
        "review" => Some(Stated::Active),
        "cancelled" | "canceled" => Some(Stated::Skipped),
        word => word.parse().ok(),
    }
}
