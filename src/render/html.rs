//! A readable HTML page for each Markdown page.

use super::Page;
use super::markdown::{html_body, title};
use crate::documents::Picture;
use std::collections::HashSet;

const STYLE: &str = include_str!("page.css");

/// Makes HTML of Markdown pages, in a language.
pub struct Html<'a> {
    /// The paths of all pages that there is HTML of; links between them lead to HTML.
    pub paths: HashSet<&'a str>,
    /// Pictures, which are drawn where their text stands.
    pub pictures: &'a [Picture],
    /// The language of the pages.
    pub language: &'a str,
}

impl Html<'_> {
    /// The path of the HTML of a page.
    pub fn path(page: &str) -> String {
        format!("{}.html", page.trim_end_matches(".md"))
    }

    /// The HTML of a page.
    pub fn page(&self, page: &Page) -> String {
        let body = html_body(page, &self.paths, self.pictures);
        let (title, language) = (escaped(&title(&page.text)), escaped(self.language));
        format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, text: &str) -> Page {
        Page {
            path: path.to_owned(),
            kind: "x".to_owned(),
            text: text.to_owned(),
            follows: false,
            forge: None,
        }
    }

    #[test]
    fn only_links_to_pages_lead_to_html() {
        let text = "# A <b> & b\n\n[b](b/B.md#x) [out](https://example.org/B.md) [other](c/B.md) [top](#x)\n";
        let html = Html { paths: HashSet::from(["A.md", "b/B.md"]), pictures: &[], language: "de" };
        let pages = [page("A.md", text), page("b/B.md", "# B\n\n[a](../A.md)\n")].map(|it| html.page(&it));
        assert!(pages[0].contains("<html lang=\"de\">"), "{}", pages[0]);
        for link in ["\"b/B.html#x\"", "\"https://example.org/B.md\"", "\"c/B.md\"", "\"#x\""] {
            assert!(pages[0].contains(&format!("<a href={link}>")), "{link} in {}", pages[0]);
        }
        assert!(pages[1].contains("<a href=\"../A.html\">"), "{}", pages[1]);
    }

    #[test]
    fn lines_of_a_pull_request_stay_lines() {
        let (plain, text) = (page("A.md", "# A\n\nPlan-Phase: 1\nPlan-Step: 2\n"), "Plan-Phase: 1<br />");
        let request = Page { forge: Some(crate::documents::Forge::Github), ..plain.clone() };
        let html = Html { paths: HashSet::new(), pictures: &[], language: "en" };
        assert!(html.page(&request).contains(text));
        assert!(!html.page(&plain).contains(text));
    }

    #[test]
    fn a_picture_is_drawn_where_its_text_stands_and_no_other_markup_is_let_through() {
        let text = "# A\n\n```mermaid\nflow\n```\n\n```mermaid\nother\n```\n\n<svg onload=x>\n";
        let (mermaid, svg) = ("flow".to_owned(), "<svg><title>f</title></svg>".to_owned());
        let pictures = [Picture { mermaid, svg }];
        let html = Html { paths: HashSet::from(["A.md"]), pictures: &pictures, language: "en" };
        let page = html.page(&page("A.md", text));
        assert!(page.contains("<figure><svg><title>f</title></svg></figure>"), "{page}");
        assert!(page.contains("other") && !page.contains("onload"), "{page}");
    }
}
