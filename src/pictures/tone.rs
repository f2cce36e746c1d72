//! The colours of tones, which all pictures share.

use super::Tone;

/// All tones, in the order in which a legend lists them.
pub(super) const ALL: [Tone; 4] = [Tone::Usual, Tone::Critical, Tone::Optional, Tone::Done];

/// How a tone looks.
pub(super) struct Look {
    /// The name of its class in Mermaid and SVG.
    pub(super) class: &'static str,
    /// What it means, for a legend.
    pub(super) meaning: &'static str,
    /// The colour of surfaces.
    pub(super) fill: &'static str,
    /// The colour of borders.
    pub(super) stroke: &'static str,
    /// The colour of bars.
    pub(super) bar: &'static str,
}

const USUAL: Look =
    Look { class: "usual", meaning: "planned", fill: "#f6f8fa", stroke: "#8c959f", bar: "#7d96b3" };
const CRITICAL: Look = Look {
    class: "critical",
    meaning: "on the critical path",
    fill: "#fff5ec",
    stroke: "#c2500b",
    bar: "#d9692a",
};
const OPTIONAL: Look =
    Look { class: "optional", meaning: "optional", fill: "#ffffff", stroke: "#afb8c1", bar: "#dfe4ea" };
const DONE: Look =
    Look { class: "done", meaning: "done", fill: "#effaf1", stroke: "#2c974b", bar: "#6fb783" };

/// Tells how a tone looks.
pub(super) fn look(tone: Tone) -> &'static Look {
    match tone {
        Tone::Usual => &USUAL,
        Tone::Critical => &CRITICAL,
        Tone::Optional => &OPTIONAL,
        Tone::Done => &DONE,
    }
}
