//! Commits chosen by who wrote them, or by the session that they state.

use super::changes::Comparer;
use super::graph::Graph;
use super::mailmap::Mailmap;
use super::oid::Oid;
use super::{Message, Person, WindowRequest};
use std::collections::HashMap;

/// What a window demands of each of its commits.
#[derive(Default)]
pub(super) struct Chosen {
    /// In lower case.
    authors: Vec<String>,
    sessions: Vec<String>,
    mailmap: Mailmap,
    known: HashMap<Oid, bool>,
}

impl Chosen {
    /// Collects what a window demands, also of the window that it chooses from. The mailmap is that of the head.
    pub(super) fn of(request: &WindowRequest, comparer: &Comparer<'_>, head: Option<Oid>) -> Self {
        let mut chosen = Self::default();
        let mut request = request;
        while let WindowRequest::Only { of, author, session } = request {
            chosen.authors.extend(author.as_ref().map(|it| it.to_lowercase()));
            chosen.sessions.extend(session.clone());
            request = of;
        }
        if !chosen.authors.is_empty() {
            chosen.mailmap = Mailmap::of(comparer, head);
        }
        chosen
    }

    /// Whether a commit that the graph has seen is as demanded.
    pub(super) fn fits(&mut self, graph: &Graph<'_>, id: Oid) -> bool {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let fits = self.has_author(graph, id) && self.has_session(graph, id);
        self.known.insert(id, fits);
        fits
    }

    fn has_author(&self, graph: &Graph<'_>, id: Oid) -> bool {
        if self.authors.is_empty() {
            return true;
        }
        let Some(author) = graph.author(id) else { return false };
        let Person { name, email } = self.mailmap.resolve(author);
        let person = format!("{name} <{email}>").to_lowercase();
        self.authors.iter().all(|it| person.contains(it.as_str()))
    }

    fn has_session(&self, graph: &Graph<'_>, id: Oid) -> bool {
        if self.sessions.is_empty() {
            return true;
        }
        let message = graph.noted().contains(&id).then(|| graph.message(id)).flatten();
        message.is_some_and(|message| {
            let stated = message.sessions();
            self.sessions.iter().all(|it| stated.contains(it))
        })
    }
}

impl Message {
    /// The sessions that the message says its commit belongs to, in git's own block or in loose lines.
    pub fn sessions(&self) -> Vec<String> {
        let loose = self.loose();
        let trailers = self.trailers.iter().chain(loose.iter().flat_map(|it| &it.trailers));
        let stated = trailers.filter(|it| it.key.eq_ignore_ascii_case("plan-session"));
        stated.map(|it| it.value.trim().to_owned()).collect()
    }
}
