//! The feed of behaviour changes, as a feed reader sees it.

use atom_syndication::Feed;

use crate::records::{RANGE, recorded};
use crate::support::{PAGE, SCENARIO, SiteTest};

/// A book whose page lists what changed.
fn changing() -> SiteTest {
    let site = recorded(RANGE);
    let block = "<!-- generated: behavior-changes -->\n\n<!-- /generated -->\n\n[^refresh.early-revocation]:";
    site.edit(PAGE, "[^refresh.early-revocation]:", block);
    site
}

fn feed(site: &SiteTest) -> Feed {
    assert_eq!(site.run(&["check", "--fix", "--no-oaths"]).code, Some(0));
    let ended = site.run(&["build", "--no-oaths"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    Feed::read_from(site.read("book/refresh.xml").as_bytes()).unwrap()
}

#[test]
fn a_version_that_changed_something_is_an_entry_with_its_day_and_what_changed() {
    let site = changing();
    let feed = feed(&site);
    let [entry] = feed.entries() else { panic!("{feed:?}") };
    assert_eq!(entry.title().as_str(), "Claude Code 2.1.118: 1 change of behaviour");
    assert_eq!(entry.updated().to_rfc3339(), "2026-04-23T00:00:00+00:00");
    assert_eq!(feed.updated(), entry.updated());
    let html = entry.content().unwrap().value().unwrap();
    assert_eq!(
        html,
        "<ul><li><a href=\"refresh.html#evidence-refresh.early-revocation\">\
         The server revokes an access token before its local expiry</a></li></ul>"
    );
    let page = site.read("book/refresh.html");
    assert!(page.contains("href=\"refresh.xml\" type=\"application/atom+xml\""), "the page leads to it");
    for link in entry.links().iter().chain(feed.links()) {
        let path = format!("book/{}", link.href());
        assert!(site.path(&path).exists(), "{path}");
    }
}

#[test]
fn an_entry_keeps_its_id_whatever_is_said_about_it_later() {
    let site = changing();
    let before = feed(&site);
    site.edit(SCENARIO, "title: The server revokes", "title: A server & its <friends> revoke");
    let after = feed(&site);
    assert_eq!(before.id(), after.id());
    assert_eq!(before.entries()[0].id(), after.entries()[0].id());
    assert_ne!(before.entries()[0].id(), before.id());
    assert_eq!(
        after.entries()[0].summary().unwrap().as_str(),
        "A server & its <friends> revoke an access token before its local expiry"
    );
}

#[test]
fn without_a_page_that_lists_the_changes_there_is_no_feed() {
    let site = recorded(RANGE);
    assert_eq!(site.run(&["build", "--no-oaths"]).code, Some(0));
    assert!(site.files("book").keys().all(|path| !path.ends_with(".xml")));
}
