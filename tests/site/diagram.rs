//! Diagrams in pages, and tables that do not push a page sideways.

use crate::support::{PAGE, SCENARIO, SiteTest};

const COMMENT: &str = "<!-- diagram: refresh.early-revocation -->";

/// The small book, whose page asks for a diagram of its scenario.
fn drawn() -> SiteTest {
    let site = SiteTest::new();
    site.edit(PAGE, "early-revocation]\n\n", &format!("early-revocation]\n\n{COMMENT}\n\n"));
    site
}

#[test]
fn a_page_shows_the_run_where_it_asks_for_it_and_again_in_the_panel() {
    let site = drawn();
    let ended = site.run(&["build", "--no-oaths"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let html = site.read("book/refresh.html");
    let (text, panels) = html.split_once("<h2 id=\"evidence\">").unwrap();
    let figure = text.split("<figure class=\"diagram\">").nth(1).unwrap().split("</figure>").next().unwrap();
    for said in [
        "<title>The server revokes an access token before its local expiry</title>",
        "401 authentication_error",
        "href=\"#evidence-refresh.early-revocation\"",
        "role=\"img\"",
    ] {
        assert!(figure.contains(said), "{said} is not in {figure}");
    }
    assert!(panels.contains("class=\"sequence\"") && panels.contains("<ol class=\"events\">"), "{panels}");
    assert!(!html.contains(COMMENT), "the comment is gone");
    let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    assert!(!main.contains(" style="), "a strict policy forbids it: {main}");
}

#[test]
fn a_run_without_a_request_cannot_be_drawn_and_builds_nothing() {
    let site = drawn();
    let text = site.read(SCENARIO);
    let (head, _) = text.split_once("given:").unwrap();
    site.write(
        SCENARIO,
        format!(
            "{head}given: {{}}\nsteps: [prompt]\nexpect:\n  exit: 1\n  counts: {{ messages: 0 }}\nclients:\n  reference: holds\n"
        ),
    );
    let ended = site.run(&["build", "--no-oaths"]);
    assert_ne!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stderr.contains("error[diagram::empty]"), "{}", ended.stderr);
    assert!(ended.stderr.contains(&format!("--> {PAGE}:6:15")), "{}", ended.stderr);
}

#[test]
fn a_diagram_of_what_is_not_there_ends_in_2_at_its_id() {
    let site = drawn();
    site.edit(PAGE, COMMENT, "<!-- diagram: refresh.early-revocatoin -->");
    let ended = site.run(&["check", "--no-oaths"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr.contains("error[diagram::unknown]"), "{}", ended.stderr);
    assert!(ended.stderr.contains(COMMENT), "the nearest is the help: {}", ended.stderr);
}

#[test]
fn a_table_scrolls_in_a_box_that_a_keyboard_reaches_and_that_has_a_name() {
    let site = SiteTest::new();
    let table = "| Status | Then |\n| --- | --- |\n| `401` | it refreshes[^refresh.early-revocation] |\n";
    site.edit(PAGE, "The API may", &format!("## What comes back\n\n{table}\nThe API may"));
    assert_eq!(
        site.run(&["build", "--no-oaths"]).code,
        Some(0),
        "{}",
        site.run(&["check", "--no-oaths"]).stderr
    );
    let html = site.read("book/refresh.html");
    let (_, inside) = html
        .split_once(
            "<div class=\"table-scroll\" role=\"group\" aria-label=\"What comes back\" tabindex=\"0\">",
        )
        .unwrap();
    let (inside, after) = inside.split_once("</table>").unwrap();
    assert!(inside.contains("<code>401</code>"), "{inside}");
    assert!(after.contains("The API may"), "{after}");
    assert_eq!(html.matches("<div").count(), html.matches("</div>").count());
}
