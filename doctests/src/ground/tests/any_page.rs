//! Grounding takes any page: it never panics, and fixing settles at once.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::ground::sample::{catalog, page};
use crate::ground::{Checker, entries, fix, links, oaths, page as ground_page, render_lock, swear, uncited};
use crate::oath::Lock;
use crate::page::Page;
use crate::source_file::SourceFile;

/// Parts that pages are made of, whole and broken.
const PARTS: [&str; 44] = [
    "# Title\n\n",
    "## `could not be refreshed`\n\n",
    "## `a | b` and `c`\n",
    "### Deep `401`\n\n",
    "When the API answers `401`, it refreshes.",
    "It waits 5 minutes.",
    "It ends with exit code 1.",
    "Run `claude -p`.",
    "Since 2.1.118 it has mode `0600`, after 2 requests.",
    "It prints `Failed … refreshed`",
    "It is <b>so</b>.",
    "Ünïcödé · `…`",
    "[^refresh.refused]",
    "[^refresh.early-revocation]",
    "[^source.setup-token]",
    "[^refresh.unknown]",
    "[^",
    "[^x]",
    "\n[^refresh.refused]: old\n",
    "\n\n[^helper.ttl]: idle\n    more\n\n",
    "[^refresh.refused]: [a](b)\n",
    "\n[^refresh.unknown]: x\n",
    "\n\n",
    "\n",
    " ",
    "  ",
    "\r\n",
    "- ",
    "| a | b |\n| --- | --- |\n| `c` | d |\n",
    "> ",
    "1. ",
    "\n\n<!-- generated: decision-table -->\n",
    "\n<!-- generated: nothing -->\n",
    "\n<!-- /generated -->\n\n",
    "<!-- no-claim: so -->",
    "```\n",
    "`",
    "**You see.** ",
    "**Why.** ",
    "**Fix** ",
    "[a](authentication.md#lifecycle)",
    "[b](#nowhere)",
    "[c](../%zz/%2e)",
    "\u{7}",
];

fn text() -> impl Strategy<Value = String> {
    vec(select(&PARTS[..]), 0..24).prop_map(|parts| parts.concat())
}

fn fixed(page: &Page) -> String {
    fix(page, &Checker::new(&catalog(), std::slice::from_ref(page)))
}

/// An eighth of what is usual, which `PROPTEST_CASES` still multiplies: each case parses and grounds pages.
fn few() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.div_ceil(8), ..usual }
}

#[test]
fn a_page_that_would_cite_something_else_without_its_definitions_stays_as_it_is() {
    for text in [
        "[^refresh.refused]\r\n- [^refresh.refused]: [a](b)\n",
        "When the API answers `401`, it refreshes.[^refresh.refused]: [a](b)\n- [^refresh.refused]: [a](b)\n",
    ] {
        assert_eq!(fixed(&page("troubleshooting", text)), text);
    }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn no_page_makes_grounding_panic(one in text(), other in text(), any in ".{0,80}") {
        let catalog = catalog();
        let book = [page("troubleshooting", &one), page("authentication", &other), page("any", &any)];
        let files = BTreeSet::from(["docs/any.md".to_owned()]);
        let checker = Checker::new(&catalog, &book);
        for page in &book {
            let _ = (ground_page(page, &book, &catalog), entries(page), fix(page, &checker));
        }
        let _ = (links(&book, &files), uncited(&book, &catalog), checker.coverage());
        let lock = swear(&book, &catalog);
        let text = render_lock(&lock);
        prop_assert_eq!(toml::from_str::<Lock>(&text), Ok(lock.clone()));
        let file = SourceFile::new("claims.lock", text);
        prop_assert_eq!(oaths(&book, &catalog, &lock, &file), Vec::new());
        let _ = oaths(&book[..1], &catalog, &lock, &file);
    }

    #[test]
    fn a_fixed_page_stays_as_it_is(text in text()) {
        let once = fixed(&page("troubleshooting", &text));
        prop_assert_eq!(fixed(&page("troubleshooting", &once)), once, "from {:?}", text);
    }
}
