//! An address of an error text that was once published works for ever: others link to it, and so do old answers.

use std::collections::BTreeSet;
use std::path::Path;

use oathbook::project::Project;
use oathbook::site;

/// Where the published addresses are listed.
const LIST: &str = "doctests/anchors.yaml";

fn book() -> Project {
    let (project, faults) = Project::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(faults.is_empty(), "{:?}", faults.first());
    project
}

fn published() -> Vec<String> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(LIST)).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

#[test]
fn every_error_text_has_its_address_in_the_list() {
    let published = published();
    let missing: Vec<String> = book()
        .pages
        .iter()
        .flat_map(site::error_addresses)
        .filter(|address| !published.contains(address))
        .map(|address| format!("- \"{address}\""))
        .collect();
    assert!(missing.is_empty(), "add to {LIST}:\n{}", missing.join("\n"));
}

#[test]
fn a_published_address_never_dies() {
    let book = book();
    let there: BTreeSet<String> = book
        .pages
        .iter()
        .flat_map(|page| page.headings.iter().map(|heading| format!("{}.html#{}", page.name, heading.anchor)))
        .collect();
    let redirects = book.config.html_config().unwrap_or_default().redirect;
    let dead: Vec<String> = published()
        .into_iter()
        .filter(|address| {
            let target = redirects.get(&format!("/{address}")).unwrap_or(address);
            !there.contains(target)
        })
        .collect();
    assert!(
        dead.is_empty(),
        "these addresses of {LIST} lead nowhere; redirect each in book.toml under [output.html.redirect]:\n{}",
        dead.join("\n")
    );
}
