//! The arrows between stages.

use super::card;
use super::page::{px, text};
use super::sheet::Sheet;
use crate::diagnostics::clean;
use crate::pictures::text::cut;
use crate::pictures::{Stage, Tone};

const LABEL_SIZE: f64 = 12.0;

/// Draws all arrows, those of the critical path above the others.
pub(super) fn draw(sheet: &Sheet, stages: &[Stage]) -> Vec<String> {
    let critical = critical(sheet, stages);
    let (mut usual, mut hot) = (Vec::new(), Vec::new());
    for (to, point) in sheet.graph.points.iter().enumerate() {
        let mut above = point.above.clone();
        above.sort_by(|&one, &other| sheet.x[one].total_cmp(&sheet.x[other]));
        for (place, &from) in above.iter().enumerate() {
            let end =
                sheet.x[to] + if sheet.graph.is_stage(to) { card::port(place, above.len()) } else { 0.0 };
            let is_hot = critical[to] && stages[sheet.graph.points[from].stage].tone == Tone::Critical;
            let (lines, class) = if is_hot { (&mut hot, "cs-line cs-hot") } else { (&mut usual, "cs-line") };
            lines.push(arrow(sheet, (from, to), end, class));
        }
    }
    usual.append(&mut hot);
    usual
}

/// Writes beside the outlet of each gate what it takes to get through.
pub(super) fn labels(sheet: &Sheet, stages: &[Stage]) -> Vec<String> {
    let passes = |&it: &usize| stages[it].gate.is_some() && !sheet.graph.points[it].below.is_empty();
    let label = |it| text("cs-label", (sheet.x[it] + 7.0, sheet.bottoms[it] + 15.0), "PASS");
    let mut labels: Vec<String> = (0..stages.len()).filter(passes).map(label).collect();
    labels.extend((0..stages.len()).filter_map(|it| untold(sheet, stages, it)));
    labels
}

/// Tells the needs that no arrow is drawn for.
fn untold(sheet: &Sheet, stages: &[Stage], stage: usize) -> Option<String> {
    let needs = sheet.graph.untold.get(stage).filter(|it| !it.is_empty())?;
    let names: Vec<String> = needs.iter().take(20).map(|&it| clean(&stages[it].id)).collect();
    let line = cut(&format!("also needs {}", names.join(", ")), card::WIDTH, LABEL_SIZE);
    let place = (sheet.x[stage] - card::WIDTH / 2.0, sheet.tops[sheet.graph.points[stage].layer] - 7.0);
    Some(text("cs-label cs-halo", place, &line))
}

/// For each point whether it is critical: a stage by its tone, a point if it leads to such a stage.
fn critical(sheet: &Sheet, stages: &[Stage]) -> Vec<bool> {
    let points = &sheet.graph.points;
    let mut critical: Vec<bool> = stages.iter().map(|it| it.tone == Tone::Critical).collect();
    critical.resize(points.len(), false);
    // The points on the way of an arrow were made from top to bottom.
    for point in (stages.len()..points.len()).rev() {
        critical[point] = points[point].below.iter().any(|&it| critical[it]);
    }
    critical
}

/// Straight down to the end of the layer, then in a curve to the next one.
fn arrow(sheet: &Sheet, (from, to): (usize, usize), end: f64, class: &str) -> String {
    let layer = sheet.graph.points[from].layer;
    let start = if sheet.graph.is_stage(from) { sheet.bottoms[from] } else { sheet.tops[layer] };
    let (floor, top) = (sheet.floors[layer], sheet.tops[layer + 1]);
    let marker = match (sheet.graph.is_stage(to), class.contains("hot")) {
        (false, _) => "",
        (true, true) => " marker-end=\"url(#cs-arrow-hot)\"",
        (true, false) => " marker-end=\"url(#cs-arrow)\"",
    };
    let x = sheet.x[from];
    let middle = f64::midpoint(floor, top);
    format!(
        "<path class=\"{class}\" d=\"M{} {}V{}C{} {} {} {} {} {}\"{marker}/>",
        px(x),
        px(start),
        px(floor),
        px(x),
        px(middle),
        px(end),
        px(middle),
        px(end),
        px(top)
    )
}
