//! The shapes of views, for the reference that people who write templates read.

use super::repository::RepositoryView;
use super::{ChangeView, ComparisonView, PhaseView, PlanView, PullRequestView, ServiceView, SessionView};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// What a template sees of each subject.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is wanted")]
struct Subjects {
    change: ChangeView,
    comparison: ComparisonView,
    phase: PhaseView,
    plan: PlanView,
    pull_request: PullRequestView,
    repository: RepositoryView,
    service: ServiceView,
    session: SessionView,
}

/// The JSON Schema of an object with one view of each subject, by its name in templates. Text that others
/// wrote has its origin as `format`.
pub fn schema() -> Value {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Subjects>()
        .to_value()
}
