//! Pictures as SVG, drawn here so that no other program is needed.

mod axis;
mod bar;
mod card;
mod flow;
mod gantt;
mod gate;
mod graph;
mod line;
mod order;
mod page;
mod place;
mod sheet;

pub use flow::flow;
pub use gantt::gantt;
