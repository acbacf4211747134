//! What the last step makes of mdBook's pages, and that it says so by name when mdBook writes others.

use std::fmt::Write as _;
use std::sync::Arc;

use oathbook::book;
use oathbook::check::Oaths;
use oathbook::examination::Examination;
use oathbook::preprocessor::Faults;
use oathbook::site::{self, Files};
use oathbook::verify::Verifier;

use crate::support::SiteTest;

const ADDRESS: (&str, &str) =
    ("[preprocessor.oathbook]", "[preprocessor.oathbook]\naddress = \"https://example.org/mini\"");

/// The small book as mdBook leaves it.
fn built(site: &SiteTest) -> (Arc<Examination>, Files) {
    let mut verifier = Verifier::new(None, None).unwrap();
    let examination = Arc::new(Examination::of(site.root(), &mut verifier, Oaths::Required).unwrap());
    book::render(Arc::clone(&examination), &site.path("plain"), Faults::None, None).unwrap();
    (examination, site.files("plain"))
}

#[test]
fn a_page_has_a_head_a_policy_a_way_past_the_menu_and_one_heading() {
    let site = SiteTest::sworn();
    site.edit("book.toml", ADDRESS.0, ADDRESS.1);
    site.edit(
        "book.toml",
        "[output.html]",
        "[output.html]\ngit-repository-url = \"https://example.org/repository\"",
    );
    assert_eq!(site.run(&["build"]).code, Some(0));
    let page = site.read("book/refresh.html");
    for part in [
        r#"<link rel="canonical" href="https://example.org/mini/">"#,
        r#"<meta name="description" content="When the API answers 401 "#,
        r#"<meta property="og:image" content="https://example.org/mini/card.png">"#,
        r#""@type":"TechArticle""#,
        r##"<a class="skip-link" href="#text">"##,
        r#"<button id="mdbook-sidebar-toggle""#,
        r#"<p class="menu-title">"#,
        "https://example.org/repository/edit/main/docs/refresh.md",
        "title=A%20problem%20with%20refresh%2Frefresh.early-revocation&#38;body=",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert_eq!(page.matches("<h1").count(), 1);
    for gone in ["unsafe-inline", "style=\"", "fonts/", "highlight.js", "<label id"] {
        assert!(!page.contains(gone), "{gone} is in\n{page}");
    }
    let (policy, script) = (page.find("Content-Security-Policy").unwrap(), page.find("<script").unwrap());
    assert!(policy < script, "a script stands above the policy");
}

#[test]
fn the_book_in_one_page_shows_each_panel_once() {
    let site = SiteTest::new();
    let page = site.read("docs/refresh.md").replace("# Refresh", "# Again");
    site.write("docs/again.md", page);
    site.edit("docs/SUMMARY.md", "- [Refresh](refresh.md)", "- [Refresh](refresh.md)\n- [Again](again.md)");
    assert_eq!(site.run(&["swear", "--all"]).code, Some(0));
    assert_eq!(site.run(&["build"]).code, Some(0));
    let count = |path: &str, part: &str| site.read(path).matches(part).count();
    let (panels, exchange) = ("<div class=\"evidence-body\"", "<dt>Run it again</dt>");
    for page in ["book/refresh.html", "book/again.html"] {
        assert_eq!((count(page, panels), count(page, exchange)), (2, 1));
    }
    assert_eq!((count("book/print.html", panels), count("book/print.html", exchange)), (4, 1));
    for cited in ["refresh.early-revocation", "source.rfc6750-invalid-token"] {
        let link = format!("<a href=\"#evidence-{cited}\">This panel stands further up</a>");
        assert_eq!(count("book/print.html", &link), 1);
    }
}

#[test]
fn machines_get_each_page_as_markdown_the_claims_as_data_and_a_list_of_all() {
    let site = SiteTest::sworn();
    site.edit("book.toml", ADDRESS.0, ADDRESS.1);
    assert_eq!(site.run(&["build"]).code, Some(0));
    let mut shown = String::new();
    for file in ["llms.txt", "llms-full.txt", "refresh.md", "claims.json", "sitemap.xml", "robots.txt"] {
        let _ = write!(shown, "--- {file}\n{}", site.read(&format!("book/{file}")));
    }
    insta::assert_snapshot!("for_machines", shown);
}

#[test]
fn without_an_address_nothing_is_said_that_needs_one() {
    let site = SiteTest::sworn();
    assert_eq!(site.run(&["build"]).code, Some(0));
    assert!(!site.path("book/sitemap.xml").exists());
    assert_eq!(site.read("book/robots.txt"), "User-agent: *\nAllow: /\n");
    assert!(!site.read("book/refresh.html").contains("canonical"));
    site.edit("book.toml", ADDRESS.0, "[preprocessor.oathbook]\naddress = \"example.org\"");
    let ended = site.run(&["build"]);
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert!(ended.stderr.contains("expected the address of the site's root"), "{}", ended.stderr);
}

#[test]
fn the_schema_of_the_claims_is_the_published_one() {
    insta::assert_snapshot!("claims_schema", format!("{:#}", site::claims_schema()));
}

#[test]
fn each_place_that_a_new_mdbook_no_longer_writes_fails_by_name() {
    let site = SiteTest::sworn();
    let (examination, files) = built(&site);
    site::finish(&examination, files.clone()).unwrap();
    for (from, to, named) in [
        (r#"<meta charset="UTF-8">"#, "", "meta[charset]"),
        (r#"<meta name="description""#, r#"<meta name="about""#, "meta[name=\"description\"]"),
        ("fonts/fonts", "faces/faces", "faces/faces"),
        ("id=\"mdbook-highlight-css\"", "id=\"highlight\"", "is not one of those that are put together"),
        ("css/variables-", "css/values-", "is not one of those that are put together"),
        ("css/chrome-", "css/menus-", "is not one of those that are put together"),
        ("rel=\"shortcut icon\"", "rel=\"picture\"", "shortcut icon"),
        ("src=\"toc-", "src=\"contents-", "script[src*=\"toc-\"]"),
        ("src=\"clipboard-", "src=\"copy-", "clipboard-"),
        ("src=\"highlight-", "src=\"lowlight-", "script[src*=\"highlight-\"]"),
        ("src=\"book-", "src=\"main-", "book-"),
        ("id=fa-eye>", "id=eye>", "template[id^=\"fa-\"]"),
        ("id=\"mdbook-help-popup\"", "id=\"help\"", "mdbook-help-popup"),
        ("<label id=\"mdbook-sidebar-toggle\"", "<label id=\"other\"", "label#mdbook-sidebar-toggle"),
        ("<h1 class=\"menu-title\"", "<h2 class=\"menu-title\"", "h1.menu-title"),
        ("id=\"mdbook-menu-bar\"", "id=\"menu-bar\"", "div#mdbook-menu-bar"),
        ("id=\"mdbook-theme-list\"", "id=\"themes\"", "ul#mdbook-theme-list"),
        ("class=\"nav-wrapper\"", "class=\"pages\"", "nav.nav-wrapper"),
        ("<h1 id=\"refresh\">", "<h1 id=\"refresh\"></h1><h1>", "main h1"),
        ("<main>", "<div>", "were found to be finished"),
        ("style=\"clear: both\"", "style=\"clear: left\"", "style=\"clear: left\""),
    ] {
        let mut changed = files.clone();
        let page = String::from_utf8(changed["refresh.html"].clone()).unwrap();
        assert!(page.contains(from), "{from} is not in\n{page}");
        changed.insert("refresh.html".to_owned(), page.replace(from, to).into_bytes());
        let error = site::finish(&examination, changed).unwrap_err().to_string();
        assert!(error.contains(named), "{from} -> {to}: {error}");
    }
}
