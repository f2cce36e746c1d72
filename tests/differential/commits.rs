//! What a commit says of itself, as text: by us, and by git.

use super::program::Git;
use callsheet::history::{Commit, Moment};

/// The facts of a commit that are compared, with their names.
pub(crate) type Facts = Vec<(&'static str, String)>;

/// What git prints of each commit; a zero byte stands between any two fields.
const FORMAT: &str =
    "--format=%H%x00%P%x00%aN%x00%aE%x00%ad%x00%cd%x00%s%x00%b%x00%(trailers)%x00%(trailers:only,unfold)";

/// Fields of that format.
const FIELDS: usize = 10;

/// The seconds of the years from 1 to 9999; a date outside is read as the epoch.
const PRINTABLE: std::ops::Range<i64> = -62_135_596_800..253_402_300_800;

/// What git says of commits, with the id of each, in the order asked.
pub(crate) fn by_git(git: &Git<'_>, ids: &[String]) -> Result<Vec<(String, Facts)>, String> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let arguments = [
        "log",
        "-z",
        "--no-walk=unsorted",
        "--stdin",
        "--no-show-signature",
        "--no-notes",
        "--date=raw",
        FORMAT,
    ];
    let output = git.run(&arguments, (ids.join("\n") + "\n").into_bytes())?;
    let text = String::from_utf8_lossy(&output);
    let fields: Vec<&str> = text.split('\0').collect();
    let commits = fields.chunks_exact(FIELDS).map(said);
    Ok(commits.collect())
}

fn said(fields: &[&str]) -> (String, Facts) {
    let author = format!("{} <{}>", fields[2], fields[3]);
    let facts = vec![
        ("parents", fields[1].to_owned()),
        ("author", author),
        ("author date", date(fields[4])),
        ("committer date", date(fields[5])),
        // A byte order mark is no part of a text.
        ("subject", fields[6].trim_start_matches('\u{feff}').to_owned()),
        ("body", body(fields[7], fields[8])),
        // We read every message with line feeds only; git leaves the rest of a line end in a folded value.
        ("trailers", fields[9].trim_end_matches('\n').replace('\r', "")),
    ];
    (fields[0].to_owned(), facts)
}

/// What we say of a commit.
pub(crate) fn by_us(commit: &Commit) -> Facts {
    let trailers: Vec<String> =
        commit.message.trailers.iter().map(|it| format!("{}: {}", it.key, it.value)).collect();
    let moment = |it: &Moment| seconds_and_minutes(it.timestamp(), it.offset().local_minus_utc() / 60);
    vec![
        ("parents", commit.parents.join(" ")),
        ("author", format!("{} <{}>", commit.author.name, commit.author.email)),
        ("author date", moment(&commit.authored)),
        ("committer date", moment(&commit.committed)),
        ("subject", commit.message.subject.clone()),
        ("body", commit.message.body.clone()),
        ("trailers", trailers.join("\n")),
    ]
}

/// Git's `SECONDS ZONE`; what no calendar prints is the epoch, and a zone that no clock has is UTC.
fn date(text: &str) -> String {
    let mut words = text.split(' ');
    let seconds = words.next().and_then(|it| it.parse().ok()).filter(|it| PRINTABLE.contains(it));
    let zone: i32 = words.next().and_then(|it| it.parse().ok()).unwrap_or_default();
    let minutes = zone / 100 * 60 + zone % 100;
    seconds_and_minutes(seconds.unwrap_or_default(), if minutes.abs() < 24 * 60 { minutes } else { 0 })
}

fn seconds_and_minutes(seconds: i64, minutes: i32) -> String {
    format!("{seconds} s, {minutes:+} min")
}

/// What follows the subject, up to the trailer block.
fn body(text: &str, block: &str) -> String {
    let end = if block.is_empty() { None } else { text.rfind(block) };
    text[..end.unwrap_or(text.len())].replace("\r\n", "\n").trim_end().to_owned()
}
