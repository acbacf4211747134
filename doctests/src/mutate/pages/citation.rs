//! Citations → others, and none.

use super::List;
use crate::catalog::Catalog;
use crate::citation::Citation;
use crate::id::Id;
use crate::mutant::Operator;
use crate::unit::Unit;

/// The mutants of the citations that touch `unit`.
pub(super) fn of(unit: &Unit, catalog: &Catalog, list: &mut List<'_>) {
    for citation in &unit.own {
        let id = &citation.id;
        let free = |other: &&Id| !unit.binding.iter().any(|bound| bound.id == **other);
        let of_topic = |other: &&Id| other.topic() == id.topic();
        let near: Vec<&Id> = catalog.ids().filter(of_topic).filter(free).collect();
        let far: Vec<&Id> = catalog.ids().filter(|other| !of_topic(other)).filter(free).collect();
        for (operator, others) in [(Operator::CitationOfTopic, near), (Operator::CitationOfElsewhere, far)] {
            if let Some(other) = at_hand(citation, &others) {
                list.push(operator, citation.span, format!("[^{other}]"));
            }
        }
        list.push(Operator::CitationDeleted, citation.span, "");
    }
}

/// One of `others`, which one depends on where the citation stands.
fn at_hand<'a>(citation: &Citation, others: &[&'a Id]) -> Option<&'a Id> {
    others.get(citation.span.start % others.len().max(1)).copied()
}
