//! Which of our sections the heading of somebody's template asks for, by the words that are usual there.

/// Words of headings with the section that they ask for, the clearest first; an empty one for what only a
/// person can fill in.
const PLACES: [(&str, &str); 66] = [
    ("breaking", "breaking"),
    ("screenshot", ""),
    ("screenshots", ""),
    ("type of change", ""),
    ("types of changes", ""),
    ("kind of change", ""),
    ("checklist", "checklist"),
    ("check list", "checklist"),
    ("todo", "checklist"),
    ("test", "testing"),
    ("tests", "testing"),
    ("tested", "testing"),
    ("testing", "testing"),
    ("qa", "testing"),
    ("verification", "testing"),
    ("performance", "performance"),
    ("benchmark", "performance"),
    ("benchmarks", "performance"),
    ("deploy", "deployment"),
    ("deployment", "deployment"),
    ("rollout", "deployment"),
    ("migration", "deployment"),
    ("migrations", "deployment"),
    ("depends on", "dependencies"),
    ("dependency", "dependencies"),
    ("dependencies", "dependencies"),
    ("merge order", "merge_order"),
    ("related", "related"),
    ("issue", "related"),
    ("issues", "related"),
    ("ticket", "related"),
    ("tickets", "related"),
    ("references", "related"),
    ("closes", "related"),
    ("fixes", "related"),
    ("links", "related"),
    ("documentation", ""),
    ("docs", ""),
    ("release notes", ""),
    ("changelog", ""),
    ("what and why", "summary"),
    ("what why", "summary"),
    ("summary", "summary"),
    ("description", "summary"),
    ("describe", "summary"),
    ("overview", "summary"),
    ("zusammenfassung", "summary"),
    ("beschreibung", "summary"),
    ("motivation", "motivation"),
    ("why", "motivation"),
    ("context", "motivation"),
    ("background", "motivation"),
    ("rationale", "motivation"),
    ("problem", "motivation"),
    ("warum", "motivation"),
    ("hintergrund", "motivation"),
    ("changes", "changes"),
    ("changed", "changes"),
    ("implementation", "changes"),
    ("solution", "changes"),
    ("änderungen", "changes"),
    ("checkliste", "checklist"),
    ("getestet", "testing"),
    ("files", "files"),
    ("what", "summary"),
    ("purpose", "summary"),
];

/// The section of ours that a heading asks for.
pub(super) fn asked_for(heading: &str) -> Option<&'static str> {
    let words = words(heading);
    let found = PLACES.iter().find(|it| words.contains(&format!(" {} ", it.0)))?;
    (!found.1.is_empty()).then_some(found.1)
}

/// The words of a line in lower case, with blanks around each.
pub(super) fn words(line: &str) -> String {
    let letters = line.to_lowercase();
    let words: Vec<&str> =
        letters.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    format!(" {} ", words.join(" "))
}
