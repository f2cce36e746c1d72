//! Mermaid's notation, which GitHub, GitLab and most Markdown viewers draw.

mod escape;
mod flow;
mod gantt;

pub use flow::flow;
pub use gantt::gantt;
