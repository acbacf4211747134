//! The site is built whole, without a warning, and the same every time; or not at all.

use crate::support::{PAGE, SCENARIO, SiteTest};

#[test]
fn a_book_that_holds_is_built() {
    let site = SiteTest::sworn();
    let ended = site.run(&["build"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(site.read("book/refresh.html").contains("○ holds in our model"));
}

#[test]
fn building_twice_gives_the_same_bytes() {
    let site = SiteTest::sworn();
    assert_eq!(site.run(&["build", "--dest", "one"]).code, Some(0));
    assert_eq!(site.run(&["build", "--dest", "two"]).code, Some(0));
    assert!(site.files("one") == site.files("two"), "two builds differ");
}

#[test]
fn a_broken_book_builds_nothing_and_leaves_the_old_site() {
    let site = SiteTest::sworn();
    assert_eq!(site.run(&["build"]).code, Some(0));
    let before = site.files("book");
    for (path, from, to, code) in [
        (SCENARIO, "exit: 0", "exit: 1", 1),
        (PAGE, "`401`", "`403`", 1),
        (SCENARIO, "prompt", "promt", 2),
        (PAGE, "[^source.rfc6750-invalid-token]:", "[^source.rfc6751-invalid-token]:", 2),
        ("book.toml", "[build]", "[build", 2),
        ("docs/SUMMARY.md", "refresh.md", "refrsh.md", 2),
    ] {
        site.edit(path, from, to);
        let ended = site.run(&["build"]);
        assert_eq!(ended.code, Some(code), "{path}: {from} -> {to}: {ended:?}");
        assert!(ended.stderr.contains("nothing was built"), "{}", ended.stderr);
        assert!(site.files("book") == before, "{path}: {from} -> {to} touched the site");
        site.edit(path, to, from);
    }
    let left: Vec<_> =
        std::fs::read_dir(site.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_str().unwrap().starts_with(".oathbook")), "{left:?}");
}

#[test]
fn a_warning_of_mdbook_fails_the_build() {
    let site = SiteTest::sworn();
    // mdBook only warns about an include that leads nowhere.
    site.edit(PAGE, "# Refresh\n", "# Refresh\n\n```text\n{{#include nowhere.txt}}\n```\n");
    let ended = site.run(&["build"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr.contains("nowhere.txt"), "{}", ended.stderr);
    assert!(!site.path("book").exists());
}
