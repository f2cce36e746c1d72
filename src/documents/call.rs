//! What a template sees of the call that starts an agent.

use super::inputs::Planned;
use super::text::Foreign;
use crate::pictures::wrapped;
use crate::plan::Phase;
use schemars::JsonSchema;
use serde::Serialize;

/// A call that starts the agent of a phase.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct CallView {
    /// The kind of agent that the tool knows.
    pub kind: Foreign,
    /// What the call is for, in a few words.
    pub description: Foreign,
    /// What the agent is asked, in lines for a page.
    pub prompt: Vec<Foreign>,
}

/// Columns of a line of a prompt, as plain text is read well.
const COLUMNS: usize = 90;

/// The call for a phase, if the plan says how its agent is started.
pub(super) fn call(planned: &Planned<'_>, phase: &Phase) -> Option<CallView> {
    let id = phase.agent.as_ref()?;
    let agent = planned.plan.agents.iter().find(|it| it.id.value == id.value)?;
    let launch = agent.launch.as_ref()?;
    let values = [("id", phase.id.as_str()), ("title", phase.title.as_str()), ("plan", planned.file)];
    let pointer = planned.words.filled("words.call_prompt", &values);
    let prompt = launch.prompt.iter().chain([&pointer]).flat_map(|it| wrapped(it, COLUMNS));
    Some(CallView {
        kind: Foreign::new(&launch.kind),
        description: Foreign::new(&planned.words.filled("words.call_description", &values)),
        prompt: prompt.map(|it| Foreign::new(&it)).collect(),
    })
}
