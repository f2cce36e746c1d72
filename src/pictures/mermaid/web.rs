//! Things that give something to each other, as a Mermaid flowchart.

use super::escape::escaped;
use crate::pictures::{Cluster, Link, Web};

/// Writes a web as a Mermaid flowchart.
///
/// GitHub draws up to 500 arrows; larger webs want another notation.
pub fn web(web: &Web) -> String {
    let mut lines = vec!["flowchart LR".to_owned()];
    for (index, group) in web.groups.iter().enumerate() {
        lines.extend(cluster(index, group));
    }
    lines.extend(web.links.iter().map(arrow));
    lines.join("\n") + "\n"
}

fn cluster(index: usize, group: &Cluster) -> Vec<String> {
    let node = |(number, title): &(usize, String)| format!("    n{number}[\"{}\"]", escaped(title));
    let mut lines: Vec<String> = group.nodes.iter().map(node).collect();
    if !group.title.trim().is_empty() {
        lines.insert(0, format!("    subgraph c{index}[\"{}\"]", escaped(&group.title)));
        lines.push("    end".to_owned());
    }
    lines
}

fn arrow(link: &Link) -> String {
    let shaft = if link.loose { "-.-" } else { "-->" };
    let label =
        if link.label.trim().is_empty() { String::new() } else { format!("|\"{}\"|", escaped(&link.label)) };
    format!("    n{} {shaft}{label} n{}", link.from, link.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_arrows_are_drawn_and_no_text_breaks_out_of_them() {
        let evil = "\"]; end\n%%{init}".to_owned();
        let group = Cluster { title: evil.clone(), nodes: vec![(0, evil.clone()), (1, "api".to_owned())] };
        let alone = Cluster { title: String::new(), nodes: vec![(2, "web".to_owned())] };
        let label = |label: &str| Link { from: 1, to: 2, label: label.to_owned(), loose: false };
        let loose = Link { from: 0, to: 2, loose: true, ..Link::default() };
        let text = web(&Web {
            groups: vec![group, alone],
            links: vec![label("data"), label(&evil), loose],
            ..Web::default()
        });
        for line in ["    n1[\"api\"]", "    n2[\"web\"]", "    n1 -->|\"data\"| n2", "    n0 -.- n2"] {
            assert!(text.lines().any(|it| it == line), "{line}\nin\n{text}");
        }
        assert!(!text.contains("%%") && !text.contains("\"]; end"), "{text}");
        assert_eq!(text.lines().filter(|it| it.trim() == "end").count(), 1);
    }
}
