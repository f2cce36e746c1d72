//! Times whole commands on a repository, each beside what it replaces, in turns within one run.
//!
//! `CALLSHEET_BENCH_REPOSITORY=PATH cargo bench --bench git` prints the median of each and their ratio, with the
//! ratio to aim for. A `git-cliff` that is found by its name, or by `GIT_CLIFF=PATH`, is timed too.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    reason = "a benchmark prints its figures, and stops at a failure"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One run of at least this long is enough.
const LONG: Duration = Duration::from_secs(5);

/// A command and its arguments.
type Call = Vec<String>;

fn main() {
    let Some(repository) = std::env::var_os("CALLSHEET_BENCH_REPOSITORY").map(PathBuf::from) else {
        println!("set CALLSHEET_BENCH_REPOSITORY to a repository with at least fifty commits");
        return;
    };
    let bench =
        Bench { repository, cache: std::env::temp_dir().join(format!("bench-{}", std::process::id())) };
    println!("{:<44} {:>10} {:>10} {:>7} {:>7}", "", "ours ms", "theirs ms", "ratio", "aim");
    let day = bench.git(&["log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%d"]);
    let (since, until) = (format!("--since={day}T00:00:00Z"), format!("--until={day}T23:59:59Z"));
    bench.compare(
        ("the newest day", "1.00"),
        &bench.ours(&["wrap", "--since", &day, "--until", &day]),
        &[bench.theirs(&["log", "--branches", "--numstat", "-M", &since, &until])],
    );
    let base = bench.git(&["rev-list", "--first-parent", "--max-count=1", "--skip=50", "HEAD"]);
    bench.compare(
        ("a PR from 50 first parents ago", "0.60"),
        &bench.ours(&["pr", "--base", &base]),
        &[
            bench.theirs(&["log", "--numstat", "-M", &format!("{base}..HEAD")]),
            bench.theirs(&["diff", "--numstat", "-M", &format!("{base}...HEAD")]),
        ],
    );
    let messages = "--format=%H %an %ae %aI %cI%n%B%n%(trailers:only,unfold)";
    let project = bench.project();
    bench.compare(
        ("what all messages say of a plan", "1.00"),
        &ours_in(&project, &["status"]),
        &[bench.theirs(&["log", messages])],
    );
    let root = bench.git(&["rev-list", "--max-parents=0", "--max-count=1", "HEAD"]);
    let all = format!("{root}..HEAD");
    let numbers = [bench.theirs(&["log", "--numstat", "-M", "-l10000", &all])];
    let all = ["wrap", "--range", &all];
    bench.compare(
        ("everything, first run", "0.60"),
        &bench.ours(&[&all[..], &["--no-cache"]].concat()),
        &numbers,
    );
    bench.compare(("everything, second run", "0.05"), &bench.ours(&all), &numbers);
    let cliff = std::env::var("GIT_CLIFF").unwrap_or_else(|_| "git-cliff".to_owned());
    if Command::new(&cliff).arg("--version").stdout(Stdio::null()).status().is_ok() {
        let place = bench.repository.display().to_string();
        let call =
            vec![cliff, "--repository".to_owned(), place, "--output".to_owned(), "/dev/null".to_owned()];
        let whole = bench.ours(&["pr", "--base", &root]);
        bench.compare(("a PR document of all, and git-cliff's", "0.02"), &whole, &[call]);
    }
    drop(std::fs::remove_dir_all(&bench.cache));
    drop(std::fs::remove_dir_all(&project));
}

/// A call of the program on a folder.
fn ours_in(folder: &Path, arguments: &[&str]) -> Call {
    let call = [env!("CARGO_BIN_EXE_callsheet"), "--quiet", "-C", &folder.display().to_string()];
    call.iter().chain(arguments).map(|it| (*it).to_owned()).collect()
}

struct Bench {
    repository: PathBuf,
    cache: PathBuf,
}

impl Bench {
    fn ours(&self, arguments: &[&str]) -> Call {
        ours_in(&self.repository, arguments)
    }

    /// A project with a plan that looks at the whole repository.
    fn project(&self) -> PathBuf {
        let folder = self.cache.with_extension("project");
        let repository = absolute(&self.repository);
        let plan = format!(
            "schema: 1\nproject: {{ id: bench, title: Bench }}\nrepositories:\n  - {{ id: app, path: {:?} }}\n\
             phases:\n  - {{ id: one, title: One, objective: Do it., tasks: [{{ id: it, text: It. }}] }}\n",
            repository.display().to_string()
        );
        let written = std::fs::create_dir_all(folder.join("plans"))
            .and_then(|()| std::fs::write(folder.join("plans/bench.yaml"), plan));
        assert!(written.is_ok(), "{} cannot be written", folder.display());
        folder
    }

    fn theirs(&self, arguments: &[&str]) -> Call {
        let call = ["git", "--no-pager", "-C", &self.repository.display().to_string()];
        call.iter().chain(arguments).map(|it| (*it).to_owned()).collect()
    }

    /// What git says, on one line.
    fn git(&self, arguments: &[&str]) -> String {
        let output =
            Command::new("git").arg("-C").arg(&self.repository).args(arguments).env("TZ", "UTC").output();
        let output = output.unwrap_or_else(|it| panic!("git {arguments:?}: {it}"));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Runs both in turns, after one run of each that warms up, and prints medians and their ratio.
    fn compare(&self, (name, aim): (&str, &str), ours: &Call, theirs: &[Call]) {
        let (mut own, mut other) = (Vec::new(), Vec::new());
        let warm = self.run(ours) + theirs.iter().map(|it| self.run(it)).sum();
        let runs = if warm > LONG { 1 } else { 11 };
        for _ in 0..runs {
            own.push(self.run(ours));
            other.push(theirs.iter().map(|it| self.run(it)).sum());
        }
        let (own, other) = (median(own), median(other));
        println!("{name:<44} {:>10.1} {:>10.1} {:>7.3} {aim:>7}", own * 1e3, other * 1e3, own / other);
    }

    fn run(&self, call: &Call) -> Duration {
        let start = Instant::now();
        let mut command = Command::new(&call[0]);
        command.args(&call[1..]).stdout(Stdio::null()).stderr(Stdio::null());
        let status = command.env("XDG_CACHE_HOME", absolute(&self.cache)).status();
        let elapsed = start.elapsed();
        assert!(status.is_ok_and(|it| it.success()), "{call:?} failed");
        elapsed
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// In seconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}
