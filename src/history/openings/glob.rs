//! Patterns of names, in which `*` stands for any text.

/// Whether a text fits a pattern.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    // Patterns are short: their bytes are looked through faster than a searcher is made.
    let Some(star) = pattern.bytes().position(|it| it == b'*') else { return pattern == text };
    let (first, rest) = (&pattern[..star], &pattern[star + 1..]);
    if !rest.bytes().any(|it| it == b'*') {
        return text.len() >= first.len() + rest.len() && text.starts_with(first) && text.ends_with(rest);
    }
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some((_, after)) = text.split_once(piece) else { return false };
        text = after;
    }
    text.ends_with(last)
}

/// A path that patterns are compared with.
#[derive(Clone, Copy)]
pub(super) struct Named<'p> {
    path: &'p str,
    /// Its folders, each with a slash.
    folders: &'p str,
    name: &'p str,
}

impl<'p> Named<'p> {
    pub(super) fn of(path: &'p str) -> Self {
        let (folders, name) = path.split_at(path.rfind('/').map_or(0, |it| it + 1));
        Self { path, folders, name }
    }

    /// Whether it fits a pattern: `tests/` is a folder anywhere, a pattern with another slash is
    /// compared with the whole path, and any other with the name of the file.
    pub(super) fn fits(self, pattern: &str) -> bool {
        match pattern.strip_suffix('/') {
            Some(folder) => self.folders.split_terminator('/').any(|it| fits(folder, it)),
            None if pattern.bytes().any(|it| it == b'/') => fits(pattern, self.path),
            None => fits(pattern, self.name),
        }
    }
}

/// Whether a path fits one of some patterns.
pub(super) fn fits_any<P: AsRef<str>>(patterns: &[P], path: &str) -> bool {
    let named = Named::of(path);
    patterns.iter().any(|it| named.fits(it.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text) in
            [("a", "a"), ("*.rs", "a.rs"), ("*.test.*", "a.test.ts"), ("*", ""), ("a*a", "aa")]
        {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "b"), ("*.rs", "a.rs.bak"), ("a*a", "a"), ("*.x.*", "a.x"), ("", "a")] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_is_compared_with_the_name_a_folder_or_the_whole_path() {
        for pattern in ["*.py", "tests/", "t*s/", "src/*.py", "src/tests/a.py"] {
            assert!(Named::of("src/tests/a.py").fits(pattern), "{pattern}");
        }
        for pattern in ["tests", "a.py/", "est/", "tests/a.py", "src"] {
            assert!(!Named::of("src/tests/a.py").fits(pattern), "{pattern}");
        }
    }
}
