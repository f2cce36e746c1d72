//! Paths against patterns: `services/cart/**`, `*.md`, `{src,lib}/*.rs`.

/// Whether a path lies under a pattern, or in a folder that is named without one.
pub fn covers(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let inside = || path.strip_prefix(pattern).is_some_and(|it| it.starts_with('/'));
    !pattern.is_empty() && (path == pattern || inside() || fast_glob::glob_match(pattern, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_files_and_patterns_cover_what_lies_under_them() {
        for (pattern, path) in [
            ("services/cart", "services/cart/src/main.rs"),
            ("services/cart/", "services/cart/a"),
            ("services/{cart,till}/**", "services/till/deep/a.rs"),
            ("*.md", "README.md"),
            ("README.md", "README.md"),
            ("**/*.rs", "a/b/c.rs"),
        ] {
            assert!(covers(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in
            [("services/cart", "services/carts/a"), ("", "a"), ("*.md", "docs/a.md"), ("{", "{x"), ("[", "a")]
        {
            assert!(!covers(pattern, path), "{pattern} {path}");
        }
    }
}
