//! Where a repository is kept for others: the host and the project, without who asks and how.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A project at a forge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remote {
    /// `github.com`
    pub host: String,
    /// `owner/name`
    pub project: String,
}

impl Remote {
    /// Takes an address apart: `https://host/owner/name.git`, `ssh://git@host:22/owner/name`,
    /// `git@host:owner/name.git`. `None` for a folder, and for anything else.
    pub fn parse(address: &str) -> Option<Self> {
        let address = address.trim();
        let (place, project) = match address.split_once("://") {
            Some((scheme, rest)) if scheme != "file" => rest.split_once('/')?,
            Some(_) => return None,
            None => address.split_once(':').filter(|(host, _)| host.len() > 1 && !host.contains('/'))?,
        };
        let host = place.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
        let project = project.split(['?', '#']).next()?.trim_matches('/');
        let project = project.strip_suffix(".git").unwrap_or(project);
        let is_host =
            !host.is_empty() && host.chars().all(|it| it.is_ascii_alphanumeric() || ".-".contains(it));
        let is_name = |it: &str| {
            !it.is_empty() && it.chars().all(|it| it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | '~'))
        };
        let is_project = project.contains('/') && project.split('/').all(is_name);
        (is_host && is_project).then(|| Self { host, project: project.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_their_secrets() {
        for address in [
            "https://me:secret@github.com/o/r.git",
            "git@github.com:o/r.git",
            "ssh://git@GitHub.com:22/o/r",
            "https://github.com/o/r/?token=x",
        ] {
            let remote = Remote::parse(address).unwrap();
            assert_eq!((remote.host.as_str(), remote.project.as_str()), ("github.com", "o/r"), "{address}");
        }
        assert_eq!(Remote::parse("git@gitlab.com:a/b/c.git").unwrap().project, "a/b/c");
    }

    #[test]
    fn other_places_are_no_remotes() {
        for address in ["/srv/git/o/r.git", "../o/r", "file:///o/r", "C:\\o\\r", "", "ext::sh -c x", "h:r"] {
            assert_eq!(Remote::parse(address), None, "{address}");
        }
    }
}
