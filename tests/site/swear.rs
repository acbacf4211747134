//! What a person sees before swearing, and what voids an oath.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::support::{PAGE, PROGRAM, SCENARIO, SiteTest};

const LOCK: &str = "claims.lock";
const SOURCES: &str = "doctests/sources.yaml";

/// Runs `swear` in a terminal in which somebody types `typed`: what the screen says and how it ended.
fn in_a_terminal(site: &SiteTest, typed: &str) -> (String, u32) {
    let window = PtySize { rows: 50, cols: 240, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(window).unwrap();
    let mut command = CommandBuilder::new(PROGRAM);
    command.arg("swear");
    command.cwd(site.root());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    pair.master.take_writer().unwrap().write_all(typed.as_bytes()).unwrap();
    let mut screen = Vec::new();
    // The end of a terminal is an error on Linux; what was read until then is there.
    let _ = pair.master.try_clone_reader().unwrap().read_to_end(&mut screen);
    let code = child.wait().unwrap().exit_code();
    (String::from_utf8_lossy(&screen).into_owned(), code)
}

/// The ids that are sworn.
fn sworn(site: &SiteTest) -> Vec<String> {
    let lock = if site.path(LOCK).exists() { site.read(LOCK) } else { String::new() };
    let ids = lock.lines().filter_map(|line| line.strip_prefix("id = \""));
    ids.map(|id| id.trim_end_matches('"').to_owned()).collect()
}

#[test]
fn without_a_terminal_it_refuses_before_it_changes_anything_and_lists_what_is_pending() {
    let site = SiteTest::new();
    insta::assert_snapshot!(site.run(&["swear"]).shown());
    assert!(!site.path(LOCK).exists());
    assert_eq!(site.run(&["swear", "--all"]).code, Some(0));
    site.edit(LOCK, "id = \"refresh/source", "id = \"gone/source").edit(PAGE, "sends the", "repeats the");
    let before = site.read(LOCK);
    assert_eq!(site.run(&["swear"]).code, Some(2));
    assert_eq!(site.read(LOCK), before);
}

#[test]
fn swearing_shows_the_sentence_beside_what_it_rests_on() {
    let site = SiteTest::new();
    insta::assert_snapshot!("swear_first", site.run(&["swear", "--all"]).shown());
    site.edit(PAGE, "sends the", "repeats the");
    insta::assert_snapshot!("swear_again", site.run(&["swear", "refresh/refresh.early-revocation"]).shown());
    assert_eq!(site.run(&["check"]).code, Some(0));
}

#[test]
fn the_list_for_tools_has_all_of_it_and_swears_nothing() {
    let site = SiteTest::sworn();
    let before = site.read(LOCK);
    assert_eq!(site.run(&["swear", "--format", "json"]).stdout, "[]\n");
    site.edit(PAGE, "sends the", "repeats the").edit(SOURCES, "2012-10-01", "2012-10-02");
    let ended = site.run(&["swear", "--format", "json"]);
    assert_eq!(ended.code, Some(1));
    insta::assert_snapshot!(ended.stdout);
    assert_eq!(site.read(LOCK), before);
}

#[test]
fn in_a_terminal_each_claim_is_asked_about_and_what_was_sworn_stays() {
    let site = SiteTest::new();
    let (screen, code) = in_a_terminal(&site, "what?\ny\nq\n");
    assert_eq!(code, 1, "{screen}");
    assert_eq!(sworn(&site), ["refresh/refresh.early-revocation"]);
    assert!(screen.contains("swear to it? (2 of 2) [y/N, s skip this page, q quit]"), "{screen}");
    assert!(screen.contains("y, n, s or q"), "{screen}");
    assert!(screen.contains("1 claim sworn, 1 left unsworn"), "{screen}");
    let (screen, code) = in_a_terminal(&site, "y\n");
    assert_eq!(code, 0, "{screen}");
    assert_eq!(sworn(&site).len(), 2);
}

#[test]
fn in_a_terminal_a_page_is_skipped_whole_and_no_is_no() {
    let site = SiteTest::new();
    assert_eq!(in_a_terminal(&site, "s\n").1, 1);
    assert_eq!(sworn(&site), [""; 0]);
    assert_eq!(in_a_terminal(&site, "\ny\n").1, 1);
    assert_eq!(sworn(&site), ["refresh/source.rfc6750-invalid-token"]);
}

#[test]
fn nobody_swears_to_what_does_not_hold() {
    let site = SiteTest::sworn();
    let lock = site.read(LOCK);
    site.edit(SCENARIO, "exit: 0", "exit: 1");
    let ended = site.run(&["swear", "--all"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    site.edit(SCENARIO, "exit: 1", "exit: 0").edit(PAGE, "answers `401`", "answers `403`");
    let ended = site.run(&["swear", "--all"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(site.read(LOCK), lock);
}

#[test]
fn a_claim_that_takes_the_id_of_a_refused_one_leaves_a_lock_that_can_be_read() {
    let site = SiteTest::new();
    // A second claim that rests on the same scenario, and is told from the first by its number.
    let more = "request again.[^refresh.early-revocation] The refreshed access token is sent.[^refresh.early-revocation]";
    site.edit(PAGE, "request again.[^refresh.early-revocation]", more);
    assert_eq!(site.run(&["swear", "--all"]).code, Some(0));
    // The first cites something else now, is wrong, and hands its id on.
    site.edit(
        PAGE,
        "request again.[^refresh.early-revocation]",
        "request again.[^source.rfc6750-invalid-token]",
    );
    assert_eq!(site.run(&["swear", "--all"]).code, Some(1));
    let ids = sworn(&site);
    let told: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert_eq!(ids.len(), told.len(), "{ids:?}");
}

/// The claims whose oath `check` finds broken.
fn broken(site: &SiteTest) -> Vec<String> {
    let report = site.run(&["check", "--format", "json"]).stdout;
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let found = report["diagnostics"].as_array().unwrap().iter();
    let broken = found.filter(|fault| fault["code"] == "oath::broken");
    broken.map(|fault| fault["message"].as_str().unwrap().split('`').nth(1).unwrap().to_owned()).collect()
}

#[test]
fn evidence_that_changed_voids_exactly_the_claims_that_rest_on_it() {
    const SHOWN: &str = "refresh/refresh.early-revocation";
    const SAID: &str = "refresh/source.rfc6750-invalid-token";
    for (file, from, to, voids) in [
        (SCENARIO, "expires_in: 2h", "expires_in: 3h", &[SHOWN][..]),
        (SCENARIO, "exit: 0", "exit: 1", &[SHOWN]),
        (SCENARIO, "title: The server", "about: Words.\ntitle: A server", &[]),
        (SOURCES, "2012-10-01", "2013-10-01", &[SAID]),
        (SOURCES, "\"401\", invalid_token", "\"401\", \"403\", invalid_token", &[SAID]),
        (SOURCES, "title: RFC 6750", "title: The RFC 6750", &[]),
    ] {
        let site = SiteTest::sworn();
        site.edit(file, from, to);
        assert_eq!(broken(&site), voids, "{from} became {to}");
    }
}
