//! Diagrams on a page: each shows a scenario that its section cites.

use crate::catalog::{Catalog, Cited};
use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::page::{Page, WantedDiagram};
use crate::source_file::Place;

use super::nearest::nearest;
use super::rerun;
use super::section::Section;

/// Every diagram of `page` that names no scenario, or one that its section does not cite.
pub(super) fn misplaced(page: &Page, catalog: &Catalog) -> Vec<Diagnostic> {
    page.diagrams.iter().filter_map(|wanted| fault(page, wanted, catalog)).collect()
}

fn fault(page: &Page, wanted: &WantedDiagram, catalog: &Catalog) -> Option<Diagnostic> {
    let name = wanted.name.as_str();
    let fault = |code, message| {
        Diagnostic::new(code, Place::new(&page.file, wanted.name_span), message).rerun(rerun(page))
    };
    let id = name.parse::<Id>().ok();
    match id.as_ref().and_then(|id| catalog.get(id)) {
        None => {
            let unknown = fault(Code::DiagramUnknown, format!("no scenario is called `{name}`"))
                .label("no such scenario");
            let near = nearest(name, catalog.scenarios.keys().map(Id::as_str));
            Some(match near {
                Some(near) => unknown.help(format!("did you mean `<!-- diagram: {near} -->`?")),
                None => unknown.expected("the id of a scenario that this section cites"),
            })
        }
        Some(Cited::Source(_)) => Some(
            fault(Code::DiagramUnknown, format!("`{name}` is a source, and no run"))
                .label("nothing was exchanged")
                .expected("the id of a scenario that this section cites"),
        ),
        Some(Cited::Scenario(scenario)) => {
            let section = Section::at(page, wanted.span.start)?;
            let mut cited = section.citations().map(|citation| &citation.id);
            let missing = !cited.any(|id| *id == scenario.id);
            missing.then(|| uncited(fault(Code::DiagramUncited, message(section, name)), section, name))
        }
    }
}

fn message(section: Section<'_>, name: &str) -> String {
    match section.heading {
        Some(heading) => format!("nothing under \"{}\" cites `{name}`", heading.text),
        None => format!("nothing above the first heading of a section cites `{name}`"),
    }
}

fn uncited(fault: Diagnostic, section: Section<'_>, name: &str) -> Diagnostic {
    let fault = fault.label("a picture beside claims that rest on something else");
    match nearest(name, section.citations().map(|citation| citation.id.as_str())) {
        Some(near) => {
            fault.help(format!("the section cites `{near}`; or cite `[^{name}]` where it is explained"))
        }
        None => fault.help(format!("cite `[^{name}]` right after the sentence that it shows")),
    }
}
