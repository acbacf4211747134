//! Claims are compared with what was sworn: no word, and nothing a claim rests on, changes silently.

mod broken;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::claim::{Claim, claims_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::oath::{Lock, Oath};
use crate::page::Page;
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

use super::{digest, rerun};

/// What the lock would be if every claim of `pages` were sworn now, in the order of the book. What names nothing
/// is left out: it is an error of its own.
pub fn swear(pages: &[Page], catalog: &Catalog) -> Lock {
    Lock { claims: claims(pages).iter().map(|claim| oath_of(claim, catalog)).collect() }
}

/// Where the claims of `pages` differ from what `lock` holds.
pub fn oaths(pages: &[Page], catalog: &Catalog, lock: &Lock, lock_file: &Arc<SourceFile>) -> Vec<Diagnostic> {
    let claims = claims(pages);
    let now: Vec<Oath> = claims.iter().map(|claim| oath_of(claim, catalog)).collect();
    let matched = matched(&now, &lock.claims);
    let mut found = Vec::new();
    for ((claim, now), sworn) in claims.iter().zip(&now).zip(&matched) {
        match sworn.map(|at| &lock.claims[at]) {
            Some(sworn) => found.extend(broken::compare(claim, now, sworn, catalog)),
            None => found.push(missing(claim)),
        }
    }
    for (at, oath) in lock.claims.iter().enumerate() {
        if !matched.contains(&Some(at)) {
            found.push(stale(oath, lock, at, lock_file));
        }
    }
    found
}

/// For each oath of `now` the one of `lock` that was sworn on the same claim before.
pub fn sworn_before<'a>(now: &Lock, lock: &'a Lock) -> Vec<Option<&'a Oath>> {
    matched(&now.claims, &lock.claims).into_iter().map(|at| lock.claims.get(at?)).collect()
}

/// The claims under oath: those of all pages that are not prose.
fn claims(pages: &[Page]) -> Vec<Claim<'_>> {
    pages.iter().filter(|page| page.prose.is_none()).flat_map(claims_of).collect()
}

fn oath_of(claim: &Claim<'_>, catalog: &Catalog) -> Oath {
    let cite = |id: &&crate::id::Id| {
        catalog.get(id).map(|cited| format!("{id} {}", digest(cited, catalog.standing(id))))
    };
    Oath {
        id: claim.id.0.clone(),
        text: claim.unit.text.clone(),
        cites: claim.cites.iter().filter_map(cite).collect(),
    }
}

/// For each claim the oath it was sworn with: the same in all; else the same words and evidence under another id
/// (claims were reordered); else the same id; else the same words.
fn matched(now: &[Oath], sworn: &[Oath]) -> Vec<Option<usize>> {
    type Key = fn(&Oath) -> (&str, &str, &[String]);
    let keys: [Key; 4] = [
        |oath| (&oath.id, &oath.text, &oath.cites),
        |oath| ("", &oath.text, &oath.cites),
        |oath| (&oath.id, "", &[]),
        |oath| ("", &oath.text, &[]),
    ];
    let mut matched: Vec<Option<usize>> = vec![None; now.len()];
    let mut taken = vec![false; sworn.len()];
    for key in keys {
        let mut free: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, oath) in sworn.iter().enumerate().rev().filter(|(at, _)| !taken[*at]) {
            free.entry(key(oath)).or_default().push(at);
        }
        for (claim, slot) in now.iter().zip(&mut matched).filter(|(_, slot)| slot.is_none()) {
            *slot = free.get_mut(&key(claim)).and_then(Vec::pop);
            if let Some(at) = *slot {
                taken[at] = true;
            }
        }
    }
    matched
}

fn missing(claim: &Claim<'_>) -> Diagnostic {
    Diagnostic::new(Code::OathMissing, claim.place(), format!("the claim `{}` was never sworn", claim.id))
        .label("a new claim")
        .help(format!("`cargo run -- swear {}` shows it beside its evidence", claim.id))
        .rerun(rerun(claim.page))
}

fn stale(oath: &Oath, lock: &Lock, at: usize, file: &Arc<SourceFile>) -> Diagnostic {
    let before = lock.claims[..at].iter().filter(|other| other.id == oath.id).count();
    let entry = format!("id = {}", super::lock::quoted(&oath.id));
    let start = file.text.match_indices(&entry).nth(before).map_or(0, |(start, _)| start);
    let end = if file.text[start..].starts_with(&entry) { start + entry.len() } else { start };
    Diagnostic::new(
        Code::OathStale,
        Place::new(file, Span::new(start, end)),
        format!("no page makes the claim `{}` any more", oath.id),
    )
    .label("sworn here")
    .seen(format!("“{}”", oath.text))
    .help("`cargo run -- swear` removes it")
    .rerun("cargo run -- check")
}
