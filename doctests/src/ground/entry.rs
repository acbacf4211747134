//! Troubleshooting entries have a fixed form, so that a reader at 2 am finds the same thing in the same place.

mod outcome;
mod run;
mod seen;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::page::Page;
use crate::source_file::Place;
use crate::span::Span;

use super::nearest::nearest;
use super::rerun;
use super::section::{Section, heading_codes, is_troubleshooting, sections};

/// The labels of an entry, in their order.
pub(super) const LABELS: [&str; 6] = ["You see", "Why", "Check", "Fix", "Confirm", "Still failing"];

/// Where the entries of a troubleshooting page are not in the fixed form: one H2 for one exact error text,
/// the bold labels in their order, whether it heals by itself, a link back to the lifecycle.
pub fn entries(page: &Page) -> Vec<Diagnostic> {
    if !is_troubleshooting(page) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut texts: BTreeMap<&str, Span> = BTreeMap::new();
    for section in sections(page) {
        let Some(heading) = section.heading else { continue };
        let codes = heading_codes(page, heading);
        let labels = labels(section);
        let fault = |span, message: String| {
            Diagnostic::new(Code::EntryForm, Place::new(&page.file, span), message).rerun(rerun(page))
        };
        match codes.as_slice() {
            [] if labels.iter().any(|(label, _)| *label == LABELS[0]) => found.push(
                fault(heading.span, "the heading of an entry quotes the error text".to_owned())
                    .help("put the exact text between backticks, variants into **You see**"),
            ),
            [] => continue,
            [(code, span)] => {
                found.extend(seen::other(section, &labels, (code, *span)));
                if let Some(first) = texts.insert(code, *span) {
                    let place = Place::new(&page.file, first);
                    found.push(fault(*span, format!("two entries for `{code}`")).related(place, "the first"));
                }
            }
            [_, (_, second), ..] => found.push(
                fault(*second, "one heading, one error text".to_owned())
                    .help("give each its own H2, or name variants under **You see**"),
            ),
        }
        found.extend(order(&labels, heading.span, fault));
        found.extend(unhealed(section, &labels, heading.span, fault));
        found.extend(outcome::foreign(section, &labels));
        found.extend(run::misplaced(section, &labels));
        if !links_back(section) {
            found.push(
                fault(heading.span, "the entry does not link back to the token lifecycle".to_owned()).help(
                    "link to the lifecycle section of authentication.md, `authentication.md#…lifecycle…`",
                ),
            );
        }
    }
    found
}

/// Where **Fix** does not say whether the trouble heals by itself: it is what a reader asks first.
fn unhealed(
    section: Section<'_>,
    labels: &[(&str, Span)],
    heading: Span,
    fault: impl Fn(Span, String) -> Diagnostic,
) -> Option<Diagnostic> {
    let (_, fix) = labels.iter().find(|(label, _)| *label == LABELS[3])?;
    let below = labels.iter().map(|(_, span)| span.start).find(|start| *start > fix.start);
    let text = section.page.file.slice(Span::new(fix.end, below.unwrap_or(section.span.end)));
    (!text.contains("heal")).then(|| {
        fault(*fix, format!("**{}** does not say whether it heals by itself", LABELS[3]))
            .related(Place::new(&section.page.file, heading), "this entry")
            .help(
                "begin with “It heals by itself …” or “It does not heal by itself.”, and cite what shows it",
            )
    })
}

/// Whether `section` links to the lifecycle on the authentication page.
fn links_back(section: Section<'_>) -> bool {
    section.page.links.iter().filter(|link| section.span.contains(link.span)).any(|link| {
        let anchor = link.target.strip_prefix("authentication.md#");
        anchor.is_some_and(|anchor| anchor.contains("lifecycle"))
    })
}

fn order(
    labels: &[(&str, Span)],
    heading: Span,
    fault: impl Fn(Span, String) -> Diagnostic,
) -> Vec<Diagnostic> {
    let form = LABELS.map(|label| format!("**{label}**")).join(" ");
    let mut found = Vec::new();
    let mut last = 0;
    for (at, wanted) in LABELS.iter().enumerate() {
        let mut places = labels.iter().filter(|(label, _)| label == wanted).map(|(_, span)| *span);
        match places.next() {
            None => {
                let diagnostic =
                    fault(heading, format!("the entry has no **{wanted}**")).expected(form.clone());
                let unknown = labels.iter().map(|(label, _)| *label).filter(|label| !LABELS.contains(label));
                found.push(match nearest(wanted, unknown) {
                    Some(near) => diagnostic.help(format!("is **{near}** meant to be it?")),
                    None => diagnostic,
                });
            }
            Some(span) if span.start < last => {
                let message = format!("**{wanted}** stands before **{}**", LABELS[at - 1]);
                found.push(fault(span, message).expected(form.clone()));
            }
            Some(span) => last = span.start,
        }
        found.extend(places.map(|span| fault(span, format!("a second **{wanted}**"))));
    }
    found
}

/// The bold labels at the beginning of lines and list items, without their full stop or colon.
pub(super) fn labels(section: Section<'_>) -> Vec<(&str, Span)> {
    let text = section.page.file.slice(section.span);
    let mut found = Vec::new();
    let mut offset = section.span.start;
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let bare = line.trim_start_matches([' ', '>', '-', '*', '\t']);
        let ticks = ["```", "~~~"].into_iter().find(|ticks| bare.starts_with(ticks));
        match (fence, ticks) {
            (None, Some(_)) => fence = ticks,
            (Some(open), Some(close)) if open == close => fence = None,
            _ => {}
        }
        if fence.is_some() {
            continue;
        }
        // Stars of a list marker and of the label run together after trimming.
        let lead =
            line.find("**").filter(|at| line[..*at].trim_matches([' ', '>', '-', '*', '\t']).is_empty());
        let Some(open) = lead else { continue };
        let Some((label, _)) = line[open + 2..].split_once("**") else { continue };
        let bare = label.trim_end_matches(['.', ':', ' ']);
        found.push((bare, Span::new(start + open, start + open + label.len() + 4)));
    }
    found
}
