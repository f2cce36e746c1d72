//! A flow as a Mermaid flowchart.

use super::escape::{escaped, yaml};
use crate::pictures::{Flow, GateNode, Item, Stage, Tone, item_needs, joined, stage_needs, tone};

/// Writes a flow as a Mermaid flowchart.
///
/// GitHub draws up to 50,000 characters and 500 arrows; larger flows want another notation.
pub fn flow(flow: &Flow) -> String {
    let mut lines = opening(flow);
    for (index, stage) in flow.stages.iter().enumerate() {
        lines.extend(stage_lines(index, stage));
    }
    for (index, needs) in stage_needs(&flow.stages).iter().enumerate() {
        lines.extend(needs.iter().map(|&it| arrow(it, &flow.stages[it], index)));
    }
    lines.extend(classes(&flow.stages));
    lines.join("\n") + "\n"
}

fn opening(flow: &Flow) -> Vec<String> {
    let title = yaml(&flow.title);
    let mut lines = Vec::new();
    if !title.is_empty() {
        lines.extend(["---".to_owned(), format!("title: \"{title}\""), "---".to_owned()]);
    }
    lines.push("flowchart TD".to_owned());
    if flow.stages.is_empty() {
        lines.push("    none([\"nothing is planned\"])".to_owned());
    }
    lines
}

fn stage_lines(index: usize, stage: &Stage) -> Vec<String> {
    let mut lines = if stage.items.is_empty() {
        vec![format!("    s{index}[\"{}\"]", two_lines(&stage.heading(), &stage.note))]
    } else {
        subgraph(index, stage)
    };
    if let Some(gate) = &stage.gate {
        lines.push(format!("    g{index}{{\"{}\"}}", escaped(name(gate))));
        lines.push(format!("    s{index} --> g{index}"));
        lines.push(format!("    g{index} -. FAIL .-> s{index}"));
    }
    lines
}

/// A heading of two lines would run into the first item.
fn subgraph(index: usize, stage: &Stage) -> Vec<String> {
    let heading = escaped(&joined([&stage.heading(), &stage.note], ", "));
    let mut lines = vec![format!("    subgraph s{index}[\"{heading}\"]")];
    lines.push(format!("        direction {}", direction(&stage.items)));
    lines.extend(stage.items.iter().enumerate().map(|(own, it)| item_line(&format!("s{index}i{own}"), it)));
    for (own, needs) in item_needs(&stage.items).iter().enumerate() {
        lines.extend(needs.iter().map(|it| format!("        s{index}i{it} --> s{index}i{own}")));
    }
    lines.push("    end".to_owned());
    lines
}

/// Items in a chain run down. Items that do not need each other stand across the direction, so that a
/// long list of them runs down if it is drawn from left to right.
fn direction(items: &[Item]) -> &'static str {
    let chained = items.iter().filter(|it| !it.needs.is_empty()).count();
    if chained * 2 >= items.len() { "TB" } else { "LR" }
}

/// What stands in a diamond, which grows far beyond its text. The title does only without a name.
fn name(gate: &GateNode) -> &str {
    if gate.id.trim().is_empty() { &gate.title } else { &gate.id }
}

fn item_line(id: &str, item: &Item) -> String {
    let class = if item.optional { ":::optional" } else { "" };
    format!("        {id}[\"{}\"]{class}", two_lines(&item.title, &item.note))
}

fn two_lines(first: &str, second: &str) -> String {
    let [first, second] = [first, second].map(str::trim);
    if second.is_empty() { escaped(first) } else { format!("{}<br/>{}", escaped(first), escaped(second)) }
}

fn arrow(from: usize, stage: &Stage, to: usize) -> String {
    match stage.gate {
        Some(_) => format!("    g{from} -- PASS --> s{to}"),
        None => format!("    s{from} --> s{to}"),
    }
}

fn classes(stages: &[Stage]) -> Vec<String> {
    let mut lines = Vec::new();
    for tone in tone::ALL {
        let look = tone::look(tone);
        let dashes = if tone == Tone::Optional { ",stroke-dasharray:4 3" } else { "" };
        lines.push(format!(
            "    classDef {} fill:{},stroke:{},color:#1f2328{dashes}",
            look.class, look.fill, look.stroke
        ));
        let of_tone = stages.iter().enumerate().filter(|(_, it)| it.tone == tone);
        let ids: Vec<String> = of_tone.map(|(index, _)| format!("s{index}")).collect();
        if !ids.is_empty() {
            lines.push(format!("    class {} {}", ids.join(","), look.class));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_with_items_and_a_gate_is_drawn() {
        let items = vec![
            Item { title: "Survey".to_owned(), note: "6 h".to_owned(), ..Item::default() },
            Item { title: "Build".to_owned(), needs: vec![0, 7], optional: true, ..Item::default() },
        ];
        let gate = Some(GateNode { id: "gate-a".to_owned(), title: "It works".to_owned() });
        let first = Stage { id: "1".to_owned(), title: "Move".to_owned(), items, gate, ..Stage::default() };
        let next = Stage { id: "2".to_owned(), needs: vec![0], tone: Tone::Critical, ..Stage::default() };
        let last = Stage { id: "3".to_owned(), needs: vec![1], ..Stage::default() };
        let text = flow(&Flow { title: "A \"plan\"".to_owned(), stages: vec![first, next, last] });
        for line in [
            "title: \"A \\x22plan\\x22\"",
            "    subgraph s0[\"1 · Move\"]",
            "        direction TB",
            "        s0i0[\"Survey<br/>6 h\"]",
            "        s0i1[\"Build\"]:::optional",
            "        s0i0 --> s0i1",
            "    g0{\"gate-a\"}",
            "    g0 -- PASS --> s1",
            "    g0 -. FAIL .-> s0",
            "    s1 --> s2",
            "    class s1 critical",
        ] {
            assert!(text.lines().any(|it| it == line), "{line}\nin\n{text}");
        }
        assert!(!text.contains("s0i7"));
    }

    #[test]
    fn text_cannot_break_out_of_its_label() {
        let evil = "\"]; end\n%%{init}".to_owned();
        let items = vec![Item { title: evil.clone(), note: evil.clone(), ..Item::default() }];
        let gate = Some(GateNode { id: evil.clone(), title: evil.clone() });
        let stage = Stage { id: evil.clone(), title: evil.clone(), items, gate, ..Stage::default() };
        let text = flow(&Flow { title: evil, stages: vec![stage] });
        assert!(!text.contains("%%") && !text.contains("{init") && !text.contains("\"]; end"), "{text}");
        let ends = text.lines().filter(|it| it.trim() == "end").count();
        assert_eq!(ends, 1);
    }

    #[test]
    fn an_empty_flow_says_so() {
        assert_eq!(flow(&Flow::default()).lines().nth(1), Some("    none([\"nothing is planned\"])"));
    }

    #[test]
    fn thousands_of_stages_are_drawn() {
        let stage = |index: usize| Stage { needs: (0..index).rev().take(2).collect(), ..Stage::default() };
        let text = flow(&Flow { stages: (0..3_000).map(stage).collect(), ..Flow::default() });
        assert_eq!(text.lines().filter(|it| it.contains("-->")).count(), 2_999 + 2_998);
    }
}
