//! A flow as a drawing: cards in layers, gates below them, arrows between.

use super::page::{MARGIN, Page, TOP, text};
use super::sheet::Sheet;
use super::{card, gate, line};
use crate::pictures::{Flow, Stage};

/// Draws a flow, the first wave at the top.
pub fn flow(flow: &Flow) -> String {
    let stages = &flow.stages;
    let sheet = Sheet::of(stages);
    let mut body = line::draw(&sheet, stages);
    body.extend(stages.iter().enumerate().flat_map(|(index, it)| stage_elements(&sheet, index, it)));
    body.extend(line::labels(&sheet, stages));
    if stages.is_empty() {
        body.push(text("cs-note", (MARGIN, TOP + 10.0), "nothing is planned"));
    }
    let tones = stages.iter().map(|it| it.tone).collect();
    Page { title: flow.title.clone(), width: sheet.width, height: sheet.height(), tones, body }.draw()
}

fn stage_elements(sheet: &Sheet, index: usize, stage: &Stage) -> Vec<String> {
    let card = &sheet.cards[index];
    let (x, y) = (sheet.x[index], sheet.tops[sheet.graph.points[index].layer]);
    let mut elements = vec![card.draw((x - card::WIDTH / 2.0, y))];
    elements.extend(stage.gate.iter().map(|it| gate::draw(it, stage.tone, (x, y + card.height))));
    elements
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::{GateNode, Item, Tone};

    fn stage(wave: usize, needs: Vec<usize>) -> Stage {
        let gate = Some(GateNode { id: format!("gate-{wave}"), ..GateNode::default() });
        let title = "Stage".to_owned();
        Stage { id: wave.to_string(), title, gate, wave, needs, ..Stage::default() }
    }

    /// Elements whose tag opens as given.
    fn count(picture: &str, tag: &str) -> usize {
        picture.matches(&format!("<{tag}")).count()
    }

    #[test]
    fn cards_gates_and_arrows_are_drawn() {
        let stages = vec![stage(1, vec![]), stage(2, vec![0]), stage(3, vec![0, 1])];
        let picture = flow(&Flow { title: "Plan".to_owned(), stages });
        assert_eq!(count(&picture, "rect class=\"cs-box\""), 3);
        assert_eq!(count(&picture, "path class=\"cs-box\""), 3);
        assert_eq!(count(&picture, "path class=\"cs-fail\""), 3);
        // One into each gate, two straight ones between cards, and two parts of the one that passes a card.
        assert_eq!(count(&picture, "path class=\"cs-line\""), 3 + 2 + 2);
        assert_eq!(picture.matches(">PASS<").count(), 2);
        assert!(picture.contains(">gate-1<") && picture.contains("<title>Plan</title>"));
    }

    #[test]
    fn text_cannot_break_out_of_its_element() {
        let evil = "</text><script>\"'&\u{0}]]>".to_owned();
        let items = vec![Item { title: evil.clone(), note: evil.clone(), ..Item::default() }];
        let gate = Some(GateNode { id: evil.clone(), title: evil.clone() });
        let (id, title, note) = (evil.clone(), evil.clone(), evil.clone());
        let stage = Stage { id, title, note, items, gate, ..Stage::default() };
        let picture = flow(&Flow { title: evil, stages: vec![stage] });
        assert!(
            !picture.contains("<script") && !picture.contains('\0') && picture.contains("&lt;script&gt;")
        );
        assert_eq!(count(&picture, "text "), picture.matches("</text>").count());
    }

    #[test]
    fn each_tone_has_its_class_and_its_word_in_the_legend() {
        for (tone, class, word) in [
            (Tone::Critical, "cs-critical", ">on the critical path<"),
            (Tone::Optional, "cs-optional", ">optional<"),
            (Tone::Done, "cs-done", ">done<"),
        ] {
            let stages = vec![Stage { tone, ..Stage::default() }];
            let picture = flow(&Flow { stages, ..Flow::default() });
            assert!(
                picture.contains(&format!("<g class=\"{class}\"")) && picture.contains(word),
                "{picture}"
            );
        }
        let usual = flow(&Flow { stages: vec![Stage::default()], ..Flow::default() });
        assert!(usual.contains("<g class=\"cs-usual\"") && !usual.contains(">planned<"));
    }

    #[test]
    fn the_arrow_between_critical_stages_is_marked_over_its_whole_way() {
        let critical = |it: Stage| Stage { tone: Tone::Critical, ..it };
        let stages = vec![critical(stage(1, vec![])), stage(2, vec![0]), critical(stage(3, vec![0, 1]))];
        let picture = flow(&Flow { stages, ..Flow::default() });
        assert_eq!(picture.matches("\"cs-line cs-hot\"").count(), 2);
    }

    #[test]
    fn an_empty_flow_says_so() {
        let picture = flow(&Flow::default());
        assert!(picture.contains(">nothing is planned<") && picture.ends_with("</svg>\n"));
    }

    #[test]
    fn thousands_of_stages_are_drawn() {
        let needs = |it: usize| if it == 0 { vec![] } else { vec![it - 1, it / 2, it / 7] };
        let stages = (0..3_000).map(|it| stage(it + 1, needs(it))).collect();
        let picture = flow(&Flow { stages, ..Flow::default() });
        assert_eq!(count(&picture, "rect class=\"cs-box\""), 3_000);
        assert!(picture.contains(">also needs "), "needs without an arrow are told in words");
        assert!(!picture.contains("NaN") && !picture.contains("inf"));
    }
}
