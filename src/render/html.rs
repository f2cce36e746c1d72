//! A readable HTML page for each Markdown page.

use super::Page;
use super::markdown::{html_body, title};
use crate::documents::Picture;
use std::collections::HashSet;

const STYLE: &str = include_str!("page.css");

/// The HTML pages of some Markdown pages in a language; links between them lead to HTML, and pictures are drawn.
pub fn html_pages(pages: &[Page], pictures: &[Picture], language: &str) -> Vec<Page> {
    let paths: HashSet<&str> = pages.iter().map(|it| it.path.as_str()).collect();
    pages.iter().map(|it| html_page(it, (&paths, pictures), language)).collect()
}

fn html_page(page: &Page, (paths, pictures): (&HashSet<&str>, &[Picture]), language: &str) -> Page {
    let body = html_body(page, paths, pictures);
    let (title, language) = (escaped(&title(&page.text)), escaped(language));
    let text = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    );
    Page {
        path: format!("{}.html", page.path.trim_end_matches(".md")),
        kind: page.kind.clone(),
        text,
        follows: page.follows,
        forge: None,
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
        let pages = html_pages(&[page("A.md", text), page("b/B.md", "# B\n\n[a](../A.md)\n")], &[], "de");
        assert!(pages[0].text.contains("<html lang=\"de\">"), "{}", pages[0].text);
        for link in ["\"b/B.html#x\"", "\"https://example.org/B.md\"", "\"c/B.md\"", "\"#x\""] {
            assert!(pages[0].text.contains(&format!("<a href={link}>")), "{link} in {}", pages[0].text);
        }
        assert!(pages[1].text.contains("<a href=\"../A.html\">"), "{}", pages[1].text);
    }

    #[test]
    fn lines_of_a_pull_request_stay_lines() {
        let (plain, text) = (page("A.md", "# A\n\nPlan-Phase: 1\nPlan-Step: 2\n"), "Plan-Phase: 1<br />");
        let request = Page { forge: Some(crate::documents::Forge::Github), ..plain.clone() };
        assert!(html_pages(&[request], &[], "en")[0].text.contains(text));
        assert!(!html_pages(&[plain], &[], "en")[0].text.contains(text));
    }

    #[test]
    fn a_picture_is_drawn_where_its_text_stands_and_no_other_markup_is_let_through() {
        let text = "# A\n\n```mermaid\nflow\n```\n\n```mermaid\nother\n```\n\n<svg onload=x>\n";
        let (mermaid, svg) = ("flow".to_owned(), "<svg><title>f</title></svg>".to_owned());
        let page = &html_pages(&[page("A.md", text)], &[Picture { mermaid, svg }], "en")[0].text;
        assert!(page.contains("<figure><svg><title>f</title></svg></figure>"), "{page}");
        assert!(page.contains("other") && !page.contains("onload"), "{page}");
    }
}
