//! What a reader sees of the evidence.

use crate::support::{PAGE, SCENARIO, SiteTest};

/// The text of the built page, from its heading to its foot.
fn page(site: &SiteTest) -> String {
    let ended = site.run(&["build"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    site.main("book/refresh.html")
}

#[test]
fn a_page_carries_marks_panels_and_banner() {
    insta::assert_snapshot!(page(&SiteTest::sworn()));
}

#[test]
fn a_boundary_shows_both_sides() {
    let site = SiteTest::new();
    site.write(
        SCENARIO,
        "title: A token is refreshed within five minutes of its expiry\n\
         given:\n  stored_login: { access: A1, refresh: R1, expires_in: 5m 1s }\n\
         steps: [prompt]\n\
         expect:\n  outcome: unaffected\n\
         boundary:\n  of: stored_login.expires_in\n  at: 5m\n  beyond: 4m 59s\n  expect:\n    outcome: recovered\n\
         clients:\n  reference: holds\n",
    );
    site.write(
        PAGE,
        "# Refresh\n\nThe client refreshes within 5 minutes of `expiresAt`.[^refresh.early-revocation] \
         RFC 6750 names `invalid_token`.[^source.rfc6750-invalid-token]\n",
    );
    assert_eq!(site.run(&["check", "--fix", "--no-oaths"]).code, Some(0));
    assert_eq!(site.run(&["swear", "--all"]).code, Some(0));
    let page = page(&site);
    assert!(page.contains("On this side of the boundary"), "{page}");
    assert!(page.contains("Beyond the boundary, at 4 minutes 59 seconds"), "{page}");
}

#[test]
fn hostile_text_stays_text() {
    let site = SiteTest::new();
    let hostile = "</details></div><script>alert(1)</script> {{#include ../book.toml}} `a | b` *c* [d](javascript:e) <!--";
    site.edit(SCENARIO, "The server revokes an access token before its local expiry", "TITLE")
        .edit(SCENARIO, "title: TITLE", &format!("title: \"{hostile}\"\nabout: \"{hostile}\""))
        .edit(
            SCENARIO,
            "given:\n",
            "given:\n  env: { ANTHROPIC_CUSTOM_HEADERS: \"</details><script>alert(2)</script>\" }\n",
        );
    // Which variables a scenario may set is another part's to say; here only their text counts.
    if site.run(&["verify"]).code != Some(0) {
        site.edit(
            SCENARIO,
            "  env: { ANTHROPIC_CUSTOM_HEADERS: \"</details><script>alert(2)</script>\" }\n",
            "",
        );
    }
    assert_eq!(
        site.run(&["check", "--fix", "--no-oaths"]).code,
        Some(0),
        "{}",
        site.run(&["check", "--no-oaths"]).stderr
    );
    assert_eq!(site.run(&["swear", "--all"]).code, Some(0));
    let page = page(&site);
    assert!(!page.contains("<script>"), "{page}");
    assert!(!page.contains("create-missing"), "an include was expanded: {page}");
    assert!(!page.contains("<a href=\"javascript:"), "{page}");
    assert!(!page.contains('\u{1b}'), "{page}");
    assert_eq!(page.matches("<details").count(), page.matches("</details>").count(), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the text itself is shown: {page}");
}
