//! A readable HTML page for each Markdown page.

use super::Page;
use super::markdown::{html_body, title};
use std::collections::HashSet;

const STYLE: &str = include_str!("page.css");

/// The HTML pages of some Markdown pages; links between them lead to HTML.
pub fn html_pages(pages: &[Page]) -> Vec<Page> {
    let paths: HashSet<&str> = pages.iter().filter_map(|it| it.path.rsplit('/').next()).collect();
    pages.iter().map(|it| html_page(it, &paths)).collect()
}

fn html_page(page: &Page, paths: &HashSet<&str>) -> Page {
    let mut body = html_body(&page.text);
    for name in paths {
        let html = format!("{}.html", name.trim_end_matches(".md"));
        for end in ["\"", "#"] {
            for start in ["\"", "/"] {
                body = body.replace(&format!("{start}{name}{end}"), &format!("{start}{html}{end}"));
            }
        }
    }
    let title = title(&page.text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    );
    Page { path: format!("{}.html", page.path.trim_end_matches(".md")), kind: page.kind.clone(), text }
}
