//! How well sentences that nobody tuned the rules for are told apart, and how much of the book is compared word by word.

#![expect(clippy::print_stdout, reason = "the figures are what the test is for")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use doctests::diagnostic::{Code, Diagnostic};
use doctests::ground::Checker;
use doctests::page::Page;
use doctests::source_file::SourceFile;
use oathbook::project::Project;
use rayon::prelude::*;
use serde::Deserialize;

/// At most this share of the true sentences may be refused, in percent.
const TRUE_REFUSED: usize = 5;
/// At least this share of the false sentences must be caught by facts and meaning, in percent: what was reached.
const FALSE_CAUGHT: usize = 60;
/// At most so many harmless edits may leave a clause that is not understood any more: what was reached.
const EDITS_LOST: usize = 1;
/// At least this share of the claims of the book must be matched, in percent: what was reached.
const MATCHED: usize = 95;

/// A sentence with what it cites, and whether that shows it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    says: String,
    cites: Vec<String>,
    holds: bool,
    /// What is wrong with it.
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "for people who read the file")]
    why: Option<String>,
}

/// An edit that changes no meaning.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    was: String,
    cites: Vec<String>,
    now: String,
    kind: String,
}

static BOOK: LazyLock<Project> = LazyLock::new(|| {
    let (project, faults) = Project::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(faults.is_empty(), "{}", doctests::report::human(&faults, false));
    project.judge_records();
    project
});

static CHECKER: LazyLock<Checker<'static>> = LazyLock::new(|| Checker::new(&BOOK.catalog, &BOOK.pages));

fn read<T: for<'de> Deserialize<'de>>(path: &str) -> Vec<T> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// What a page of one paragraph that says `says` and cites `cites` is refused for, citations and definitions aside.
fn refused(says: &str, cites: &[String]) -> Vec<Diagnostic> {
    let mut found = CHECKER.page(&page(says, cites));
    found.retain(|fault| {
        matches!(
            fault.code,
            Code::FactUngrounded
                | Code::CitationElsewhere
                | Code::CitationOutdone
                | Code::MeaningContradicted
                | Code::MeaningIdle
                | Code::MeaningRepeats
        )
    });
    found
}

/// How many clauses of such a page are not understood.
fn not_understood(says: &str, cites: &[String]) -> usize {
    let page = page(says, cites);
    page.units.iter().map(|unit| CHECKER.not_understood(&page, unit)).sum()
}

/// A page of one paragraph, or of one row.
fn page(says: &str, cites: &[String]) -> Page {
    let citations = cites.iter().fold(String::new(), |mut text, id| {
        let _ = write!(text, "[^{id}]");
        text
    });
    // A row stays a row, with the citations in its last cell.
    let text = match says.strip_suffix('|') {
        Some(row) if says.starts_with('|') => {
            let columns = says.matches('|').count() - 1;
            format!(
                "# Page\n\n|{}\n|{}\n{row}{citations} |\n",
                " |".repeat(columns),
                " --- |".repeat(columns)
            )
        }
        _ => format!("# Page\n\n{says}{citations}\n"),
    };
    let file = SourceFile::new("docs/sentence.md", text);
    doctests::parse::page(&file, &BOOK.catalog.vocabulary.document).0
}

#[test]
fn sentences_that_nobody_tuned_for_are_told_apart() {
    let sentences: Vec<Sentence> = read("doctests/tests/sentences.yaml");
    let (mut true_ones, mut true_refused) = (0, Vec::new());
    let mut false_ones: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let mut missed = Vec::new();
    let refusals: Vec<_> =
        sentences.par_iter().map(|sentence| refused(&sentence.says, &sentence.cites)).collect();
    for (sentence, found) in sentences.iter().zip(refusals) {
        if sentence.holds {
            true_ones += 1;
            if !found.is_empty() {
                true_refused.push(format!(
                    "{} [{}]\n{}",
                    sentence.says,
                    sentence.cites.join(" "),
                    brief(&found)
                ));
            }
            continue;
        }
        let counts = false_ones.entry(sentence.kind.clone().unwrap_or_default()).or_default();
        counts[0] += 1;
        if found.iter().any(|fault| fault.code == Code::FactUngrounded) {
            counts[1] += 1;
        } else if found.is_empty() {
            counts[3] += 1;
            missed.push(format!("{:?}: {} [{}]", sentence.kind, sentence.says, sentence.cites.join(" ")));
        } else {
            counts[2] += 1;
        }
    }
    let total =
        false_ones.values().fold([0; 4], |sum, counts| std::array::from_fn(|at| sum[at] + counts[at]));
    println!("true sentences: {true_ones}, refused {}", true_refused.len());
    println!("false sentences (all, by facts, by meaning, missed): {total:?}");
    for (kind, counts) in &false_ones {
        println!("  {kind}: {counts:?}");
    }
    println!("refused although true:\n  {}", true_refused.join("\n  "));
    println!("missed:\n  {}", missed.join("\n  "));
    assert!(
        true_refused.len() * 100 <= true_ones * TRUE_REFUSED,
        "more true sentences are refused than may be"
    );
    assert!(
        (total[1] + total[2]) * 100 >= total[0] * FALSE_CAUGHT,
        "fewer false sentences are caught than were"
    );
}

