//! A random history, every commit of which must be counted as git counts it.

use crate::oracle;
use crate::sandbox::{ALL, START, Sandbox, range};
use std::collections::BTreeMap;
use std::fmt::Write;

const COMMITS: u64 = 300;

#[test]
fn changes_of_every_commit_of_a_random_history_equal_gits() {
    let sandbox = random_repository(7);
    let history = sandbox.read(&[ALL]);
    let expected = oracle::changes_of_commits(&sandbox);
    assert_eq!(history.commits.len() as u64, COMMITS);
    for commit in &history.commits {
        assert_eq!(commit.changes.as_ref(), expected.get(&commit.id), "{}", commit.id);
    }
    assert!(expected.len() < history.commits.len(), "no merge was generated");
}

#[test]
fn ranges_of_a_random_history_equal_gits() {
    let sandbox = random_repository(11);
    for (from, to) in
        [("HEAD~9", "HEAD"), ("side", "main"), ("main", "side"), ("main~20", "side~3"), ("HEAD", "HEAD~4")]
    {
        let window = sandbox.window(range(from, to));
        let mut commits = window.commits.clone();
        commits.sort();
        let listed = sandbox.git(&["rev-list", &format!("{from}..{to}")]);
        let mut listed: Vec<&str> = listed.lines().collect();
        listed.sort_unstable();
        assert_eq!(commits, listed, "{from}..{to}");
        let base = sandbox.git(&["merge-base", from, to]);
        assert_eq!(window.base.as_deref(), Some(base.as_str()));
        assert_eq!(
            window.net,
            oracle::changes_between(&sandbox, &base, if listed.is_empty() { &base } else { to })
        );
    }
}

/// A small generator of numbers: the same history on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The files of one branch: path to mode and content.
type Files = BTreeMap<String, (&'static str, Vec<u8>)>;

/// Two branches, merged now and then, whose files are edited, moved, deleted and changed in kind.
pub(crate) fn random_repository(seed: u64) -> Sandbox {
    let mut random = Random(seed);
    let mut stream: Vec<u8> = Vec::new();
    let mut branches = [("main", Files::new()), ("side", Files::new())];
    let mut tips: [Option<u64>; 2] = [None, None];
    for number in 1..=COMMITS {
        let turn = usize::from(number > 10 && number < COMMITS && random.below(3) == 0);
        if turn == 1 && tips[1].is_none() {
            branches[1].1 = branches[0].1.clone();
            tips[1] = tips[0];
        }
        let merged = (number == COMMITS || random.below(12) == 0).then_some(tips[1 - turn]).flatten();
        for _ in 0..=random.below(3) {
            change(&mut random, &mut branches[turn].1);
        }
        let parents = [tips[turn], merged];
        commit(&mut stream, (number, branches[turn].0), &parents, &branches[turn].1);
        tips[turn] = Some(number);
    }
    let sandbox = Sandbox::new();
    sandbox.run(START, &["fast-import", "--quiet"], &stream);
    sandbox
}

fn commit(stream: &mut Vec<u8>, (mark, branch): (u64, &str), parents: &[Option<u64>; 2], files: &Files) {
    let mut head = format!("commit refs/heads/{branch}\nmark :{mark}\n");
    let time = START + i64::try_from(mark).unwrap() * 60;
    write!(head, "committer Ada <ada@example.org> {time} +0000\ndata 1\nx\n").unwrap();
    for (word, parent) in ["from", "merge"].into_iter().zip(parents) {
        if let Some(parent) = parent {
            writeln!(head, "{word} :{parent}").unwrap();
        }
    }
    head.push_str("deleteall\n");
    stream.extend(head.as_bytes());
    for (path, (mode, content)) in files {
        if *mode == "160000" {
            let id = format!("{:040x}", content.len() + 1);
            stream.extend(format!("M 160000 {id} {path}\n").as_bytes());
            continue;
        }
        stream.extend(format!("M {mode} inline {path}\ndata {}\n", content.len()).as_bytes());
        stream.extend(content);
        stream.push(b'\n');
    }
}

fn change(random: &mut Random, files: &mut Files) {
    let known = files.len() as u64;
    if known < 8 {
        return create(random, files);
    }
    let index = usize::try_from(random.below(known)).unwrap();
    let path = files.keys().nth(index).unwrap().clone();
    match random.below(12) {
        0 | 1 => create(random, files),
        2 => drop(files.remove(&path)),
        3..=5 => {
            let (mode, mut content) = files.remove(&path).unwrap();
            if random.below(2) == 0 && mode.starts_with("1006") {
                edit(random, &mut content);
            }
            files.insert(name(random), (mode, content));
        }
        6 => {
            files.get_mut(&path).unwrap().0 =
                ["100644", "100755", "120000", "160000"][usize::try_from(random.below(4)).unwrap()];
        }
        _ => edit(random, &mut files.get_mut(&path).unwrap().1),
    }
}

fn create(random: &mut Random, files: &mut Files) {
    let mut content = Vec::new();
    if random.below(6) == 0 {
        content.extend(b"\0binary\n");
    }
    for _ in 0..20 + random.below(60) {
        content.extend(line(random).as_bytes());
    }
    files.insert(name(random), ("100644", content));
}

/// Replaces, removes and adds lines; sometimes the last line loses its end.
fn edit(random: &mut Random, content: &mut Vec<u8>) {
    let mut lines: Vec<Vec<u8>> = content.split_inclusive(|it| *it == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..=random.below(4) {
        let at = usize::try_from(random.below(lines.len() as u64 + 1)).unwrap();
        match random.below(3) {
            0 => lines.insert(at, line(random).into_bytes()),
            _ if at == lines.len() => {}
            1 => drop(lines.remove(at)),
            _ => lines[at] = line(random).into_bytes(),
        }
    }
    *content = lines.concat();
    if random.below(8) == 0 && content.last() == Some(&b'\n') {
        content.pop();
    }
}

fn line(random: &mut Random) -> String {
    // Few words make files alike, so that it is no matter of course which of them was renamed.
    let words = ["one", "two", "three", "four", "five", "six", "seven"];
    let mut word = || words[usize::try_from(random.below(7)).unwrap()];
    format!("{} {} {}\n", word(), word(), word())
}

fn name(random: &mut Random) -> String {
    let folder = ["", "src/", "src/deep/", "docs/"][usize::try_from(random.below(4)).unwrap()];
    format!("{folder}ünï {}.txt", random.below(500))
}
