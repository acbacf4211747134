//! How fast the site is built and refreshed, against the yardsticks of docs/architecture.md: `cargo bench --bench site`.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use doctests::run::role::Role;
use mdbook_driver::MDBook;
use mdbook_preprocessor::book::BookItem;
use oathbook::check::Oaths;
use oathbook::examination::Examination;
use oathbook::preprocessor::{Faults, Oathbook};
use oathbook::verify::Verifier;
use tempfile::TempDir;

/// How many pages the generated book has.
const PAGES: usize = 1000;
/// The share of CPU time that our own stages may take beside mdBook's.
const SHARE: f64 = 0.3;
/// From a save to the verdict; mdBook has written the pages by then.
const REFRESH: Duration = Duration::from_millis(150);
/// From a save to the longest page of this book, finished.
const FINISHED: Duration = Duration::from_millis(250);

const SCENARIO: &str = "\
title: The server revokes an access token before its local expiry
given:
  stored_login: { access: A1, refresh: R1, expires_in: 2h }
  resource_server: { revoked: [A1] }
steps: [prompt]
expect:
  outcome: recovered
  exit: 0
  exchanges: [messages A1 -> 401, token R1 -> 200 issues A2 R2, messages A2 -> 200]
clients: { reference: holds }
";

fn main() -> ExitCode {
    if let Some(role) = std::env::args_os().nth(1).and_then(|first| Role::of(&first)) {
        return role.play(std::env::args_os().skip(2));
    }
    let share = share_of_cpu();
    println!(
        "our stages beside mdBook's, {PAGES} pages (CPU)   {share:>6.2}     limit {SHARE:>6.2}     {}",
        held(share <= SHARE)
    );
    let four = generated_book(4, 25);
    let sworn = Command::new(env!("CARGO_BIN_EXE_oathbook"))
        .args(["swear", "--all"])
        .current_dir(four.path())
        .stdout(Stdio::null())
        .status();
    assert!(sworn.is_ok_and(|status| status.success()), "the generated book holds");
    let [verdict, page] = save_to_page(four.path(), "p0");
    println!(
        "save to verdict, 4 pages, 100 scenarios        {verdict:>9.1?}  limit {REFRESH:>9.1?}  {}",
        held(verdict <= REFRESH)
    );
    println!(
        "save to its page, finished                     {page:>9.1?}  limit {FINISHED:>9.1?}  {}",
        held(page <= FINISHED)
    );
    let [verdict_here, page_here] = save_to_page(this_book().path(), "authentication");
    println!("the same with this book                        {verdict_here:>9.1?}, {page_here:.1?}");
    ExitCode::from(u8::from(share > SHARE || verdict > REFRESH || page > FINISHED))
}

const fn held(holds: bool) -> &'static str {
    if holds { "holds" } else { "MISSED" }
}

/// User time of reading, checking, running and expanding a large book, against mdBook's of building the same
/// expanded pages; the runs take turns.
fn share_of_cpu() -> f64 {
    let folder = generated_book(PAGES, 5);
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..3 {
        let start = user_time();
        let mut verifier = Verifier::new(None, None).expect("the path of this benchmark");
        let examination = Examination::of(folder.path(), &mut verifier, Oaths::LeftOut).expect("a run");
        assert!(examination.faults.is_empty(), "{:?}", examination.faults.first());
        let loaded = MDBook::load(folder.path()).expect("a book");
        let expand = Oathbook::new(Arc::new(examination), Faults::None);
        let expanded = expand.process(loaded.book.clone()).expect("pages with evidence");
        // What mdBook takes to load the pages is counted on our side: its own build does the same again.
        ours += user_time().saturating_sub(start);

        let plain = TempDir::with_prefix("plain-").expect("a folder");
        std::fs::create_dir(plain.path().join("docs")).expect("a folder");
        std::fs::write(plain.path().join("book.toml"), "[book]\nsrc = \"docs\"\n").expect("a file");
        std::fs::copy(folder.path().join("docs/SUMMARY.md"), plain.path().join("docs/SUMMARY.md"))
            .expect("a file");
        for item in expanded.iter() {
            if let BookItem::Chapter(chapter) = item {
                let path = chapter.path.as_ref().expect("no drafts");
                std::fs::write(plain.path().join("docs").join(path), &chapter.content).expect("a file");
            }
        }
        let start = user_time();
        MDBook::load(plain.path()).expect("a book").build().expect("a site");
        theirs += user_time().saturating_sub(start);
    }
    ours.as_secs_f64() / theirs.as_secs_f64()
}