#[test]
fn an_edit_that_changes_no_meaning_raises_nothing() {
    let edits: Vec<Edit> = read("doctests/tests/edits.yaml");
    let mut alarms = Vec::new();
    for edit in &edits {
        // Here a sentence stands without its headings: what it is about may be said by them alone.
        let (was, mut found) = (refused(&edit.was, &edit.cites), refused(&edit.now, &edit.cites));
        assert!(was.iter().all(|fault| fault.code == Code::CitationElsewhere), "{}: {was:?}", edit.was);
        found.retain(|fault| !was.iter().any(|other| other.code == fault.code));
        if !found.is_empty() {
            alarms.push(format!("{}: {}\n{}", edit.kind, edit.now, brief(&found)));
        }
    }
    println!("harmless edits: {}, alarms {}", edits.len(), alarms.len());
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}

#[test]
fn an_edit_that_changes_no_meaning_is_understood_as_well_as_before() {
    let edits: Vec<Edit> = read("doctests/tests/edits.yaml");
    let lost: Vec<&Edit> = edits
        .iter()
        .filter(|edit| not_understood(&edit.now, &edit.cites) > not_understood(&edit.was, &edit.cites))
        .collect();
    println!("harmless edits: {}, less understood {}", edits.len(), lost.len());
    let text: Vec<String> = lost.iter().map(|edit| format!("{}: {}", edit.kind, edit.now)).collect();
    println!("  {}", text.join("\n  "));
    assert!(lost.len() <= EDITS_LOST, "{}", text.join("\n"));
}

#[test]
fn the_share_of_matched_claims_does_not_fall() {
    let coverage = CHECKER.coverage();
    let counts = coverage.total;
    println!("matched {} of {} claims", counts.matched, counts.claims);
    assert!(
        counts.matched * 100 >= counts.claims * MATCHED,
        "matched {} of {}",
        counts.matched,
        counts.claims
    );
}

#[test]
fn a_claim_may_not_say_otherwise_than_what_it_cites() {
    for (says, cites, caret) in [
        ("Claude Code refreshes the access token.", "refresh.not-needed", "refreshes"),
        ("An expired token is not refreshed.", "refresh.expired", "not"),
        ("`ANTHROPIC_API_KEY` loses to the stored login.", "precedence.api-key-over-login", "loses to"),
        ("`CLAUDE_CODE_OAUTH_TOKEN` is renewed.", "env-token.never-refreshed", "is renewed"),
        ("The prompt recovers by itself.", "refresh.refused", "recovers"),
        ("You have to log in again.", "refresh.early-revocation", "log in again"),
        ("Up to 2.1.118 the token is refreshed.", "refresh.early-revocation", "2.1.118"),
        ("The client refreshes before it gets the `401`.", "refresh.early-revocation", "gets"),
        ("`claude setup-token` stores a login.", "setup-token.prints", "stores"),
        ("With `--bare` the stored login is read.", "bare.ignores-login", "read"),
        ("The API key is sent.", "refresh.expired", "API key"),
        ("2.1.117 refreshes the token.", "refresh.early-revocation", "2.1.117"),
        ("Another host turns Remote Control off since 2.1.240.", "source.docs-env-endpoint", "2.1.240"),
        ("2.1.11 refreshes the token early.", "source.changelog-2-1-118", "2.1.11"),
        ("The tokens are removed by `claude auth status`.", "logout.removes-login", "claude auth status"),
        ("Run `claude auth logout`; it exits with 0.", "status.logged-in", "claude auth logout"),
        ("API: the access token is not sent.", "refresh.early-revocation", "not"),
    ] {
        let found = refused(says, &[cites.to_owned()]);
        let carets: Vec<&str> = found.iter().map(|fault| fault.place.file.slice(fault.place.span)).collect();
        assert!(
            found.iter().any(|fault| fault.code == Code::MeaningContradicted),
            "{says} [{cites}] is not contradicted"
        );
        assert!(
            carets.iter().any(|found| found.contains(caret) || caret.contains(found)),
            "{says}: {carets:?}"
        );
    }
}

