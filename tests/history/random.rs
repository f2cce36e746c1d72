//! Random histories of every shape, the same on every machine.

use crate::differential::Random;
use crate::messages::LINES;
use crate::sandbox::{START, Sandbox};
use std::collections::BTreeMap;
use std::io::Write;

/// How many commits each history has.
const COMMITS: usize = 400;

/// The last one has a root of its own.
const BRANCHES: [&str; 4] = ["main", "side", "größe/✓", "apart"];

const FOLDERS: [&[u8]; 5] = [b"", b"src/", b"src/deep/", b"docs/", "データ/".as_bytes()];

const PEOPLE: [&[u8]; 8] = [
    b"Ada <ada@example.org>",
    b"ADA <Ada@Example.org>",
    b"Old Name <old@example.org>",
    "Žofie 太郎 <z@example.org>".as_bytes(),
    b"Ren\xe9 <rene@example.org>",
    b"Bot[bot] <>",
    b"o'Neil \"q\" | <x y@z>",
    b"<nobody@example.org>",
];

const MAILMAP: &str = "# Ada <ada@example.org>\nAda Lovelace <ada@example.org>\n\
    New Name <new@example.org> <OLD@example.org>\nJust Zoe <zoe@example.org> Žofie 太郎 <z@example.org>\n\
    Another <other@example.org> Rene <rene@example.org>\n<proper@example.org> <x y@z> # why\nNobody <>\n";

const ZONES: [&str; 7] = ["+0000", "-0700", "+0545", "+1400", "-0030", "+9999", "+051800"];

const TITLES: [&[u8]; 12] = [
    b"title",
    b"title",
    b"",
    b"   leading",
    b"one\ntwo\n three",
    b"\n \nafter blank lines",
    "feat(a)!: ünï (#12)".as_bytes(),
    b"caf\xe9",
    "\u{feff}fix: with a mark".as_bytes(),
    b"Key: value",
    b"before\0after",
    b"fix: trailing \t",
];

/// How many seconds clocks differ: some commits are older than their parents.
const SKEW: usize = 900;

/// Modes of a file, an executable one, a link and a submodule.
const MODES: [&str; 4] = ["100644", "100755", "120000", "160000"];