/// A book of so many pages, with so many sections of two claims each. Each section of a page has a scenario of its own.
fn generated_book(pages: usize, sections: usize) -> TempDir {
    let folder = TempDir::with_prefix("large-").expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    let mut summary = "# Summary\n\n".to_owned();
    // Many pages share their scenarios: it is the pages that are measured there.
    let shared = pages > 100;
    for page in 0..pages {
        let mut text = format!("# Page {page}\n");
        let mut foot = "\n".to_owned();
        for section in 0..sections {
            let name = if shared { format!("early-{section}") } else { format!("early-{page}-{section}") };
            let _ = write!(
                text,
                "\n## Section {section}\n\nWhen the API answers `401` although `expiresAt` has not passed, Claude Code \
                 refreshes the access token and sends the request again.[^refresh.{name}] The prompt ends \
                 with exit code 0.[^refresh.{name}] Run `claude -p` to see it.\n"
            );
            let _ = writeln!(
                foot,
                "[^refresh.{name}]: [The server revokes an access token before its local expiry]\
                 (../doctests/scenarios/refresh/{name}.yaml)"
            );
            write(&format!("doctests/scenarios/refresh/{name}.yaml"), SCENARIO);
        }
        write(&format!("docs/p{page}.md"), &(text + &foot));
        let _ = writeln!(summary, "- [Page {page}](p{page}.md)");
    }
    write("docs/SUMMARY.md", &summary);
    write("book.toml", "[book]\nsrc = \"docs\"\n");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/fixtures/mini/doctests");
    for data in ["clients.yaml", "gates.yaml", "vocabulary.yaml"] {
        write(
            &format!("doctests/{data}"),
            &std::fs::read_to_string(fixtures.join(data)).expect("a data file"),
        );
    }
    write("doctests/sources.yaml", "{}\n");
    folder
}

/// A copy of this very book.
fn this_book() -> TempDir {
    let folder = TempDir::with_prefix("served-").expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["book.toml", "claims.lock", "docs", "theme", "doctests"] {
        copy(&root.join(part), &folder.path().join(part));
    }
    folder
}

/// From a save of the page `name` of the book in `folder` to the line with the new verdict, and to that page as readers
/// get it; the medians of several saves.
fn save_to_page(folder: &Path, name: &str) -> [Duration; 2] {
    const SAVES: usize = 15;
    let mut child = Command::new(env!("CARGO_BIN_EXE_oathbook"))
        .args(["serve", "--port", "0"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the built program");
    let output = BufReader::new(child.stdout.take().expect("piped"));
    let (send, lines) = mpsc::channel();
    std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
    let address = lines.recv().expect("the address comes first");
    let address =
        address.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
    let verdict = || assert!(lines.iter().any(|line| line.contains("claims")), "the server has ended");
    verdict();
    let page = folder.join(format!("docs/{name}.md"));
    let text = std::fs::read_to_string(&page).expect("a page");
    let mut took: Vec<[Duration; 2]> = (0..SAVES)
        .map(|save| {
            // A heading changes the page and no claim.
            let heading = format!("{} ", "New".repeat(save + 1));
            let changed = text.replacen("\n## ", &format!("\n## {heading}"), 1);
            assert_ne!(changed, text);
            let start = Instant::now();
            std::fs::write(&page, changed).expect("a page");
            verdict();
            let took = start.elapsed();
            let shown = get(address, &format!("/{name}.html"));
            let took = [took, start.elapsed()];
            assert!(
                shown.contains(heading.trim()) && shown.contains("Content-Security-Policy"),
                "not this page"
            );
            // A save may be told of in several steps; what follows must not be taken for the next one.
            while lines.recv_timeout(Duration::from_millis(100)).is_ok() {}
            took
        })
        .collect();
    // It has been asked to go; that it may be gone already is no matter.
    let _ = child.kill();
    let _ = child.wait();
    [0, 1].map(|part| {
        took.sort_by_key(|took| took[part]);
        took[SAVES / 2][part]
    })
}

/// What the server at `address` answers.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).expect("a folder");
        for entry in std::fs::read_dir(from).expect("a folder").flatten() {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::copy(from, to).expect("a file");
    }
}

/// User time of this process, all threads (proc(5), in hundredths of a second).
fn user_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux: the kernel's own count is read");
    let after_name = stat.rsplit_once(')').expect("the name is in brackets").1;
    let ticks = after_name.split_whitespace().nth(11).and_then(|field| field.parse().ok());
    Duration::from_millis(10 * ticks.unwrap_or(0_u64))
}
