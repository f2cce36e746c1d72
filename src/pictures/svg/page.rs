//! The sheet that a picture is drawn on: its frame, its style, its legend, and text that is safe in it.

use crate::diagnostics::clean;
use crate::pictures::text::{cut, width};
use crate::pictures::{Tone, tone};

/// Room around everything, in pixels.
pub(super) const MARGIN: f64 = 28.0;
/// Where the drawing below the title begins.
pub(super) const TOP: f64 = 68.0;

const TITLE_SIZE: f64 = 20.0;
/// How much wider bold letters are than those that widths are estimated for.
pub(super) const BOLD: f64 = 1.14;
const LEGEND_SIZE: f64 = 12.0;
/// The narrowest and the widest sheet that is made for the sake of its title.
const TITLE_ROOM: (f64, f64) = (360.0, 900.0);

const STYLE: &str = "\
.cs-picture text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;fill:#1f2328}
.cs-picture .cs-title{font-size:20px;font-weight:600}
.cs-picture .cs-head{font-size:14px;font-weight:600}
.cs-picture .cs-note,.cs-picture .cs-label{font-size:12px;fill:#57606a}
.cs-picture .cs-item{font-size:12.5px}
.cs-picture .cs-strong{font-weight:600}
.cs-picture .cs-may{fill:#6e7781;font-style:italic}
.cs-picture .cs-end{text-anchor:end}
.cs-picture .cs-mid{text-anchor:middle}
.cs-picture .cs-halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
.cs-picture .cs-rule{stroke:#d0d7de}
.cs-picture .cs-grid{stroke:#e4e8ec}
.cs-picture .cs-lane{fill:#eef1f4}
.cs-picture .cs-line{fill:none;stroke:#8c959f;stroke-width:1.5}
.cs-picture .cs-hot{stroke:#c2500b;stroke-width:2}
.cs-picture .cs-fail{fill:none;stroke:#8c959f;stroke-width:1.3;stroke-dasharray:4 3}
.cs-picture .cs-tip{fill:#6e7781}
.cs-picture .cs-tip-hot{fill:#c2500b}
.cs-picture .cs-optional .cs-box{stroke-dasharray:5 3}
.cs-picture .cs-optional.cs-bar{stroke-dasharray:3 2}
.cs-picture .cs-critical .cs-box{stroke-width:2}
";

const MARKERS: &str = "<defs>\
<marker id=\"cs-arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"cs-tip\" d=\"M0 0L8 4L0 8Z\"/></marker>\
<marker id=\"cs-arrow-hot\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"9\" markerHeight=\"9\" \
markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"cs-tip-hot\" d=\"M0 0L8 4L0 8Z\"/></marker>\
</defs>";

/// What is to be framed.
pub(super) struct Page {
    /// What stands above the drawing.
    pub(super) title: String,
    /// How wide the drawing reaches, with its margins.
    pub(super) width: f64,
    /// How far down it reaches.
    pub(super) height: f64,
    /// The tones that it uses, for the legend.
    pub(super) tones: Vec<Tone>,
    /// Its elements, the first one behind the others.
    pub(super) body: Vec<String>,
}

impl Page {
    /// Writes the whole picture.
    pub(super) fn draw(&self) -> String {
        let title = clean(&self.title);
        let (least, most) = TITLE_ROOM;
        let wide = width(&title, TITLE_SIZE) * BOLD + 2.0 * MARGIN;
        let wide = self.width.max(wide.clamp(least, most)).max(self.legend_width());
        let legend = self.legend();
        let high = self.height + if legend.is_empty() { 0.0 } else { 34.0 };
        let size = format!("{} {}", px(wide), px(high));
        let mut lines = vec![
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cs-picture\" viewBox=\"0 0 {size}\" width=\"{}\" \
                 height=\"{}\" role=\"img\">",
                px(wide),
                px(high)
            ),
            format!("<title>{}</title>", escaped(&title)),
            format!("<style>\n{STYLE}{}</style>", tones()),
            MARKERS.to_owned(),
            "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>".to_owned(),
            text("cs-title", (MARGIN, 40.0), &cut(&title, (wide - 2.0 * MARGIN) / BOLD, TITLE_SIZE)),
        ];
        lines.extend(self.body.iter().cloned());
        lines.extend(legend);
        lines.push("</svg>".to_owned());
        lines.join("\n") + "\n"
    }

    /// A picture of plain planned work explains itself.
    fn legend(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut x = MARGIN;
        for look in self.looks() {
            lines.push(format!(
                "<rect class=\"cs-bar cs-{}\" x=\"{}\" y=\"{}\" width=\"18\" height=\"11\" rx=\"3\"/>",
                look.class,
                px(x),
                px(self.height + 1.0)
            ));
            lines.push(text("cs-note", (x + 24.0, self.height + 11.0), look.meaning));
            x += entry_width(look);
        }
        lines
    }

    fn legend_width(&self) -> f64 {
        self.looks().into_iter().map(entry_width).sum::<f64>() + 2.0 * MARGIN
    }

    fn looks(&self) -> Vec<&'static tone::Look> {
        let used: Vec<Tone> = tone::ALL.into_iter().filter(|it| self.tones.contains(it)).collect();
        let is_plain = used.iter().all(|it| *it == Tone::Usual);
        if is_plain { Vec::new() } else { used.into_iter().map(tone::look).collect() }
    }
}

fn entry_width(look: &tone::Look) -> f64 {
    24.0 + width(look.meaning, LEGEND_SIZE) + 18.0
}

/// The rules that give each tone its colours.
fn tones() -> String {
    let rules = tone::ALL.map(|tone| {
        let tone::Look { class, fill, stroke, bar, .. } = tone::look(tone);
        format!(
            ".cs-picture .cs-{class} .cs-box{{fill:{fill};stroke:{stroke}}}\n\
             .cs-picture .cs-{class}.cs-bar{{fill:{bar};stroke:{stroke}}}\n"
        )
    });
    rules.concat()
}

/// A line of text at a point of its base line. The text must be clean.
pub(super) fn text(class: &str, (x, y): (f64, f64), text: &str) -> String {
    format!("<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>", px(x), px(y), escaped(text))
}

/// Makes clean text safe between tags and in quoted attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A length as it is written, to a tenth of a pixel.
pub(super) fn px(length: f64) -> String {
    let text = format!("{length:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// A count as a number to reckon with; no picture holds more than fits.
pub(super) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short() {
        assert_eq!([px(1.0), px(1.25), px(-3.04)], ["1", "1.2", "-3"]);
    }

    #[test]
    fn text_cannot_break_out_of_its_element() {
        assert_eq!(escaped("</text><script>\"'&"), "&lt;/text&gt;&lt;script&gt;&quot;&#39;&amp;");
    }
}
