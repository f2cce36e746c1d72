//! In which repositories work is done.

use super::{Id, Milestone, Node, Phase, Plan, Spanned, Task};

impl Plan {
    /// The index of the repository that something belongs to: the named one, or the only one.
    pub fn repository_index(&self, id: Option<&Spanned<Id>>) -> Option<usize> {
        let found = self.repository(id)?;
        self.repositories.iter().position(|it| it.id.value == found.id.value)
    }

    /// The repository of one end of an edge; a phase has none.
    pub fn repository_of(&self, node: Node) -> Option<usize> {
        match node {
            Node::Service(at) => self.repository_index(self.services[at].repository.as_ref()),
            Node::Repository(at) => Some(at),
            Node::PullRequest(at) => self.repository_index(self.pull_requests[at].repository.as_ref()),
            Node::Phase(_) => None,
        }
    }

    /// Indexes of the repositories that a phase works in, by its services, tasks, deliverables and pull requests.
    pub fn repositories_of_phase(&self, phase: &Phase) -> Vec<usize> {
        let services = phase.services.iter().filter_map(|it| self.service(&it.service));
        let services = services.map(|it| it.repository.as_ref());
        let deliverables = phase.deliverables.iter().map(|it| it.repository.as_ref());
        let holds = |id: &Spanned<Id>| id.value == phase.id.value;
        let pulls = self.pull_requests.iter().filter(|it| it.phases.iter().any(holds));
        let pulls = pulls.map(|it| it.repository.as_ref());
        let tasks = phase.tasks.iter().map(|it| it.repository.as_ref());
        self.in_order(
            services.chain(deliverables).chain(pulls).chain(tasks).map(|it| self.repository_index(it)),
        )
    }

    /// Indexes of the repositories that a milestone touches, by its components and tasks.
    pub fn repositories_of_milestone(&self, milestone: &Milestone) -> Vec<usize> {
        let components = milestone.components.iter().map(|it| self.repository_of_component(it));
        let tasks = milestone.tasks.iter().map(|it| self.repository_index(it.repository.as_ref()));
        self.in_order(components.chain(tasks))
    }

    /// The repository of a service, or the one of that id.
    fn repository_of_component(&self, id: &Spanned<Id>) -> Option<usize> {
        match self.service(id) {
            Some(service) => self.repository_index(service.repository.as_ref()),
            None => self.repository_index(Some(id)),
        }
    }

    /// The repository that a task is done in: its own, or the only one of those that its phase or milestone is
    /// worked on in.
    pub fn repository_of_task(&self, task: &Task, among: &[usize]) -> Option<usize> {
        let own = task.repository.as_ref().and_then(|it| self.repository_index(Some(it)));
        own.or_else(|| among.first().copied().filter(|_| among.len() == 1))
    }

    fn in_order(&self, found: impl Iterator<Item = Option<usize>>) -> Vec<usize> {
        let found: std::collections::BTreeSet<usize> =
            found.flatten().chain((self.repositories.len() == 1).then_some(0)).collect();
        found.into_iter().collect()
    }
}