/// The files of one branch: path to mode and content.
type Files = BTreeMap<Vec<u8>, (&'static str, Vec<u8>)>;

/// Where a branch is: the mark of its newest commit, and its files.
#[derive(Clone, Default)]
struct Branch {
    tip: Option<usize>,
    files: Files,
}

struct Writer {
    random: Random,
    stream: Vec<u8>,
    branches: [Branch; BRANCHES.len()],
    commits: usize,
}

/// Branches that are merged two, three and crosswise, whose files are edited, moved, copied, swapped,
/// deleted and changed in kind. `main` is merged with all others at the end.
pub(crate) fn random_repository(seed: u64) -> Sandbox {
    let mut writer = Writer {
        random: Random(seed),
        stream: Vec::new(),
        branches: <[Branch; BRANCHES.len()]>::default(),
        commits: 0,
    };
    while writer.commits < COMMITS {
        writer.step();
    }
    writer.branches[0].files.insert(b".mailmap".to_vec(), (MODES[0], MAILMAP.into()));
    writer.commit(0, &[1, 2, 3]);
    let sandbox = Sandbox::new();
    sandbox.run(START, &["fast-import", "--quiet", "--date-format=raw-permissive"], &writer.stream);
    sandbox
}

impl Writer {
    fn step(&mut self) {
        // The first commits make something to branch off from.
        let turn = if self.commits < 10 || self.random.below(2) == 0 {
            0
        } else {
            self.random.below(BRANCHES.len())
        };
        if self.branches[turn].tip.is_none() && turn < 3 {
            self.branches[turn] = self.branches[0].clone();
        }
        for _ in 0..=self.random.below(3) {
            self.change(turn);
        }
        let other = self.random.below(BRANCHES.len());
        match self.random.below(32) {
            _ if self.branches[turn].tip.is_none() => self.commit(turn, &[]),
            0 => self.commit(turn, &[0, 1, 2, 3]),
            1 => self.commit(turn, &[other]),
            2 if self.branches[turn].tip.is_some() && self.branches[other].tip.is_some() => {
                let before = self.branches[turn].clone();
                self.commit(turn, &[other]);
                let after = std::mem::replace(&mut self.branches[turn], before);
                self.commit(other, &[turn]);
                self.branches[turn] = after;
            }
            _ => self.commit(turn, &[]),
        }
    }

    /// A commit on a branch, into which others are merged.
    fn commit(&mut self, turn: usize, merged: &[usize]) {
        self.commits += 1;
        let mut parents: Vec<usize> = self.branches[turn].tip.into_iter().collect();
        for other in merged {
            let Branch { tip, files } = self.branches[*other].clone();
            if let Some(tip) = tip.filter(|it| !parents.contains(it)) {
                parents.push(tip);
                let taken = files.into_iter().filter(|_| self.random.below(2) == 0);
                taken.for_each(|(path, file)| {
                    self.branches[turn].files.entry(path).or_insert(file);
                });
            }
        }
        self.header(turn);
        for (word, parent) in std::iter::once("from").chain(std::iter::repeat("merge")).zip(parents) {
            writeln!(self.stream, "{word} :{parent}").unwrap();
        }
        self.stream.extend(b"deleteall\n");
        for (path, file) in &self.branches[turn].files {
            write_file(&mut self.stream, path, file);
        }
        self.branches[turn].tip = Some(self.commits);
    }

    fn header(&mut self, turn: usize) {
        writeln!(self.stream, "commit refs/heads/{}\nmark :{}", BRANCHES[turn], self.commits).unwrap();
        for word in ["author", "committer"] {
            let time = START + i64::try_from(self.commits * 60 + self.random.below(SKEW)).unwrap();
            let (person, zone) =
                (PEOPLE[self.random.below(PEOPLE.len())], ZONES[self.random.below(ZONES.len())]);
            self.stream.extend([word.as_bytes(), b" ", person].concat());
            writeln!(self.stream, " {time} {zone}").unwrap();
        }
        if self.random.below(8) == 0 {
            self.stream.extend(b"encoding ISO-8859-1\n");
        }
        let message = self.message();
        writeln!(self.stream, "data {}", message.len()).unwrap();
        self.stream.extend(message);
        self.stream.push(b'\n');
    }

    fn message(&mut self) -> Vec<u8> {
        let mut message = TITLES[self.random.below(TITLES.len())].to_vec();
        message.extend(if self.random.below(6) == 0 { b"\n".as_slice() } else { b"\n\n" });
        for _ in 0..self.random.below(9) {
            message.extend(LINES[self.random.below(LINES.len())].as_bytes());
            message.push(b'\n');
        }
        if self.random.below(8) == 0 {
            return message.split(|it| *it == b'\n').collect::<Vec<_>>().join(b"\r\n".as_slice());
        }
        message
    }

    fn change(&mut self, turn: usize) {
        let Self { random, branches, .. } = self;
        let files = &mut branches[turn].files;
        if files.len() < 8 {
            return create(random, files);
        }
        let path = files.keys().nth(random.below(files.len())).unwrap().clone();
        match random.below(16) {
            0 | 1 => create(random, files),
            2 => drop(files.remove(&path)),
            3..=5 => rename(random, files, &path),
            6 => files.get_mut(&path).unwrap().0 = MODES[random.below(2)],
            10 => files.get_mut(&path).unwrap().0 = MODES[random.below(MODES.len())],
            7 => {
                let copy = files[&path].clone();
                files.insert(name(random), copy);
                if random.below(2) == 0 {
                    rename(random, files, &path);
                }
            }
            8 => swap(random, files, &path),
            9 => rename_folder(random, files),
            _ => edit(random, &mut files.get_mut(&path).unwrap().1),
        }
    }
}

fn write_file(stream: &mut Vec<u8>, path: &[u8], (mode, content): &(&str, Vec<u8>)) {
    let quoted = path.iter().flat_map(|it| [b'\\', b'0' + (it >> 6), b'0' + (it >> 3 & 7), b'0' + (it & 7)]);
    let quoted: String = quoted.map(char::from).collect();
    if *mode == "160000" {
        return writeln!(stream, "M 160000 {:040x} \"{quoted}\"", content.len() + 1).unwrap();
    }
    writeln!(stream, "M {mode} inline \"{quoted}\"\ndata {}", content.len()).unwrap();
    stream.extend(content);
    stream.push(b'\n');
}

fn create(random: &mut Random, files: &mut Files) {
    let mut content = Vec::new();
    match random.below(8) {
        0 => content.extend(b"\0binary\n"),
        1 => return drop(files.insert(name(random), (MODES[0], content))),
        _ => {}
    }
    for _ in 0..20 + random.below(60) {
        content.extend(line(random).as_bytes());
    }
    files.insert(name(random), (MODES[0], content));
}

fn rename(random: &mut Random, files: &mut Files, path: &[u8]) {
    let (mode, mut content) = files.remove(path).unwrap();
    if random.below(2) == 0 && mode.starts_with("1006") {
        edit(random, &mut content);
    }
    files.insert(name(random), (mode, content));
}

/// Two files take each other's place.
fn swap(random: &mut Random, files: &mut Files, path: &[u8]) {
    let other = files.keys().nth(random.below(files.len())).unwrap().clone();
    let [one, two] = [path, &other].map(|it| files[it].clone());
    files.insert(path.to_vec(), two);
    files.insert(other, one);
}

fn rename_folder(random: &mut Random, files: &mut Files) {
    let [from, to] = [(); 2].map(|()| FOLDERS[1 + random.below(FOLDERS.len() - 1)]);
    let moved: Vec<Vec<u8>> = files.keys().filter(|it| it.starts_with(from)).cloned().collect();
    for path in moved {
        let file = files.remove(&path).unwrap();
        files.insert([to, &path[from.len()..]].concat(), file);
    }
}

/// Replaces, removes and adds lines; sometimes the last line loses its end, or all lines change theirs.
fn edit(random: &mut Random, content: &mut Vec<u8>) {
    let mut lines: Vec<Vec<u8>> = content.split_inclusive(|it| *it == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..=random.below(4) {
        let at = random.below(lines.len() + 1);
        match random.below(3) {
            0 => lines.insert(at, line(random).into_bytes()),
            _ if at == lines.len() => {}
            1 => drop(lines.remove(at)),
            _ => lines[at] = line(random).into_bytes(),
        }
    }
    *content = lines.concat();
    match random.below(24) {
        0..=2 if content.last() == Some(&b'\n') => drop(content.pop()),
        3 => *content = content.split(|it| *it == b'\n').collect::<Vec<_>>().join(b"\r\n".as_slice()),
        _ => {}
    }
}

fn line(random: &mut Random) -> String {
    // Few words make files alike, so that it is no matter of course which of them was renamed.
    let words = ["one", "two", "three", "four", "five", "six", "seven"];
    let mut word = || words[random.below(7)];
    format!("{} {} {}\n", word(), word(), word())
}

fn name(random: &mut Random) -> Vec<u8> {
    // Bytes that are not UTF-8 are rare, or no commit would be without them.
    if random.below(24) == 0 {
        return [b"l\xe4nge/na\xefve".as_slice(), random.below(300).to_string().as_bytes()].concat();
    }
    let names: [&[u8]; 4] = ["ünï ".as_bytes(), "太".as_bytes(), b"tab\t\"|`", b"plain"];
    let (folder, name) = (FOLDERS[random.below(FOLDERS.len())], names[random.below(names.len())]);
    [folder, name, random.below(300).to_string().as_bytes()].concat()
}
