//! Diagrams where a page asks for them: the picture, what it shows, and the way to its panel.

use doctests::catalog::Cited;
use doctests::diagnostic::{Code, Diagnostic};
use doctests::id::Id;
use doctests::page::{Page, WantedDiagram};
use doctests::scenario::Scenario;
use doctests::source_file::Place;

use super::diagram::Diagram;
use super::escape::text;
use super::mark::anchor;
use super::{Edit, Evidence, case, scenario_panel};

/// A figure in place of every `<!-- diagram: … -->`. What names nothing is a fault that others report.
pub(super) fn edits(evidence: &Evidence<'_>, page: &Page) -> Vec<Edit> {
    let figure = |wanted: &WantedDiagram| {
        let text = html(evidence, scenario(evidence, wanted)?)?;
        Some(Edit { span: wanted.span, text })
    };
    page.diagrams.iter().filter_map(figure).collect()
}

/// Every diagram of `page` in which nothing would be drawn.
pub(super) fn empty(evidence: &Evidence<'_>, page: &Page) -> Vec<Diagnostic> {
    let fault = |wanted: &WantedDiagram| {
        let scenario = scenario(evidence, wanted)?;
        html(evidence, scenario).is_none().then(|| {
            let place = Place::new(&page.file, wanted.name_span);
            Diagnostic::new(Code::DiagramEmpty, place, format!("no request was seen of `{}`", scenario.id))
                .label("there is no arrow to draw")
                .help("draw a scenario with `exchanges`, or take the comment away")
                .rerun(format!("cargo run -- verify {}", scenario.id))
        })
    };
    page.diagrams.iter().filter_map(fault).collect()
}

fn scenario<'a>(evidence: &Evidence<'a>, wanted: &WantedDiagram) -> Option<&'a Scenario> {
    match evidence.catalog.get(&wanted.name.parse::<Id>().ok()?)? {
        Cited::Scenario(scenario) => Some(scenario),
        Cited::Source(_) => None,
    }
}

fn html(evidence: &Evidence<'_>, scenario: &Scenario) -> Option<String> {
    let run = scenario_panel::shown(evidence, scenario)?;
    let ran = run.cases.first()?;
    let cases = scenario.cases();
    let side = cases.iter().find(|case| case.name == ran.case)?;
    let title = &scenario.document.title;
    let svg = Diagram { title, case: side, transcript: &ran.transcript }.svg()?;
    Some(format!(
        "<figure class=\"diagram\">{svg}<figcaption>{}. Seen on {}. <a href=\"#{}\">See the evidence</a>.</figcaption></figure>",
        text(title),
        case::client(&ran.transcript.client),
        anchor(&scenario.id),
    ))
}
