//! Every broken client on every scenario: what the gallery's file should say, and what proves nothing.

use std::collections::BTreeMap;

use anyhow::Result;
use doctests::gallery::{Exhibit, Sighting};
use doctests::id::Id;
use doctests::judge::likeness::{Likeness, holds_as_on, likeness};
use doctests::mutant::{By, Fate, Mutant, Operator, Tried};
use doctests::record::Record;
use doctests::run::ReferenceProgram;
use doctests::run::client::reference::variants;
use doctests::scenario::{ReferenceClaim, Scenario};
use doctests::source_file::{Place, SourceFile};
use doctests::span::Span;
use doctests::verdict::ScenarioRun;
use doctests::verify::{self, Gallery};

use super::{Options, pool};
use crate::project::{GALLERY, Project};

/// What became of every broken client and of every scenario, and the gallery as it was seen.
pub(super) fn tried(project: &Project, options: Options) -> Result<(Vec<Tried>, Vec<Exhibit>)> {
    let scenarios = &project.catalog.scenarios;
    let holds = |scenario: &&Scenario| *scenario.document.clients.reference == ReferenceClaim::Holds;
    let modelled: Vec<&Scenario> = scenarios.values().filter(holds).collect();
    let run = verify::Options {
        program: ReferenceProgram::this_program()?,
        jobs: options.jobs.get(),
        variant: None,
    };
    let bar = pool::bar("runs of broken clients", modelled.len() * variants().len(), options);
    let gallery = verify::gallery(modelled.iter().copied(), &run, || bar.inc(1))?;
    bar.finish_and_clear();
    let exhibits: Vec<Exhibit> =
        gallery.iter().map(|(variant, runs)| exhibit(project, variant, runs)).collect();
    let mut tried: Vec<Tried> = exhibits.iter().map(client).collect();
    tried.extend(modelled.into_iter().map(|one| scenario(one, &gallery)));
    Ok((tried, exhibits))
}

fn exhibit(project: &Project, variant: &str, runs: &BTreeMap<Id, ScenarioRun>) -> Exhibit {
    let failed: Vec<(&Scenario, &ScenarioRun)> = runs
        .iter()
        .filter(|(_, run)| !run.verdict().is_pass())
        .filter_map(|(id, run)| Some((project.catalog.scenarios.get(id)?, run)))
        .collect();
    let listed = project.catalog.gallery.iter().find(|exhibit| exhibit.variant == variant);
    let nowhere = || Place::new(&SourceFile::new(GALLERY, ""), Span::at(0));
    let does_wrong = variants().iter().find(|known| known.name == variant).map(|known| known.does_wrong);
    Exhibit {
        variant: variant.to_owned(),
        does_wrong: does_wrong.unwrap_or_default().to_owned(),
        seen_on: project
            .releases()
            .records
            .iter()
            .filter_map(|record| sighting(project, variant, record, &failed))
            .collect(),
        fails: failed.iter().map(|(scenario, _)| scenario.id.clone()).collect(),
        place: listed.map_or_else(nowhere, |exhibit| exhibit.place.clone()),
    }
}

/// Where the release of `record` was seen to do as `variant`, which `failed` is of.
fn sighting(
    project: &Project,
    variant: &str,
    record: &Record,
    failed: &[(&Scenario, &ScenarioRun)],
) -> Option<Sighting> {
    let of_variant = project.catalog.scenarios.values().filter(|one| holds_as_on(variant, one, record));
    let mut scenarios: Vec<Id> = of_variant.map(|scenario| scenario.id.clone()).collect();
    let alike = |wanted: Likeness| {
        failed.iter().filter(move |(scenario, run)| likeness(scenario, run, record) == wanted)
    };
    let just_so = alike(Likeness::Alike).count();
    if just_so * 2 >= failed.len() && alike(Likeness::Right).next().is_none() {
        scenarios.extend(alike(Likeness::Alike).map(|(scenario, _)| scenario.id.clone()));
    }
    (!scenarios.is_empty()).then(|| Sighting { version: record.version.clone(), scenarios })
}

fn client(exhibit: &Exhibit) -> Tried {
    let mutant = Mutant {
        operator: Operator::BrokenClient,
        place: exhibit.place.clone(),
        before: String::new(),
        after: exhibit.variant.clone(),
    };
    let fate = if exhibit.fails.is_empty() { Fate::Survived } else { Fate::Caught(By::Reference) };
    Tried { mutant, fate }
}

fn scenario(scenario: &Scenario, gallery: &Gallery) -> Tried {
    let title = scenario.file.text.find("title:").unwrap_or_default();
    let place = Place::new(&scenario.file, Span::new(title, title + "title:".len()));
    let fails =
        |runs: &BTreeMap<Id, ScenarioRun>| runs.get(&scenario.id).is_some_and(|run| !run.verdict().is_pass());
    let mutant = Mutant {
        operator: Operator::EveryBrokenClient,
        place,
        before: String::new(),
        after: scenario.id.to_string(),
    };
    let noticed = gallery.iter().any(|(_, runs)| fails(runs));
    Tried { mutant, fate: if noticed { Fate::Caught(By::Reference) } else { Fate::Survived } }
}
