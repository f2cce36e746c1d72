//! How long reading takes: one day, a range of fifty commits, and every record.
//!
//! `HISTORY_BENCH_REPOSITORY` names the repository to read.
#![expect(clippy::print_stdout, reason = "its results are what it is for")]

use callsheet::history::{Place, RecordsRequest, RepositoryRequest, Request, WindowRequest, read};
use chrono::{TimeDelta, Utc};
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let Some(path) = std::env::var_os("HISTORY_BENCH_REPOSITORY") else {
        println!("set HISTORY_BENCH_REPOSITORY to a repository with at least fifty commits");
        return;
    };
    let request = RepositoryRequest::of("bench", Place::Repository(PathBuf::from(path)));
    let range = WindowRequest::Range { from: "HEAD~50".to_owned(), to: "HEAD".to_owned() };
    measure("head and branches", &request);
    measure("one day", &RepositoryRequest { windows: vec![one_day(&request)], ..request.clone() });
    measure("fifty first parents", &RepositoryRequest { windows: vec![range], ..request.clone() });
    measure("records", &RepositoryRequest { records: Some(RecordsRequest::default()), ..request });
}

/// The day before the newest commit.
fn one_day(request: &RepositoryRequest) -> WindowRequest {
    let windows = vec![WindowRequest::LatestSession { gap: 0 }];
    let request = Request {
        repositories: vec![RepositoryRequest { windows, ..request.clone() }],
        ..Request::default()
    };
    let (history, _) = read(&request, &|_| {});
    let newest = history.repositories.iter().flat_map(|it| &it.commits).map(|it| it.committed).max();
    let until = newest.unwrap_or_else(|| Utc::now().fixed_offset());
    WindowRequest::Span { since: Some(until - TimeDelta::days(1)), until: Some(until) }
}

fn measure(name: &str, request: &RepositoryRequest) {
    let request = Request { repositories: vec![request.clone()], ..Request::default() };
    let mut best = f64::INFINITY;
    let mut commits = 0;
    for _ in 0..7 {
        let start = Instant::now();
        let (history, _) = read(&request, &|_| {});
        best = best.min(start.elapsed().as_secs_f64() * 1000.0);
        commits = history.repositories.iter().map(|it| it.commits.len()).sum();
    }
    println!("{name:20} {best:9.2} ms {commits:6} commits");
}
