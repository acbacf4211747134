//! Awkward Markdown, a file each, and what is made of it: every unit, every fault, and what became of every `[^`.

use std::fmt::Write;
use std::path::Path;

use super::{accounts, faults, read, units};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/parse/page/tests/fixtures");

#[test]
fn awkward_markdown_is_read_or_refused_and_nothing_is_skipped() {
    let mut files: Vec<_> =
        Path::new(FOLDER).read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let mut shown = format!("# units\n{}# faults\n{}# every [^\n", units(&text), faults(&text));
        let (page, _) = read(&text);
        for (at, account) in accounts(&text) {
            assert!(account.is_some(), "{}: `[^` at {at} is lost", file.display());
            let _ = writeln!(shown, "{} {}", page.file.position(at), account.unwrap_or_default());
        }
        let name = file.file_stem().unwrap().to_str().unwrap();
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("corpus_{name}"), shown);
        });
    }
}
