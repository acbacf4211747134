//! How a claim differs from what was sworn: its words, its evidence, or only its id.

use crate::catalog::{Catalog, Cited};
use crate::claim::Claim;
use crate::diagnostic::{Code, Diagnostic};
use crate::oath::Oath;
use crate::source_file::Place;
use crate::span::Span;

use crate::ground::citation::{entry_place, title_place};
use crate::ground::rerun;

/// What changed in `claim`, now `now`, since it was sworn as `sworn`.
pub(super) fn compare(claim: &Claim<'_>, now: &Oath, sworn: &Oath, catalog: &Catalog) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if now.text != sworn.text {
        found.push(reworded(claim, now, sworn));
    }
    let changes = evidence(claim, now, sworn, catalog);
    if found.is_empty() && changes.is_empty() && now.id != sworn.id {
        found.push(
            broken(claim, claim.place(), format!("this claim was sworn as `{}`", sworn.id))
                .label(format!("now `{}`", now.id))
                .info("its words and its evidence are as they were"),
        );
    }
    found.extend(changes);
    let help = format!("if it is meant, `cargo run -- swear {}` shows it beside its evidence", claim.id);
    found.into_iter().map(|diagnostic| diagnostic.help(help.clone())).collect()
}

fn broken(claim: &Claim<'_>, place: Place, message: String) -> Diagnostic {
    Diagnostic::new(Code::OathBroken, place, message).rerun(rerun(claim.page))
}

fn reworded(claim: &Claim<'_>, now: &Oath, sworn: &Oath) -> Diagnostic {
    let at = now.text.split(' ').zip(sworn.text.split(' ')).take_while(|(one, other)| one == other).count();
    let place = Place::new(&claim.page.file, word_span(claim, at).unwrap_or(claim.unit.span));
    broken(claim, place, format!("the words of `{}` are not those that were sworn", claim.id))
        .label("changed from here on")
        .expected(format!("“{}”", marked(&sworn.text, at)))
        .seen(format!("“{}”", marked(&now.text, at)))
}

/// `text` with its word number `at` marked; a mark at the end where the text ends before.
fn marked(text: &str, at: usize) -> String {
    let mut words: Vec<String> = text.split(' ').map(ToOwned::to_owned).collect();
    match words.get_mut(at) {
        Some(word) => *word = format!("»{word}«"),
        None => words.push("»«".to_owned()),
    }
    words.join(" ")
}

/// Where word number `at` of the claim's text stands on the page; the last word for one past the end.
fn word_span(claim: &Claim<'_>, at: usize) -> Option<Span> {
    let unit = claim.unit;
    let page = claim.page;
    let last = unit.text.split(' ').count().checked_sub(1)?;
    let mut from = unit.span.start;
    let mut found = None;
    for word in unit.text.split(' ').take(at.min(last) + 1) {
        let start = loop {
            let start = from + page.file.slice(Span::new(from, unit.span.end)).find(word)?;
            let inside = page.citations.iter().find(|citation| citation.span.range().contains(&start));
            match inside {
                Some(citation) => from = citation.span.end,
                None => break start,
            }
        };
        from = start + word.len();
        found = Some(Span::new(start, from));
    }
    found
}

/// What the claim cites, against what it cited.
fn evidence(claim: &Claim<'_>, now: &Oath, sworn: &Oath, catalog: &Catalog) -> Vec<Diagnostic> {
    if now.cites == sworn.cites {
        return Vec::new();
    }
    // A citation that names nothing is an error of its own, and must not look like a removed one.
    if claim.cites.iter().any(|id| catalog.get(id).is_none()) {
        return Vec::new();
    }
    let ids = |oath: &Oath| oath.cites.iter().map(|cite| id_of(cite).to_owned()).collect::<Vec<_>>();
    let (now_ids, sworn_ids) = (ids(now), ids(sworn));
    let mut found = Vec::new();
    if now_ids != sworn_ids {
        let listed = |ids: &[String]| ids.iter().map(|id| format!("[^{id}]")).collect::<Vec<_>>().join(" ");
        let place = claim.unit.binding.iter().find(|c| !sworn_ids.iter().any(|id| id == c.id.as_str()));
        let place = place.or(claim.unit.binding.first()).map_or(claim.unit.span, |citation| citation.span);
        let message = format!("`{}` does not cite what it cited when it was sworn", claim.id);
        found.push(
            broken(claim, Place::new(&claim.page.file, place), message)
                .label("other evidence")
                .expected(listed(&sworn_ids))
                .seen(listed(&now_ids)),
        );
    }
    for cite in now.cites.iter().filter(|cite| !sworn.cites.contains(cite)) {
        let id = id_of(cite);
        if sworn_ids.iter().any(|sworn| sworn == id) {
            found.push(changed(claim, id, catalog));
        }
    }
    found
}

fn changed(claim: &Claim<'_>, id: &str, catalog: &Catalog) -> Diagnostic {
    let citation = claim.unit.binding.iter().find(|citation| citation.id.as_str() == id);
    let place = Place::new(&claim.page.file, citation.map_or(claim.unit.span, |citation| citation.span));
    let diagnostic =
        broken(claim, place, format!("what `{}` rests on has changed since it was sworn", claim.id))
            .label(format!("`{id}` is not what it was"))
            .info(format!("the claim: “{}”", claim.unit.text));
    match citation.and_then(|citation| catalog.get(&citation.id)) {
        Some(Cited::Scenario(scenario)) => diagnostic.related(title_place(scenario), "this scenario changed"),
        Some(Cited::Source(source)) => diagnostic.related(entry_place(source), "this entry changed"),
        None => diagnostic,
    }
}

/// The id in `<id> <digest>`.
fn id_of(cite: &str) -> &str {
    cite.split_once(' ').map_or(cite, |(id, _)| id)
}
