//! What came of the plan: the join of plan and history, with evidence for every status.
//!
//! Only here do the plan and the history meet. Nothing is inferred: a status comes from a `Plan-*`
//! trailer (claimed) or from what git itself shows (verified), and everything else is open.

mod attribution;
mod claims;
mod gate;
mod join;
mod model;
mod reading;
mod once;
mod record;
mod statement;
mod wanted;

pub use attribution::{Attribution, Why, attribute};
pub use claims::claims;
pub use gate::verdict;
pub use join::{join, records, spent};
pub use model::*;
pub use record::{Fact, NoteKind, Record};
pub use wanted::{latest_session, pull_request_window, session_window, wanted};
