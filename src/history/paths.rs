//! What paths tell of the files there, by the names that are usual.

/// Endings of files that people read.
const DOCUMENTS: [&str; 5] = [".md", ".markdown", ".adoc", ".rst", ".txt"];

/// Files that name what is built from elsewhere, and in which version.
const DEPENDENCIES: [&str; 28] = [
    "build.gradle",
    "build.gradle.kts",
    "cargo.lock",
    "cargo.toml",
    "composer.json",
    "composer.lock",
    "flake.lock",
    "gemfile",
    "gemfile.lock",
    "go.mod",
    "go.sum",
    "gradle.lockfile",
    "mix.exs",
    "mix.lock",
    "package-lock.json",
    "package.json",
    "package.swift",
    "pdm.lock",
    "pipfile",
    "pipfile.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "pom.xml",
    "pyproject.toml",
    "requirements.txt",
    "setup.py",
    "uv.lock",
    "yarn.lock",
];

/// Files in which changes are told to users.
const CHANGELOGS: [&str; 6] = ["changelog", "changes", "history", "news", "release_notes", "releases"];

/// Whether a path is named after tests, as the usual languages do.
pub fn is_test(path: &str) -> bool {
    let path = path.to_lowercase();
    let words = path.split(|it: char| !it.is_ascii_alphanumeric());
    words.into_iter().any(|it| matches!(it, "test" | "tests" | "spec" | "specs" | "testing" | "testsuite"))
}

/// Whether people read it: Markdown and the like, plain text.
pub fn is_document(path: &str) -> bool {
    let path = path.to_lowercase();
    !is_dependencies(&path) && DOCUMENTS.iter().any(|it| path.ends_with(it))
}

/// Whether it names dependencies.
pub fn is_dependencies(path: &str) -> bool {
    DEPENDENCIES.contains(&name(path).as_str())
}

/// Whether changes are told to users there.
pub fn is_changelog(path: &str) -> bool {
    let name = name(path);
    let stem = name.split('.').next().unwrap_or_default().replace('-', "_");
    CHANGELOGS.contains(&stem.as_str())
}

fn name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_lowercase()
}
