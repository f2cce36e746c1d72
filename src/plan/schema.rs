//! The plan language as a JSON Schema, made from the types that plans are read into.

use super::Plan;
use serde_json::Value;

/// The JSON Schema (draft 2020-12) of a plan file.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Plan).to_value();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("title".to_owned(), Value::from("Callsheet plan"));
    }
    schema
}
