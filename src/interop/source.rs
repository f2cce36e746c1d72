//! Reads a file of another tool.

use crate::diagnostics::{Checked, Diagnostic, Origin, Source};
use std::path::Path;
use std::sync::Arc;

/// No list of tasks is larger.
const LARGEST: u64 = 16 << 20;

/// Reads a text; `name` is what diagnostics call it. What is no file, too large or no text is an error.
pub fn read_source(path: &Path, name: &str) -> Checked<Arc<Source>> {
    read(path, name).map_err(|problem| vec![problem])
}

fn read(path: &Path, name: &str) -> Result<Arc<Source>, Diagnostic> {
    let failed = |why: &str| Diagnostic::environment(format!("cannot read `{name}`: {why}"));
    let about = std::fs::metadata(path).map_err(|error| failed(&error.to_string()))?;
    if !about.is_file() {
        return Err(failed("it is no file"));
    }
    if about.len() > LARGEST {
        let message = format!("`{name}` has {} bytes; the most is {LARGEST}", about.len());
        return Err(Diagnostic::error(message).hint("import its parts one by one"));
    }
    let bytes = std::fs::read(path).map_err(|error| failed(&error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let source = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
        Diagnostic::error(format!("byte {valid} is not UTF-8")).at(Origin::new(&source, valid..valid + 1))
    })?;
    let source = Source::new(name, text.strip_prefix('\u{feff}').unwrap_or(&text));
    match source.text.find('\0') {
        Some(at) => Err(Diagnostic::error("there is a NUL byte")
            .at(Origin::new(&source, at..at + 1))
            .label("not text")),
        None => Ok(source),
    }
}
