//! The book's own pages with anything done to them: nothing panics, nothing points outside, no `[^` is lost.

use std::path::Path;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::properties::{PIECES, holds};
use super::{accounts, read};
use crate::unit::Unit;

/// The pages as they lie in the repository.
static PAGES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let mut files: Vec<_> = docs.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
});

/// One thing that happens to a text.
#[derive(Debug, Clone)]
enum Mangling {
    Insert(Index, &'static str),
    Delete(Index, usize),
    Repeat(Index, usize),
    Truncate(Index),
    WindowsLineEnds,
}

fn mangling() -> impl Strategy<Value = Mangling> {
    prop_oneof![
        4 => (any::<Index>(), select(PIECES.to_vec())).prop_map(|(at, piece)| Mangling::Insert(at, piece)),
        4 => (any::<Index>(), 1_usize..40).prop_map(|(at, length)| Mangling::Delete(at, length)),
        2 => (any::<Index>(), 1_usize..200).prop_map(|(at, length)| Mangling::Repeat(at, length)),
        1 => any::<Index>().prop_map(Mangling::Truncate),
        1 => Just(Mangling::WindowsLineEnds),
    ]
}

/// The end of the character that `at` lies in.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// A part of a page, short enough to be read many times, with everything done to it.
fn mangled(page: Index, part: Index, manglings: Vec<Mangling>) -> String {
    const LENGTH: usize = 3000;
    let page = page.get(&PAGES);
    let start = boundary(page, part.index(page.len()));
    let mut text = page[start..boundary(page, (start + LENGTH).min(page.len()))].to_owned();
    for mangling in manglings {
        let place = |at: Index| boundary(&text, at.index(text.len() + 1));
        match mangling {
            Mangling::Insert(at, piece) => {
                let at = place(at);
                text.insert_str(at, piece);
            }
            Mangling::Delete(at, length) => {
                let at = place(at);
                let end = boundary(&text, (at + length).min(text.len()));
                text.replace_range(at..end, "");
            }
            Mangling::Repeat(at, length) => {
                let at = place(at);
                let again = text[at..boundary(&text, (at + length).min(text.len()))].to_owned();
                text.insert_str(at, &again);
            }
            Mangling::Truncate(at) => {
                let at = place(at);
                text.truncate(at);
            }
            Mangling::WindowsLineEnds => text = text.replace("\r\n", "\n").replace('\n', "\r\n"),
        }
    }
    text
}

/// What of a unit does not depend on how lines end.
fn placed(text: &str) -> (Vec<String>, Vec<String>) {
    let (page, faults) = read(text);
    let unit = |unit: &Unit| {
        let own = unit.own.iter().map(|citation| (citation.span, citation.id.to_string()));
        let facts = unit.facts.iter().map(|fact| (fact.span, format!("{:?}", fact.kind)));
        let places: Vec<String> = own
            .chain(facts)
            .map(|(span, what)| format!("{} {what}", page.file.position(span.start)))
            .collect();
        let (start, end) = (page.file.position(unit.span.start), page.file.position(unit.span.end));
        format!("{start}-{end} {:?} {} {places:?}", unit.kind, unit.text)
    };
    let faults = faults.iter().map(|fault| format!("{} {}", fault.place.position(), fault.message));
    (page.units.iter().map(unit).collect(), faults.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mangled_page_loses_no_citation_and_panics_nowhere(
        page in any::<Index>(),
        part in any::<Index>(),
        manglings in vec(mangling(), 0..8),
    ) {
        let text = mangled(page, part, manglings);
        holds(&text)?;
        for (at, account) in accounts(&text) {
            prop_assert!(account.is_some(), "`[^` at {at} is lost: {text:?}");
        }
    }

    #[test]
    fn lines_and_columns_are_the_same_however_lines_end(
        page in any::<Index>(),
        part in any::<Index>(),
        manglings in vec(mangling(), 0..4),
    ) {
        let text = mangled(page, part, manglings).replace('\r', "");
        prop_assert_eq!(placed(&text.replace('\n', "\r\n")), placed(&text));
    }
}
