//! What is said together is shown together, lists name nothing twice, and a page may have only so much that is not understood.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::gate::Ratchet;
use crate::ground::Checker;
use crate::ground::sample::{carets, catalog, page, render};
use crate::oath::{Lock, Oath};
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

const FIGURES: &str = "not-understood/authentication: { at-most: 1 }\n";

fn figure() -> BTreeMap<String, Ratchet> {
    let file = SourceFile::new("doctests/gates.yaml", FIGURES);
    let at = FIGURES.find('1').unwrap();
    let place = Place::new(&file, Span::new(at, at + 1));
    BTreeMap::from([("authentication".to_owned(), Ratchet { clauses: 1, place })])
}

fn too_many(text: &str, lock: &Lock) -> Vec<Diagnostic> {
    let mut catalog = catalog();
    catalog.gates.not_understood = figure();
    super::super::not_understood(&Checker::new(&catalog, &[page("authentication", text)]), lock)
}

const TWO: &str = "The token dances.[^refresh.early-revocation] The API sings.[^refresh.early-revocation]\n";

#[test]
fn a_page_may_have_as_much_that_is_not_understood_as_its_figure_says() {
    let one = "The token dances.[^refresh.early-revocation] The API answers.[^refresh.early-revocation]\n";
    assert_eq!(too_many(one, &Lock::default()), []);
    insta::assert_snapshot!(render(&too_many(TWO, &Lock::default())));
}

#[test]
fn what_is_sworn_as_it_stands_is_not_blamed_for_what_is_new() {
    let oath = Oath {
        id: "authentication/refresh.early-revocation".to_owned(),
        text: "The token dances.".to_owned(),
        cites: vec!["refresh.early-revocation 0".to_owned()],
    };
    let found = too_many(TWO, &Lock { claims: vec![oath] });
    assert_eq!(carets(&found), ["API sings"]);
}

#[test]
fn a_figure_that_is_better_now_is_lowered_and_none_is_raised() {
    let mut catalog = catalog();
    catalog.gates.not_understood = figure();
    let lowered =
        |text: &str| super::super::lowered(FIGURES, &Checker::new(&catalog, &[page("authentication", text)]));
    assert_eq!(lowered("The API answers.[^refresh.early-revocation]\n"), FIGURES.replace('1', "0"));
    assert_eq!(lowered(TWO), FIGURES);
}

#[test]
fn a_list_names_nothing_twice_and_a_range_has_two_ends() {
    let repeated = |text: &str| {
        let page = page("authentication", text);
        let mut found = Checker::new(&catalog(), &[]).page(&page);
        found.retain(|fault| fault.code == Code::MeaningRepeats);
        found.iter().map(|fault| fault.place.position().column).collect::<Vec<_>>()
    };
    assert_eq!(repeated("The API answers `401`, `403` or `401`.[^refresh.early-revocation]\n"), [34]);
    assert_eq!(repeated("From 2.1.118 to 2.1.118 it recovers.[^refresh.early-revocation]\n"), [17]);
    let apart = "A `401` is answered, and after a second `401` the prompt ends.[^refresh.early-revocation]\n";
    assert_eq!(repeated(apart), Vec::<usize>::new());
}
