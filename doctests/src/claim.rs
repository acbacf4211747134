//! A claim: a unit that says how the client behaves, with the id it is known by.

use std::fmt;

use serde::Serialize;

use crate::id::Id;
use crate::page::Page;
use crate::source_file::Place;
use crate::unit::{Unit, UnitKind};

/// `<page>/<first citation>`, with `~2` for the second claim that cites it first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ClaimId(pub String);

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A claim of a page that cites something.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// Its id.
    pub id: ClaimId,
    /// The page that makes it.
    pub page: &'a Page,
    /// The unit.
    pub unit: &'a Unit,
    /// What it cites, in the order of the text, each once.
    pub cites: Vec<&'a Id>,
}

impl Claim<'_> {
    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::new(&self.page.file, self.unit.span)
    }
}

/// The claims of `page` that cite something, in the order of the text.
pub fn claims_of(page: &Page) -> Vec<Claim<'_>> {
    let mut seen: std::collections::BTreeMap<&Id, usize> = std::collections::BTreeMap::new();
    let mut claims = Vec::new();
    for unit in page.units.iter().filter(|unit| unit.kind == UnitKind::Claim) {
        let mut cites: Vec<&Id> = Vec::new();
        for citation in &unit.binding {
            if !cites.contains(&&citation.id) {
                cites.push(&citation.id);
            }
        }
        let Some(first) = cites.first() else { continue };
        let number = seen.entry(first).and_modify(|n| *n += 1).or_insert(1);
        let suffix = if *number == 1 { String::new() } else { format!("~{number}") };
        let id = ClaimId(format!("{}/{first}{suffix}", page.name));
        claims.push(Claim { id, page, unit, cites });
    }
    claims
}
