//! A page that is read without its facts has the same units, bound to the same.

use super::*;
use crate::parse::page_without_facts;
use crate::unit::Unit;

#[test]
fn without_facts_the_claims_are_the_same() {
    let text = "# Page\n\nA `401` is refreshed.[^a.b] Run `claude -p`; it exits with 0. Run it again; nothing happens.\n\n\
                | A | B |\n| --- | --- |\n| `x`[^a.c] | 5 minutes |\n\n[^a.b]: x\n[^a.c]: y\n";
    let file = SourceFile::new("docs/page.md", text);
    let vocabulary =
        VocabularyDocument { instructions: vec!["Run".to_owned()], ..VocabularyDocument::default() };
    let (whole, _) = crate::parse::page(&file, &vocabulary);
    let bare = page_without_facts(&file, &vocabulary);
    let units = |page: &Page| -> Vec<Unit> {
        let without_facts = |unit: &Unit| Unit { facts: Vec::new(), ..unit.clone() };
        page.units.iter().map(without_facts).collect()
    };
    assert!(whole.units.iter().any(|unit| !unit.facts.is_empty()));
    assert_eq!(units(&bare), units(&whole));
    assert!(bare.units.iter().all(|unit| unit.facts.is_empty()));
}
