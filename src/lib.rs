//! Callsheet turns YAML phase plans and git history into the documents that people and coding
//! agents work by.
pub mod diagnostics;
pub mod plan;
pub mod history;
