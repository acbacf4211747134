//! What grounding refuses and what it accepts, sentence by sentence.

mod accounts;
mod any_page;
mod closest;
mod diagrams;
mod entries;
mod facts;
mod fixing;
mod near;
mod oaths;
mod printed;
mod subject;
mod understanding;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Checker;
use super::sample::{catalog, page, render};
use crate::coverage::Basis;
use crate::standing::{Claimed, OnVersion, SeenThere, Standing};

#[test]
fn a_changed_id_is_an_unknown_citation_with_the_nearest_as_help() {
    let page = page("authentication", "It recovers.[^refresh.early-revokation][^source.setup-tokn]\n");
    let found = super::page(&page, std::slice::from_ref(&page), &catalog());
    insta::assert_snapshot!(render(&found));
}

#[test]
fn what_no_page_cites_is_an_error_at_its_title() {
    let page =
        page("authentication", "It recovers.[^refresh.early-revocation][^refresh.refused][^helper.ttl]\n");
    insta::assert_snapshot!(render(&super::uncited(&[page], &catalog())));
}

#[test]
fn a_link_leads_to_a_page_an_anchor_or_a_file() {
    let files = ["docs/a.md", "docs/b.md", "doctests/scenarios/refresh/x.yaml"].map(ToOwned::to_owned).into();
    let b = page("b", "# Token lifecycle\n");
    let good = "[a](b.md#token-lifecycle) [a](#here) [a](../doctests/scenarios/refresh/x.yaml) [a](../doctests/scenarios/) [a](https://x.example)";
    let bad = "[a](b.md#token-livecycle) [a](#her) [a](c.md) [a](../../etc/passwd) [a](/b.md) [a](javascript:x) [a](../doctests/scenarios/refresh/y.yaml)";
    let pages = |text: &str| [page("a", &format!("# Here\n{text}\n")), b.clone()];
    assert_eq!(super::links(&pages(good), &files), Vec::new());
    insta::assert_snapshot!(render(&super::links(&pages(bad), &files)));
}

#[test]
fn coverage_counts_claims_by_what_holds_them() {
    let text = "\
The client recovers.[^refresh.early-revocation] The client waits.[^source.setup-token]

The client refreshes.[^helper.ttl]

The client keeps the token for 5 minutes.

The client works. <!-- no-claim: greeting -->

Run the client.
";
    let prose = page("contributing", "<!-- prose: about -->\nIt is.\n");
    let catalog = catalog();
    let on = |version: &str| OnVersion {
        version: version.parse().unwrap(),
        claimed: Claimed::Holds,
        seen: SeenThere::Holds { ways: 1 },
    };
    let standing = Standing { claimed: true, versions: vec![on("2.1.118")], bounds: Vec::new(), shown: None };
    let standings = BTreeMap::from([("refresh.early-revocation".parse().unwrap(), standing)]);
    catalog.standings.set(Arc::new(standings)).unwrap();
    let coverage = Checker::new(&catalog, &[page("authentication", text), prose]).coverage().clone();
    assert_eq!(
        serde_json::to_value(coverage.total).ok(),
        Some(serde_json::json!({
            "units": 6, "claims": 4, "cited": 3, "on-release": 1, "model-only": 0, "sources-only": 1, "not-run": 1,
            "matched": 1, "uncited": 1, "instructions": 1, "exempt": 1,
        }))
    );
    let [page] = &coverage.pages[..] else { panic!("{coverage:?}") };
    assert_eq!(page.exemptions[0].reason, "greeting");
    let short: Vec<_> = page.not_on_release.iter().map(|claim| claim.basis).collect();
    assert_eq!(short, [Some(Basis::Source), Some(Basis::NotRun), None]);
}

#[test]
fn every_claim_is_counted_once_by_what_holds_it() {
    let text = "It waits.[^refresh.refused][^source.setup-token] It ends.[^helper.ttl] It is.[^no.such]\n\nIt has `x`.\n";
    let total = Checker::new(&catalog(), &[page("authentication", text)]).coverage().total;
    let parts = [total.on_release, total.model_only, total.sources_only, total.not_run, total.uncited];
    assert_eq!(parts, [0, 1, 0, 2, 1]);
    assert_eq!(parts.iter().sum::<usize>(), total.claims);
    assert_eq!(total.cited + total.uncited, total.claims);
}

#[test]
fn a_claim_that_cites_nothing_is_an_error_that_says_why_it_is_a_claim() {
    let text = "It waits for 5 minutes.\n\nIt is.[^refresh.refused]\n";
    let page = page("authentication", text);
    insta::assert_snapshot!(render(&super::citation::missing(&page)));
    assert_eq!(
        super::citation::missing(&super::sample::page("x", &format!("<!-- prose: so -->\n{text}"))),
        []
    );
}

#[test]
fn a_licence_for_a_key_that_no_scenario_has_is_an_error() {
    let mut catalog = catalog();
    assert_eq!(super::vocabulary(&catalog), Vec::new());
    catalog.vocabulary.document.licenses.insert("given.stored_logon".to_owned(), Vec::new());
    assert!(render(&super::vocabulary(&catalog)).contains("did you mean `given.stored_login`?"));
}
