//! Tables whose columns stand below each other, so that a page can be read as plain text too.

use crate::pictures::{padded, width};

/// A wider table keeps one blank around its cells instead: lines that long would be broken anyway.
const WIDEST: usize = 120;

/// The narrowest delimiter that every reader of Markdown knows.
const NARROWEST: usize = 3;

/// Lays out lines that begin with a pipe; they are returned as they are if they are no table.
pub(super) fn laid_out(lines: &[String]) -> Vec<String> {
    let rows: Vec<Vec<&str>> = lines.iter().map(|it| cells(it)).collect();
    let is_delimiter =
        |it: &&str| !it.is_empty() && it.trim_matches([':', '-']).is_empty() && it.contains('-');
    let columns = rows.first().map_or(0, Vec::len);
    let is_table =
        rows.len() > 1 && columns > 0 && rows[1].len() == columns && rows[1].iter().all(is_delimiter);
    if !is_table || rows.iter().any(|it| it.len() != columns) {
        return lines.to_vec();
    }
    let texts = || rows.iter().enumerate().filter(|it| it.0 != 1).map(|it| it.1);
    let widest = |column: usize| texts().map(|it| width(it[column])).max().unwrap_or_default().max(NARROWEST);
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let is_narrow = widths.iter().map(|it| it + 3).sum::<usize>() < WIDEST;
    let widths = if is_narrow { widths } else { vec![0; columns] };
    let indentation = &lines[0][..lines[0].len() - lines[0].trim_start().len()];
    let row = |(number, cells): (usize, &Vec<&str>)| {
        let cell = |(text, width): (&&str, &usize)| match number {
            1 => delimiter(text, *width),
            _ => padded(text, *width),
        };
        let cells = cells.iter().zip(&widths).map(cell);
        let cells = cells.map(|it| if it.is_empty() { " |".to_owned() } else { format!(" {it} |") });
        format!("{indentation}|{}", cells.collect::<String>())
    };
    rows.iter().enumerate().map(row).collect()
}

/// The texts between the pipes of a row; a pipe after a backslash is part of a text.
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim();
    let mut cells = Vec::new();
    let (mut start, mut is_escaped) = (0, false);
    for (at, letter) in row.char_indices() {
        if letter == '|' && !is_escaped {
            cells.push(row[start..at].trim());
            start = at + 1;
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    if start < row.len() {
        cells.push(row[start..].trim());
    }
    // What stands before the first pipe is no cell.
    cells.drain(..1.min(cells.len()));
    cells
}

/// A delimiter of this width that keeps its colons, which say how the column is set.
fn delimiter(text: &str, width: usize) -> String {
    let (start, end) = (text.starts_with(':'), text.ends_with(':'));
    let dashes = width.max(NARROWEST) - usize::from(start) - usize::from(end);
    format!("{}{}{}", if start { ":" } else { "" }, "-".repeat(dashes), if end { ":" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> String {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        laid_out(&lines).join("\n")
    }

    #[test]
    fn cells_stand_below_each_other_by_what_is_seen() {
        let table = table("| Phase |Time|\n|---|--:|\n| 取引 `a\\|b` | 6 h |\n| é | |");
        let wanted =
            "| Phase       | Time |\n| ----------- | ---: |\n| 取引 `a\\|b` | 6 h  |\n| é           |      |";
        assert_eq!(table, wanted);
    }

    #[test]
    fn a_wide_table_has_one_blank_around_its_cells() {
        let long = "x".repeat(WIDEST);
        let table = table(&format!("|a||\n|---|---|\n|{long}|c|"));
        assert_eq!(table, format!("| a | |\n| --- | --- |\n| {long} | c |"));
    }

    #[test]
    fn what_is_no_table_stays_as_it_is() {
        for text in ["| a | b |", "|a|b|\n|c|d|", "|a|b|\n|---|", "|a|\n|---|\n|b|c|", "|"] {
            assert_eq!(table(text), text);
        }
    }

    #[test]
    fn a_table_without_heads_and_an_indented_one_are_laid_out_too() {
        assert_eq!(table("| | |\n|---|---|\n| a | bcde |"), "|     |      |\n| --- | ---- |\n| a   | bcde |");
        assert_eq!(table("  |a|\n  |---|"), "  | a   |\n  | --- |");
    }
}
