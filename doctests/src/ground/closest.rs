//! Of the scenarios of a topic that prove the same, a claim cites the one that says most of its sentence.

use std::collections::BTreeSet;

use crate::citation::Citation;
use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::page::Page;
use crate::source_file::Place;
use crate::unit::Unit;

use super::citation::title_place;
use super::subject::{MEANING, is_held, words};
use super::{Checker, fact, meaning, rerun};

/// A title with so many words of the sentence fits it: a closer one has as many that nothing cited has.
const FITTING: usize = 2;

/// A citation, and what would have been closer.
struct Outdone<'a> {
    citation: &'a Citation,
    /// The scenario that says more of the sentence.
    closer: &'a Id,
    /// The words of the sentence that its title has, and that nothing cited has.
    words: Vec<String>,
}

/// The citations of `unit` beside which another scenario says more of it.
pub(super) fn of_unit(page: &Page, unit: &Unit, checker: &Checker<'_>) -> Vec<Diagnostic> {
    let Some(claim) = Claim::of(page, unit, checker) else { return Vec::new() };
    claim.outdone().map(|found| diagnose(page, &found, checker)).collect()
}

/// Whether another scenario says more of `unit` than one that it cites.
pub(super) fn refuses(page: &Page, unit: &Unit, checker: &Checker<'_>) -> bool {
    Claim::of(page, unit, checker).is_some_and(|claim| claim.outdone().next().is_some())
}

/// A claim, and which words of it are those of what it cites.
struct Claim<'a> {
    page: &'a Page,
    unit: &'a Unit,
    checker: &'a Checker<'a>,
    /// The words of the sentence, each in all its forms.
    words: Vec<BTreeSet<String>>,
    cited: BTreeSet<&'a Id>,
}

impl<'a> Claim<'a> {
    fn of(page: &'a Page, unit: &'a Unit, checker: &'a Checker<'a>) -> Option<Self> {
        if !is_held(page, unit, checker) {
            return None;
        }
        let words = words(&unit.text, checker.lexicon());
        let cited = unit.binding.iter().map(|citation| &citation.id).collect();
        Some(Self { page, unit, checker, words, cited })
    }

    /// Which words of the sentence are among `told`.
    fn among(&self, told: &BTreeSet<String>) -> BTreeSet<usize> {
        (0..self.words.len()).filter(|at| !self.words[*at].is_disjoint(told)).collect()
    }

    /// Which words of the sentence `id` is about.
    fn shared(&self, id: &Id) -> BTreeSet<usize> {
        self.checker.subject(id).map(|subject| self.among(&subject.words)).unwrap_or_default()
    }

    fn outdone(&self) -> impl Iterator<Item = Outdone<'a>> {
        let said: BTreeSet<usize> = self.cited.iter().flat_map(|id| self.shared(id)).collect();
        let own = self.unit.own.iter().filter(|citation| !citation.id.is_source());
        own.filter_map(move |citation| self.closer(citation, &said))
    }

    /// What is closer than `citation`, where all that is cited says `said`.
    fn closer(&self, citation: &'a Citation, said: &BTreeSet<usize>) -> Option<Outdone<'a>> {
        let own = self.shared(&citation.id);
        let titled = self.checker.subject(&citation.id).map_or(0, |subject| self.among(&subject.title).len());
        let enough = if titled < FITTING { 1 } else { FITTING };
        let scenarios = self.checker.catalog.scenarios.keys();
        let mut others = scenarios.filter(|id| id.topic() == citation.id.topic() && !self.cited.contains(id));
        others.find_map(|closer| {
            let title = self.among(&self.checker.subject(closer)?.title);
            let news: Vec<usize> = title.difference(said).copied().collect();
            let says_more = news.len() >= enough && own.is_subset(&self.shared(closer));
            let closer = (says_more && self.is_proved_by(closer, citation)).then_some(closer)?;
            let words = news.into_iter().filter_map(|at| written(&self.words[at])).map(str::to_owned);
            Some(Outdone { citation, closer, words: words.collect() })
        })
    }

    /// Whether `other` in the place of `citation` proves all that is proved with it.
    fn is_proved_by(&self, other: &Id, citation: &Citation) -> bool {
        let Self { page, unit, checker, .. } = self;
        let mut moved = Unit::clone(unit);
        for bound in moved.binding.iter_mut().chain(&mut moved.own).filter(|bound| bound.id == citation.id) {
            bound.id = other.clone();
        }
        !fact::refuses(page, &moved, checker)
            && !meaning::refuses(page, &moved, checker)
            && checker.not_understood(page, &moved) <= checker.not_understood(page, unit)
    }
}

/// Of the `forms` of a word the one that stands in the text, or what the phrase means.
fn written(forms: &BTreeSet<String>) -> Option<&str> {
    let is_written = |form: &&String| !form.starts_with(MEANING);
    let longest = forms.iter().filter(is_written).max_by_key(|form| form.len());
    longest.map(String::as_str).or_else(|| forms.first()?.strip_prefix(MEANING))
}

fn diagnose(page: &Page, found: &Outdone<'_>, checker: &Checker<'_>) -> Diagnostic {
    let Outdone { citation, closer, words } = found;
    let place = Place::new(&page.file, citation.span);
    let fault = Diagnostic::new(
        Code::CitationOutdone,
        place,
        format!("`{closer}` says more of this sentence"),
    )
    .label("proves as much, and is about less of it")
    .expected("of the scenarios of a topic that prove the same, the one that says most of the sentence")
    .seen(format!("its title has what nothing cited says: {}", words.join(", ")))
    .help(format!(
        "cite `[^{closer}]` instead or as well, or write into the `about` of `{}` what it shows of this",
        citation.id,
    ))
    .rerun(rerun(page));
    match checker.catalog.scenarios.get(*closer) {
        Some(scenario) => fault.related(title_place(scenario), "what is closer"),
        None => fault,
    }
}
