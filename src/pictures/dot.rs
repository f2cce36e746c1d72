//! A flow in Graphviz' notation.

use super::{Flow, GateNode, Item, Stage, Tone, is_last, item_needs, stage_needs, tone};
use crate::diagnostics::clean;

const OPENING: &str = "digraph plan {
    graph [rankdir=TB, compound=true, fontname=\"Helvetica,Arial,sans-serif\", labelloc=t, nodesep=0.35, ranksep=0.45];
    node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#8c959f\"];
    edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, color=\"#57606a\"];
    start [shape=ellipse, label=\"start\"];
    end [shape=ellipse, label=\"end\"];";

/// Writes a flow as a Graphviz digraph, for `dot`.
pub fn flow(flow: &Flow) -> String {
    let mut lines = vec![OPENING.to_owned(), format!("    label={};", quoted(&[&flow.title]))];
    let ends: Vec<Ends> = flow.stages.iter().enumerate().map(|(index, it)| Ends::of(index, it)).collect();
    for (index, stage) in flow.stages.iter().enumerate() {
        lines.extend(cluster(index, stage));
        lines.extend(stage.gate.iter().flat_map(|it| gate_lines(index, it, &ends[index])));
    }
    lines.extend(arrows(flow, &ends));
    lines.extend(legend(flow));
    lines.extend(remark(flow));
    lines.push("}".to_owned());
    lines.join("\n") + "\n"
}

/// The nodes of a stage that arrows from and to its cluster are tied to.
struct Ends {
    /// Its box, for `lhead` and `ltail`.
    cluster: String,
    /// The node that arrows lead to.
    first: String,
    /// The node that arrows leave from: the lowest one.
    last: String,
    /// The other nodes that nothing else in the stage needs.
    others: Vec<String>,
}

impl Ends {
    fn of(index: usize, stage: &Stage) -> Self {
        let needs = item_needs(&stage.items);
        let (is_last, depths) = (is_last(&needs), depths(&needs));
        let mut ends: Vec<usize> = (0..needs.len()).filter(|&it| is_last[it]).collect();
        ends.sort_by_key(|&it| std::cmp::Reverse(depths[it]));
        let name = |it: usize| format!("s{index}i{it}");
        let first = name(needs.iter().position(Vec::is_empty).unwrap_or(0));
        let last = name(ends.first().copied().unwrap_or(0));
        let others = ends.into_iter().skip(1).map(name).collect();
        Self { cluster: format!("cluster_s{index}"), first, last, others }
    }

    /// An arrow out of the box.
    fn leave(&self, to: &str, attributes: &str) -> String {
        format!("    {} -> {to} [ltail={}{attributes}];", self.last, self.cluster)
    }

    /// An arrow from the gate back into the box, by the shortest way.
    fn fail(&self, gate: &str) -> String {
        let style = "taillabel=\"FAIL\", labeldistance=1.6, style=dashed, constraint=false";
        format!("    {gate}:e -> {} [lhead={}, {style}];", self.last, self.cluster)
    }

    /// An arrow into the box.
    fn enter(&self, from: &str, attributes: &str) -> String {
        format!("    {from} -> {} [lhead={}{attributes}];", self.first, self.cluster)
    }
}

/// How many items come before each, at most. Needs of items that stand further down count as none.
fn depths(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut depths = vec![0; needs.len()];
    for (own, needs) in needs.iter().enumerate() {
        depths[own] = needs.iter().filter(|it| **it < own).map(|&it| depths[it] + 1).max().unwrap_or(0);
    }
    depths
}

fn cluster(index: usize, stage: &Stage) -> Vec<String> {
    let look = tone::look(stage.tone);
    let mut lines = vec![
        format!("    subgraph cluster_s{index} {{"),
        format!("        label={};", quoted(&[&stage.heading(), &stage.note])),
        format!(
            "        style=\"rounded,filled,dashed\"; fillcolor=\"{}\"; color=\"{}\";",
            look.fill, look.stroke
        ),
        format!(
            "        fontcolor=\"#1f2328\"; penwidth={};",
            if stage.tone == Tone::Critical { 2 } else { 1 }
        ),
    ];
    lines.extend(stage.items.iter().enumerate().map(|(own, it)| item_line(&format!("s{index}i{own}"), it)));
    if stage.items.is_empty() {
        lines.push(format!("        s{index}i0 [label={}];", quoted(&[&stage.title])));
    }
    for (own, needs) in item_needs(&stage.items).iter().enumerate() {
        lines.extend(needs.iter().map(|it| format!("        s{index}i{it} -> s{index}i{own};")));
    }
    lines.push("    }".to_owned());
    lines
}

fn item_line(id: &str, item: &Item) -> String {
    let style = if item.optional { ", style=\"rounded,filled,dashed\", fontcolor=\"#57606a\"" } else { "" };
    format!("        {id} [label={}{style}];", quoted(&[&item.title, &item.note]))
}

/// Invisible arrows keep the gate below every item.
fn gate_lines(index: usize, gate: &GateNode, ends: &Ends) -> Vec<String> {
    let id = format!("g{index}");
    let label = quoted(&[&gate.id, &gate.title]);
    let mut lines = vec![
        format!("    {id} [shape=diamond, style=filled, fillcolor=\"#f6f8fa\", label={label}];"),
        ends.leave(&id, ", weight=20"),
        ends.fail(&id),
    ];
    lines.extend(ends.others.iter().map(|it| format!("    {it} -> {id} [style=invis, weight=5];")));
    lines
}

fn arrows(flow: &Flow, ends: &[Ends]) -> Vec<String> {
    let needs = stage_needs(&flow.stages);
    let mut lines = Vec::new();
    for (to, needs) in needs.iter().enumerate() {
        if needs.is_empty() {
            lines.push(ends[to].enter("start", ""));
        }
        lines.extend(needs.iter().map(|&from| arrow((from, &flow.stages[from]), &ends[from], &ends[to])));
    }
    for (from, _) in is_last(&needs).iter().enumerate().filter(|(_, last)| **last) {
        lines.push(match flow.stages[from].gate {
            Some(_) => format!("    g{from} -> end [label=\"PASS\"];"),
            None => ends[from].leave("end", ""),
        });
    }
    if ends.is_empty() {
        lines.push("    start -> end;".to_owned());
    }
    lines
}

/// What the colours and shapes mean that the flow has; nothing if it has no more than usual stages.
fn legend(flow: &Flow) -> Vec<String> {
    let has = |tone: Tone| flow.stages.iter().any(|it| it.tone == tone);
    let tones = tone::ALL.into_iter().filter(|it| has(*it)).map(|it| {
        let look = tone::look(it);
        format!("label={}, fillcolor=\"{}\", color=\"{}\"", quoted(&[look.meaning]), look.fill, look.stroke)
    });
    let has_optional = flow.stages.iter().flat_map(|it| &it.items).any(|it| it.optional);
    let optional =
        has_optional.then(|| "label=\"may be left out\", style=\"rounded,filled,dashed\"".to_owned());
    let has_gate = flow.stages.iter().any(|it| it.gate.is_some());
    let gate =
        has_gate.then(|| "label=\"gate\", shape=diamond, style=filled, fillcolor=\"#f6f8fa\"".to_owned());
    let marks: Vec<String> = tones.chain(optional).chain(gate).collect();
    if marks.len() < 2 {
        return Vec::new();
    }
    let nodes = (0..).zip(marks).map(|(index, it)| format!("        l{index} [{it}];"));
    let opening = "    subgraph cluster_legend {\n        label=\"legend\"; style=\"rounded,dashed\"; color=\"#8c959f\";";
    [opening.to_owned()].into_iter().chain(nodes).chain(["    }".to_owned()]).collect()
}

/// A note where stages do not wait for each other.
fn remark(flow: &Flow) -> Option<String> {
    let mut waves: Vec<usize> = flow.stages.iter().map(|it| it.wave).collect();
    waves.sort_unstable();
    let is_parallel = waves.windows(2).any(|it| it[0] == it[1]);
    let label = quoted(&["Stages side by side", "do not wait for each other."]);
    is_parallel
        .then(|| format!("    remark [shape=note, style=filled, fillcolor=\"#fffbe6\", label={label}];"))
}

fn arrow((from, stage): (usize, &Stage), own: &Ends, next: &Ends) -> String {
    match stage.gate {
        Some(_) => next.enter(&format!("g{from}"), ", label=\"PASS\""),
        None => own.leave(&next.first, &format!(", lhead={}", next.cluster)),
    }
}

/// Quotes lines of a label. Graphviz reads entities and backslashes even within quotes.
fn quoted(lines: &[&str]) -> String {
    let escape = |text: String| text.replace('&', "&amp;").replace('\\', "\\\\").replace('"', "\\\"");
    let lines: Vec<String> = lines.iter().map(|it| escape(clean(it))).filter(|it| !it.is_empty()).collect();
    format!("\"{}\"", lines.join("\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_gates_and_arrows_are_drawn() {
        let item = |title: &str, needs| Item { title: title.to_owned(), needs, ..Item::default() };
        let items = vec![item("a", vec![]), item("b", vec![0]), item("c", vec![0])];
        let gate = Some(GateNode { id: "gate".to_owned(), title: "It works".to_owned() });
        let stages = vec![
            Stage { id: "1".to_owned(), items, gate, tone: Tone::Critical, ..Stage::default() },
            Stage { id: "2".to_owned(), needs: vec![0], ..Stage::default() },
            Stage { id: "3".to_owned(), needs: vec![1], tone: Tone::Done, ..Stage::default() },
        ];
        let text = flow(&Flow { title: "Plan".to_owned(), stages });
        for part in [
            "label=\"gate\\nIt works\"",
            "s0i1 -> g0 [ltail=cluster_s0, weight=20];",
            "s0i2 -> g0 [style=invis, weight=5];",
            "g0:e -> s0i1 [lhead=cluster_s0, taillabel=\"FAIL\", labeldistance=1.6, style=dashed, constraint=false];",
            "g0 -> s1i0 [lhead=cluster_s1, label=\"PASS\"];",
            "s1i0 -> s2i0 [ltail=cluster_s1, lhead=cluster_s2];",
            "start -> s0i0 [lhead=cluster_s0];",
            "s2i0 -> end [ltail=cluster_s2];",
            tone::look(Tone::Done).fill,
            "subgraph cluster_legend {\n        label=\"legend\"",
            "label=\"on the critical path\", fillcolor=",
            "[label=\"gate\", shape=diamond",
        ] {
            assert!(text.contains(part), "{part}\nin\n{text}");
        }
    }

    #[test]
    fn what_is_not_drawn_is_not_in_the_legend_and_stages_side_by_side_are_explained() {
        let stage = |wave| Stage { wave, ..Stage::default() };
        let text = flow(&Flow { title: "Plan".to_owned(), stages: vec![stage(1), stage(2)] });
        assert!(!text.contains("legend") && !text.contains("remark"), "{text}");
        let text = flow(&Flow { title: "Plan".to_owned(), stages: vec![stage(1), stage(1)] });
        assert!(text.contains("remark [shape=note"), "{text}");
    }

    #[test]
    fn text_cannot_break_out_of_its_quotes() {
        assert_eq!(quoted(&["\"]; end\n%%{init}\\N&lt;"]), "\"\\\"]; end %%{init}\\\\N&amp;lt;\"");
        assert_eq!(quoted(&["a\\", " "]), "\"a\\\\\"");
    }

    #[test]
    fn an_empty_flow_leads_from_start_to_end() {
        assert!(flow(&Flow::default()).contains("start -> end;"));
    }

    #[test]
    fn items_that_need_each_other_in_a_circle_do_no_harm() {
        let item = |needs| Item { needs, ..Item::default() };
        let stage = Stage { items: vec![item(vec![1]), item(vec![0])], ..Stage::default() };
        assert!(flow(&Flow { stages: vec![stage], ..Flow::default() }).contains("s0i0 -> end"));
    }
}
