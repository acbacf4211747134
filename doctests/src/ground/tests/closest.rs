//! Of the scenarios of a topic that prove the same, a claim cites the one that says most of its sentence.

use super::subject::with_subjects;
use crate::diagnostic::{Code, Diagnostic};
use crate::ground::Checker;
use crate::ground::sample::{page, render};

/// What is said of citations in `text` beside which another scenario is closer.
fn outdone(text: &str) -> Vec<Diagnostic> {
    let (catalog, page) = (with_subjects(), page("troubleshooting", text));
    let mut found = Checker::new(&catalog, &[]).page(&page);
    found.retain(|fault| fault.code == Code::CitationOutdone);
    found
}

#[test]
fn who_cites_the_less_fitting_of_two_scenarios_is_told_the_other_one() {
    assert_eq!(outdone("A revoked one recovers.[^refresh.early-revocation]\n"), []);
    insta::assert_snapshot!(render(&outdone("A revoked one recovers.[^refresh.ahead-of-expiry]\n")));
}

#[test]
fn what_proves_less_is_never_closer() {
    // After a refused refresh the exit code is 1.
    assert_eq!(outdone("A refused one ends with exit code 0.[^refresh.ahead-of-expiry]\n"), []);
    assert_eq!(outdone("A refused one ends with exit code 1.[^refresh.ahead-of-expiry]\n").len(), 1);
}

#[test]
fn what_is_cited_beside_it_may_say_the_rest() {
    assert_eq!(outdone("A revoked one recovers.[^refresh.ahead-of-expiry][^refresh.early-revocation]\n"), []);
}

#[test]
fn a_title_that_fits_is_outdone_by_two_words_and_not_by_one() {
    let closer = |said: &str| outdone(&format!("{said} recovers.[^refresh.ahead-of-expiry]\n")).len();
    assert_eq!(closer("A revoked one"), 1);
    assert_eq!(closer("With its expiry a revoked one"), 0);
    assert_eq!(closer("With its local expiry a revoked one"), 1);
}
