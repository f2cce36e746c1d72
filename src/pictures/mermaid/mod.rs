//! Mermaid's notation, which GitHub, GitLab and most Markdown viewers draw.

mod escape;
mod flow;
mod gantt;
mod web;

pub use flow::flow;
pub use gantt::gantt;
pub use web::web;
