//! What came of the plan: the join of plan and history, with evidence for every status.
//!
//! Only here do the plan and the history meet. Nothing is inferred: a status comes from a `Plan-*`
//! trailer (claimed) or from what the tree of the head shows (verified): a file, or a results file of
//! `callsheet record`. Everything else is open.

mod attribution;
mod claims;
mod conformance;
mod criterion;
mod depends;
mod epic;
mod branches;
mod gate;
mod join;
mod judge;
mod merging;
mod model;
mod next;
mod reading;
mod once;
mod record;
mod run;
mod squash;
mod statement;
mod wanted;

pub use attribution::{Attribution, Why, attribute};
pub use branches::{BranchState, PlannedBranch, RequestState, branches, request_state};
pub use claims::claims;
pub use conformance::{About, Conformity, Finding, Place, Reason, Rule, conformance};
pub use gate::verdict;
pub use join::{Records, join, records, spent};
pub use judge::{Judgement, judge};
pub use merging::{Because, Merging, Need, Pull, merge_circles, merging};
pub use model::*;
pub use next::is_next;
pub use once::stated;
pub use record::{Fact, NoteKind, Record};
pub use run::{Ended, Expected, Kept, MeasuredValue, RUN_FORMAT, Run, runs};
pub use squash::Block;
pub use wanted::{
    latest_session, pull_request_window, results_folder, session_window, stated_session, wanted,
};
