//! The programs that the commands of a phase need.

use super::gate::CriterionView;
use super::service::{CommandView, ServiceView};
use super::task::TaskView;
use std::collections::BTreeSet;

/// What a shell brings itself, and every system beside it.
const EVERYWHERE: [&str; 20] = [
    "[", "cat", "cd", "cp", "echo", "exit", "export", "false", "grep", "ls", "mkdir", "mv", "printf", "pwd",
    "rm", "sed", "set", "sh", "test", "true",
];

/// The names of programs that some work runs, each once; scripts of the repository are left out.
pub(super) fn tools(services: &[ServiceView], tasks: &[TaskView], criteria: &[CriterionView]) -> Vec<String> {
    let steps = services.iter().flat_map(|it| &it.steps).flat_map(|it| &it.commands);
    let tasks = tasks.iter().flat_map(|it| &it.commands);
    let checks = criteria.iter().filter_map(|it| it.command.as_ref());
    let commands = steps.chain(tasks).chain(checks).map(|it: &CommandView| it.run.as_str());
    let names: BTreeSet<&str> =
        commands.flat_map(|it| it.split(['|', '&', ';'])).filter_map(program).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The program that a simple command runs; `None` if it is not plain which.
fn program(command: &str) -> Option<&str> {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "._+-".contains(it);
    let name = command.split_whitespace().find(|it| !it.contains('='))?;
    let starts = name.starts_with(|it: char| it.is_ascii_alphabetic());
    (starts && name.chars().all(is_plain) && !EVERYWHERE.contains(&name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_programs_are_told() {
        assert_eq!(program("RUST_LOG=info cargo test"), Some("cargo"));
        assert_eq!(program(" docker compose up"), Some("docker"));
        for other in
            ["./tools/health --all", "cd services", "", "\"$EDITOR\" x", "2>&1", "(ls)", "ls -R legacy"]
        {
            assert_eq!(program(other), None, "{other}");
        }
    }
}
