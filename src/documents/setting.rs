//! What a template sees of a setting.

use super::text::Prose;
use crate::plan::Setting;
use schemars::JsonSchema;
use serde::Serialize;

/// A setting that the work brings in.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SettingView {
    /// Its name in code.
    pub field: Prose,
    /// What it is for.
    pub about: Option<Prose>,
    /// Its type, as the language of the code writes it.
    pub kind: Prose,
    /// The environment variable that sets it.
    pub variable: Option<Prose>,
    /// Its value if nobody sets it.
    pub default: Option<Prose>,
}

impl SettingView {
    /// Copies a setting.
    pub(super) fn of(setting: &Setting) -> Self {
        Self {
            field: Prose::new(&setting.field),
            about: setting.about.as_deref().map(Prose::new),
            kind: Prose::new(&setting.kind),
            variable: setting.variable.as_deref().map(Prose::new),
            default: setting.default.as_deref().map(Prose::new),
        }
    }
}