#[test]
fn what_another_token_server_or_status_did_is_not_shown() {
    let early = ["refresh.early-revocation".to_owned()];
    for shown in [
        "The client presents the refresh token.",
        "The API refuses the access token.",
        "API: the access token is sent, and refused with `401`.",
        "Token endpoint: the refresh token is presented, and a new pair comes back with `200`.",
        "Token endpoint: the prompt presents the refresh token.",
    ] {
        assert_eq!(not_understood(shown, &early), 0, "{shown}");
    }
    for other in [
        "The server revoked the refresh token.",
        "The token endpoint refuses the access token.",
        "The client refuses the access token.",
        "Token endpoint: the access token is sent, and refused with `401`.",
        "API: the access token is sent, and refused with `200`.",
        "When the API answers `200`, the client refreshes.",
        "The client answers `401`.",
    ] {
        let held = not_understood(other, &early) > 0 || !refused(other, &early).is_empty();
        assert!(held, "{other}");
    }
}

#[test]
fn a_word_that_says_more_than_a_run_can_show_is_not_shown() {
    let early = ["refresh.early-revocation".to_owned()];
    assert_eq!(not_understood("The prompt recovers.", &early), 0);
    for strong in [
        "The prompt recovers for the first time.",
        "The prompt saves everything.",
        "The prompt recovers: wait.",
        "The client refreshes the previous token.",
    ] {
        assert!(not_understood(strong, &early) > 0, "{strong}");
    }
    // Its range begins with a release.
    assert_eq!(not_understood("The prompt no longer fails.", &early), 0);
    let plain = ["refresh.not-needed".to_owned()];
    assert!(not_understood("The prompt no longer fails.", &plain) > 0);
    let down = ["faults.token-503-for-good".to_owned()];
    assert_eq!(not_understood("The prompt heals by itself: wait.", &down), 0);
}

#[test]
fn a_column_that_answers_yes_or_no_answers_in_each_row() {
    let silent = |answer: &str| {
        let text = format!(
            "# Page\n\n| What | Heals by itself |\n|---|---|\n| A `401` | yes[^refresh.early-revocation] |\n\
             | An early `401` | {answer}[^refresh.early-revocation] |\n"
        );
        let file = SourceFile::new("docs/sentence.md", text);
        let page = doctests::parse::page(&file, &BOOK.catalog.vocabulary.document).0;
        page.units.iter().map(|unit| CHECKER.not_understood(&page, unit)).sum::<usize>()
    };
    assert_eq!(silent("yes"), 0);
    assert_eq!(silent("a"), 1);
}

#[test]
fn what_can_happen_and_what_is_asked_contradict_nothing() {
    for (says, cites) in [
        ("The client may refresh the token.", "refresh.not-needed"),
        ("It says nothing of whether the server refreshes the token.", "refresh.not-needed"),
        ("The token is sent until the client refreshes it.", "refresh.not-needed"),
        ("The client frobnicates the refresh.", "refresh.not-needed"),
    ] {
        assert_eq!(refused(says, &[cites.to_owned()]), Vec::new(), "{says}");
    }
}

#[test]
fn of_several_citations_each_must_show_something() {
    let cites = ["refresh.expired", "logout.removes-login"].map(str::to_owned);
    let found = refused("The client refreshes the access token.", &cites);
    assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::MeaningIdle]);
}

fn brief(faults: &[Diagnostic]) -> String {
    let line = |fault: &Diagnostic| format!("    {}: {} {:?}", fault.code, fault.message, fault.notes);
    faults.iter().map(line).collect::<Vec<_>>().join("\n")
}
