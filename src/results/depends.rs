//! What `Depends-On` names: a pull request or a branch of a repository of the plan.

use crate::plan::{Plan, Repository};

/// How a pull request is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Number(u32),
    Branch(String),
}

/// Reads `api#12`, `api@feature/x`, `owner/api#12`, or the address of a pull request; `None` if it names no
/// repository of the plan.
pub(super) fn named<'p>(plan: &'p Plan, value: &str) -> Option<(&'p str, Named)> {
    let (place, name) = match (address(value), value.split_once(['#', '@'])) {
        (Some(address), _) => address,
        (None, Some((place, name))) if value[place.len()..].starts_with('#') => {
            (place, Named::Number(name.parse().ok()?))
        }
        (None, Some((place, branch))) if !branch.is_empty() => (place, Named::Branch(branch.to_owned())),
        (None, _) => return None,
    };
    let by_id = |it: &&Repository| it.id.as_str().eq_ignore_ascii_case(place);
    let by_remote = |it: &&Repository| {
        let remote = it.remote.as_ref().map(|it| normal(it));
        remote.is_some_and(|it| it == normal(place) || it.ends_with(&format!("/{}", normal(place))))
    };
    let mut repositories = plan.repositories.iter();
    let found = repositories
        .clone()
        .find(by_id)
        .or_else(|| repositories.find(|it| place.contains('/') && by_remote(it)))?;
    Some((found.id.as_str(), name))
}

/// The repository and number in the address of a pull request, as the usual forges write it.
fn address(value: &str) -> Option<(&str, Named)> {
    let path = value.split_once("://")?.1;
    let words = ["/-/merge_requests/", "/merge_requests/", "/pull/", "/pulls/", "/pull-requests/"];
    let (place, rest) = words.iter().find_map(|it| path.split_once(it))?;
    let digits = rest.split(|it: char| !it.is_ascii_digit()).next()?;
    Some((place, Named::Number(digits.parse().ok()?)))
}

/// A remote as host and path: of `git@host:owner/api.git` and `https://host/owner/api` the same.
fn normal(remote: &str) -> String {
    let rest = remote.split_once("://").map_or(remote, |it| it.1);
    let rest = rest.rsplit_once('@').map_or(rest, |it| it.1);
    rest.replacen(':', "/", 1).trim_end_matches('/').trim_end_matches(".git").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Source;

    fn found(value: &str) -> String {
        let text = "schema: 1\nproject: { id: p, title: P }\nrepositories:\n  - { id: api, remote: 'git@git.example.org:shop/api.git' }\n  \
                    - { id: ui, remote: 'https://git.example.org/shop/ui' }\n  - { id: schemas, path: schemas }\nphases:\n  \
                    - { id: a, title: A, objective: A., result: Done. }\n";
        let plan = crate::plan(&Source::new("plan.yaml", text), std::path::Path::new(".")).unwrap().plan;
        named(&plan, value).map_or_else(|| "none".to_owned(), |it| format!("{} {:?}", it.0, it.1))
    }

    #[test]
    fn a_repository_is_named_by_its_id_or_its_remote() {
        assert_eq!(found("schemas#12"), "schemas Number(12)");
        assert_eq!(found("API@feature/x#2"), "api Branch(\"feature/x#2\")");
        assert_eq!(found("shop/api#3"), "api Number(3)");
        assert_eq!(found("https://git.example.org/shop/api/pull/7"), "api Number(7)");
        assert_eq!(found("https://git.example.org/shop/ui/-/merge_requests/8#note_1"), "ui Number(8)");
    }

    #[test]
    fn what_is_not_in_the_plan_is_not_found() {
        for value in ["", "#1", "api", "api#x", "api@", "other#1", "https://git.example.org/other/api/pull/7"]
        {
            assert_eq!(found(value), "none", "{value}");
        }
        assert_eq!(found("https://git.example.org/shop/api/issues/7"), "none");
        assert_eq!(found("i#1"), "none");
    }
}
