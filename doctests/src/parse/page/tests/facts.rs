//! Which parts of a sentence are facts, and of what kind.

use std::fmt::Write;

use insta::assert_snapshot;

use super::fact_of;
use crate::fact::FactKind;
use crate::parse::page::facts_in;
use crate::source_file::SourceFile;

/// The facts of each line, below it.
fn facts(lines: &[&str]) -> String {
    let mut shown = String::new();
    for line in lines {
        let file = SourceFile::new("x", *line);
        let found: Vec<String> = facts_in(line).iter().map(|fact| fact_of(&file, fact)).collect();
        let _ = write!(shown, "{line}\n    {}\n", found.join(", "));
    }
    shown
}

#[test]
fn durations_are_read_in_figures_and_words() {
    assert_snapshot!(facts(&[
        "5 minutes, one year, 30 s, 8 hours, 300 seconds, 30s, 500ms, two weeks",
        "1 hour 30 minutes; one hour and 30 minutes; 1h 30m",
        "a 5-minute margin and a one-year token, 1.5 hours, twenty-four hours",
        "between 5 and 10 minutes, 5–10 minutes, 2 or 3 days, `5` minutes",
        "a minute, one of them, 5 apples, #5 minutes, 5 m",
    ]));
}

#[test]
fn counts_are_bound_to_their_noun() {
    assert_snapshot!(facts(&[
        "two token requests, 10 attempts, three times, twice, once",
        "exactly one token request, one request, both requests, at most one refresh",
        "two parallel processes, 3 more `POST` requests, two 503 answers, 2 refresh attempts",
        "five refresh tokens, 2 or 3 retries, 10 of the requests, 5, requests",
        "`3` prompts and 1,000 requests",
    ]));
}

#[test]
fn statuses_are_told_from_other_figures() {
    assert_snapshot!(facts(&[
        "answers `401`, a 401, status 403, 429/503, 404 answers, 200, 302, HTTP 100",
        "port 443, #401, $500, 401%, 128, 256-bit, RFC 6749, issue 500, 300 seconds, 500 requests",
        "`https` `1` `4010` `401 Unauthorized`",
    ]));
}

#[test]
fn exit_codes_versions_and_modes_have_kinds_of_their_own() {
    assert_snapshot!(facts(&[
        "exit code 1, exits with 0, exit code `0`, exits 2, exit codes 0, 1 and 2, exit status is 3",
        "exits with 0 when it can, and with 1 when not; exits with 3 attempts; with 2",
        "a non-zero exit code, exits with an error after 5 minutes",
        "2.1.118, `2.1.118`, v2.1.9, 127.0.0.1, 2.1, 02.1.1",
        "0600, `0600`, mode 600, 0800, 2026",
        "`claude -p`, `CLAUDE_CODE_OAUTH_TOKEN`",
    ]));
}

#[test]
fn only_a_smaller_unit_goes_on_with_a_duration() {
    assert_snapshot!(facts(&[
        "1 hour 30 minutes 5 s",
        "1 hour 2 hours",
        "30 minutes 1 hour",
        "1 hour, 30 minutes"
    ]));
}

#[test]
fn a_ten_and_a_figure_below_ten_are_one_number() {
    assert_snapshot!(facts(&["twenty-one days, ninety-nine days", "twenty-ten days", "nineteen-one days"]));
}

#[test]
fn both_ends_of_a_range_are_facts_and_a_figure_beside_it_is_none() {
    assert_snapshot!(facts(&[
        "between 5 and 10 minutes",
        "5 and 10 minutes",
        "#5 to 10 minutes",
        "up to 10 minutes"
    ]));
}

#[test]
fn a_count_is_bound_over_three_words_at_most() {
    assert_snapshot!(facts(&[
        "It sends 5 small new open requests",
        "It sends 5 small new open parallel requests",
        "5% of requests, #5 requests, 5 requests",
        "5 requests, tokens expire",
        "thrice, twice",
    ]));
}

#[test]
fn a_status_has_three_figures_that_a_status_can_have() {
    assert_snapshot!(facts(&["`100`, `599`, `600`, `099`, `00401`, `1401`"]));
}

#[test]
fn an_exit_code_is_a_figure_or_a_small_number_in_words_and_counts_nothing() {
    assert_snapshot!(facts(&[
        "exits with zero, exits with one, exits with two, exits with three",
        "exit code `+1`, exit code 255, exits with a status code of 3",
        "exits with 3, attempts end; exits with 3 attempts",
    ]));
}

#[test]
fn an_unusual_status_needs_a_word_right_beside_it() {
    assert_eq!(facts_in("has a 100, response"), []);
    assert_snapshot!(facts(&[
        "a 100 response, status 100, a 100, response, has 128 bits, 128 people",
        "`Linux`, Linux, 5 Linux requests",
    ]));
}

#[test]
fn markup_and_apostrophes_part_no_word() {
    let facts = |text: &str| {
        let (page, _) = super::read(text);
        let of_unit =
            |unit: &crate::unit::Unit| unit.facts.iter().map(|fact| fact_of(&page.file, fact)).collect();
        page.units.iter().map(of_unit).collect::<Vec<Vec<String>>>()
    };
    assert_eq!(facts("Since v2.**1**.118."), [["version 2.1.118 of \"v2.**1**.118\""]]);
    assert_eq!(facts("It sends 5 client's requests."), [["5 x request of \"5 client's requests\""]]);
    assert_eq!(facts("It reads 5 requests' answers."), [["5 x request of \"5 requests\""]]);
    assert_eq!(
        facts("It is ` x`, ` y ` or `z `."),
        [["code \"x\" of \" x\"", "code \"y\" of \"y\"", "code \"z\" of \"z \""]]
    );
    assert_eq!(facts("It is `5`*%* requests."), [["code \"5\" of \"5\""]]);
    let request = "2 x request of \"2 requests\"";
    assert_eq!(facts("It sends 2 requests.[^a.b]Then 2 requests.[^a.b]"), [[request], [request]]);
}

#[test]
fn a_word_in_code_says_nothing_of_the_figure_beside_it() {
    let kinds = |text: &str| facts_in(text).into_iter().map(|fact| fact.kind).collect::<Vec<_>>();
    let code = |word: &str| FactKind::Code(word.to_owned());
    assert_eq!(kinds("`mode` 600"), [code("mode")]);
    assert_eq!(kinds("`exit` 3"), [code("exit")]);
    assert_eq!(kinds("`twice` 100 `answers`"), [code("twice"), code("answers")]);
}
