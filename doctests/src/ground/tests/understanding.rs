//! What is said together is shown together, lists name nothing twice, and a page may have only so much that is not understood.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::Ratchet;
use crate::ground::Checker;
use crate::ground::sample::{carets, catalog, page, render, scenario};
use crate::oath::{Lock, Oath};
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

const FIGURES: &str = "not-understood/authentication: { at-most: 1 }\n";

fn figure() -> BTreeMap<String, Ratchet> {
    let file = SourceFile::new("doctests/gates.yaml", FIGURES);
    let at = FIGURES.find('1').unwrap();
    let place = Place::new(&file, Span::new(at, at + 1));
    BTreeMap::from([("authentication".to_owned(), Ratchet { most: 1, place })])
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

/// Whether everything in the one claim that `text` is was compared, and agrees.
pub(super) fn matched(text: &str, catalog: &Catalog) -> bool {
    let page = page("authentication", &format!("{text}\n"));
    let checker = Checker::new(catalog, &[]);
    checker.understand(&page, &page.units[0]).is_some_and(|understanding| understanding.is_matched())
}

#[test]
fn a_name_is_shown_only_by_what_it_is_a_name_of() {
    let catalog = catalog();
    let of_the_token_request = "The client refreshes with `/v1/oauth/token`.[^refresh.early-revocation]";
    assert!(matched(of_the_token_request, &catalog));
    let of_the_api = "The API answers with `/v1/oauth/token`.[^refresh.early-revocation]";
    assert!(!matched(of_the_api, &catalog));
}

#[test]
fn a_run_that_fails_and_names_no_outcome_healed_nothing() {
    let mut catalog = catalog();
    let failing = "\
title: The API refuses the key
given:
  env: { ANTHROPIC_API_KEY: K1 }
  resource_server: { revoked: [K1] }
steps: [prompt]
expect: { exit: 1, exchanges: ['messages K1 -> 401'] }
clients: { reference: holds }
";
    let scenario = scenario("precedence.refused-key", failing);
    catalog.scenarios.insert(scenario.id.clone(), scenario);
    assert!(matched("It does not recover.[^precedence.refused-key]", &catalog));
    assert!(!matched("It recovers.[^precedence.refused-key]", &catalog));
}

#[test]
fn a_refusal_is_why_something_happens_and_a_success_is_not() {
    let catalog = catalog();
    assert!(matched("With a `401` it recovers.[^refresh.early-revocation]", &catalog));
    assert!(!matched("With a `200` it recovers.[^refresh.early-revocation]", &catalog));
}
