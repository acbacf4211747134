//! In what state a citation is: a word and a shape, never a colour alone.

use doctests::catalog::Cited;
use doctests::scenario::ReferenceClaim;
use doctests::standing::{ReleaseState, Standing};
use doctests::verdict::Verdict;

use crate::verify::Run;

/// The states a mark shows, from the strongest proof to the worst fault. A tick comes from released versions,
/// and never from our own model alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Every recorded version that the scenario claims was seen to do it.
    Verified,
    /// Some of them were; on others it varies, or was not run.
    Partly,
    /// The reference client did what the scenario expects; no release has run it.
    Model,
    /// An old or broken variant of the reference client did it; no release has run it.
    Variant,
    /// It rests on a source: no client can show it.
    Source,
    /// The reference client does not do this, and no release has run it.
    NotModelled,
    /// The scenario was not run.
    NotRun,
    /// A step did not come about.
    Inconclusive,
    /// The scenario fails.
    Fails,
    /// A released version was seen to do otherwise.
    Contradicted,
    /// The run itself broke.
    Broke,
    /// Nothing has this name.
    Unknown,
}

impl State {
    /// The state of what is cited, given what became of it and how it stands on releases.
    pub fn of(cited: Option<Cited<'_>>, run: Option<&Run>, standing: Option<&Standing>) -> Self {
        let modelled = Self::in_model(cited, run);
        match standing.map(Standing::state) {
            Some(ReleaseState::Contradicted { .. }) => Self::Contradicted,
            // What our own model gets wrong is not made right by a release.
            _ if modelled >= Self::Inconclusive => modelled,
            Some(ReleaseState::Verified { .. }) => Self::Verified,
            Some(ReleaseState::Partly { .. }) => Self::Partly,
            Some(ReleaseState::NotOnRelease { .. }) | None => modelled,
        }
    }

    fn in_model(cited: Option<Cited<'_>>, run: Option<&Run>) -> Self {
        match (cited, run) {
            (None, _) => Self::Unknown,
            (Some(Cited::Source(_)), _) => Self::Source,
            (Some(Cited::Scenario(_)), None) => Self::NotRun,
            (Some(_), Some(Run::NotModelled(_))) => Self::NotModelled,
            (Some(_), Some(Run::Broke(_))) => Self::Broke,
            (Some(Cited::Scenario(scenario)), Some(Run::Ran(run))) => match run.verdict() {
                Verdict::Fail { .. } => Self::Fails,
                Verdict::Inconclusive { .. } => Self::Inconclusive,
                Verdict::Pass => match scenario.document.clients.reference.value {
                    ReferenceClaim::Variant(_) => Self::Variant,
                    ReferenceClaim::Holds | ReferenceClaim::NotModelled(_) => Self::Model,
                },
            },
        }
    }

    /// The shape before the word.
    pub const fn shape(self) -> char {
        match self {
            Self::Verified => '✓',
            Self::Fails | Self::Contradicted | Self::Broke | Self::Unknown => '✕',
            Self::Partly | Self::Inconclusive => '◐',
            Self::Model | Self::Variant | Self::Source | Self::NotModelled | Self::NotRun => '○',
        }
    }

    /// The word beside the shape; versions come after it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verified => "Verified",
            Self::Partly => "Partly",
            Self::Model => "holds in our model",
            Self::Variant => "shown by a variant of our model",
            Self::Source => "rests on a source",
            Self::NotModelled => "not run yet",
            Self::NotRun => "not run",
            Self::Inconclusive => "inconclusive",
            Self::Fails => "fails in our model",
            Self::Contradicted => "Contradicted",
            Self::Broke => "the run broke",
            Self::Unknown => "cites nothing",
        }
    }

    /// The word in a sentence, where the panel has the whole of it.
    pub const fn brief(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Partly => "partly",
            Self::Model => "in our model",
            Self::Variant => "in a variant of our model",
            Self::Source => "source",
            Self::Fails => "fails",
            Self::Contradicted => "contradicted",
            Self::NotModelled | Self::NotRun | Self::Inconclusive | Self::Broke | Self::Unknown => {
                self.word()
            }
        }
    }

    /// The name in `data-state`, for the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Partly => "partly",
            Self::Model => "model",
            Self::Variant => "variant",
            Self::Source => "source",
            Self::NotModelled => "not-modelled",
            Self::NotRun => "not-run",
            Self::Inconclusive => "inconclusive",
            Self::Fails => "fails",
            Self::Contradicted => "contradicted",
            Self::Broke => "broke",
            Self::Unknown => "unknown",
        }
    }

    /// The states as a page's banner counts them: how many claims … .
    pub const fn counted(self, one: bool) -> &'static str {
        match (self, one) {
            (Self::Verified, true) => "is verified on releases",
            (Self::Verified, false) => "are verified on releases",
            (Self::Partly, true) => "is verified in part",
            (Self::Partly, false) => "are verified in part",
            (Self::Model, true) => "holds in our model",
            (Self::Model, false) => "hold in our model",
            (Self::Variant, true) => "is shown by a variant of our model",
            (Self::Variant, false) => "are shown by variants of our model",
            (Self::Source, true) => "rests on a source",
            (Self::Source, false) => "rest on a source",
            (Self::NotModelled, true) => "has not been run yet",
            (Self::NotModelled, false) => "have not been run yet",
            (Self::NotRun, true) => "was not run",
            (Self::NotRun, false) => "were not run",
            (Self::Inconclusive, true) => "is inconclusive",
            (Self::Inconclusive, false) => "are inconclusive",
            (Self::Fails, true) => "fails",
            (Self::Fails, false) => "fail",
            (Self::Contradicted, true) => "is contradicted by a release",
            (Self::Contradicted, false) => "are contradicted by releases",
            (Self::Broke, true) => "broke its run",
            (Self::Broke, false) => "broke their runs",
            (Self::Unknown, true) => "cites nothing that exists",
            (Self::Unknown, false) => "cite nothing that exists",
        }
    }
}
