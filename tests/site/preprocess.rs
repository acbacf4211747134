//! Plain `mdbook build`, with the program as its preprocessor, gives the same pages.

use std::io::Write;
use std::process::{Command, Stdio};

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_preprocessor::PreprocessorContext;

use crate::support::{PROGRAM, SCENARIO, SiteTest};

#[test]
fn plain_mdbook_builds_the_same_site() {
    let site = SiteTest::sworn();
    assert_eq!(site.run(&["build", "--dest", "ours"]).code, Some(0));

    // What the mdbook program does: no preprocessor of ours is registered, so it runs the command.
    let mut config = Config::from_disk(site.path("book.toml")).unwrap();
    config.set("preprocessor.oathbook.command", format!("'{PROGRAM}' preprocess")).unwrap();
    config.build.build_dir = "plain".into();
    MDBook::load_with_config(site.root(), config).unwrap().build().unwrap();
    assert_eq!(site.run(&["finish", "plain"]).code, Some(0));

    let (ours, plain) = (site.files("ours"), site.files("plain"));
    assert!(ours.keys().eq(plain.keys()), "{:?} and {:?}", ours.keys(), plain.keys());
    for (path, bytes) in &ours {
        assert!(plain[path] == *bytes, "{path} differs");
    }
}

#[test]
fn a_book_with_a_fault_gives_mdbook_nothing() {
    let site = SiteTest::sworn();
    site.edit(SCENARIO, "exit: 0", "exit: 1");
    let config = Config::from_disk(site.path("book.toml")).unwrap();
    let book = MDBook::load_with_config(site.root(), config.clone()).unwrap().book;
    let context = PreprocessorContext::new(site.root().to_owned(), config, "html".to_owned());
    let input = serde_json::to_string(&(context, book)).unwrap();

    let mut child = Command::new(PROGRAM)
        .args(["preprocess", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8(output.stderr).unwrap().contains("claim::fails"));
}

#[test]
fn only_html_is_supported() {
    let site = SiteTest::new();
    assert_eq!(site.run(&["preprocess", "supports", "html"]).code, Some(0));
    assert_eq!(site.run(&["preprocess", "supports", "markdown"]).code, Some(1));
}
