//! A message about a text, with its place, what was expected, what was seen and what to type next.

use std::fmt;

use crate::source_file::Place;

/// Stable names of everything that can be wrong; printed as `error[citation::unknown]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A citation names nothing that exists.
    CitationUnknown,
    /// A `[^` that is neither a reference, nor a definition, nor code, nor escaped.
    CitationBroken,
    /// A citation in a heading, a link or HTML.
    CitationMisplaced,
    /// The definitions at the foot of the page are not what `check --fix` writes.
    CitationDefinition,
    /// A table row with more cells than its header: Markdown would drop them silently.
    TableExcessCell,
    /// Markup that pages may not use: raw HTML, a BOM, bidirectional controls.
    PageMarkup,
    /// A generated block that is unknown, unclosed, or not what `check --fix` writes.
    GeneratedBlock,
    /// A diagram of a scenario that does not exist.
    DiagramUnknown,
    /// A diagram of a scenario that the section does not cite.
    DiagramUncited,
    /// A diagram of a scenario in which no request was seen.
    DiagramEmpty,
    /// A link or anchor of the book that leads nowhere.
    LinkBroken,
    /// A page without any claim that does not say it is prose.
    PageWithoutClaim,
    /// A troubleshooting entry that is not in the fixed form.
    EntryForm,
    /// A page, or its sentences, longer than `gates.yaml` allows.
    PageLength,
    /// An entry about a text that no record and no source holds.
    EntryUnseen,
    /// A text that a record holds and no entry answers.
    PrintedUnanswered,
    /// `printed.yaml` does not parse, or lists a line for nothing.
    PrintedSyntax,
    /// The YAML does not parse, or has an unknown key or value.
    ScenarioSyntax,
    /// A symbol that nothing gives or issues.
    ScenarioSymbol,
    /// A scenario that expects nothing, or nothing that could fail.
    ScenarioVacuous,
    /// An environment variable, setting or fault a scenario may not use.
    ScenarioForbidden,
    /// A scenario that no page cites.
    ScenarioUncited,
    /// `sources.yaml` does not parse, or an entry is not right.
    SourceSyntax,
    /// A source that no page cites.
    SourceUncited,
    /// `vocabulary.yaml` does not parse, or licenses a key no scenario has.
    VocabularySyntax,
    /// `lexicon.yaml` does not parse, or gives words to a mark that no record has.
    LexiconSyntax,
    /// A fact of a claim that what it cites does not say.
    FactUngrounded,
    /// A claim that cites nothing.
    ClaimUncited,
    /// More instructions of a page cite nothing than may.
    InstructionUncited,
    /// Coverage does not reach a figure of `gates.yaml`.
    CoverageGate,
    /// `gates.yaml` does not parse, or lacks a figure.
    GatesSyntax,
    /// A citation of a scenario that is about something else than the sentence.
    CitationElsewhere,
    /// Another scenario of the topic proves the same and says more of the sentence.
    CitationOutdone,
    /// A clause that was understood, and everything the claim cites shows otherwise.
    MeaningContradicted,
    /// A scenario that a claim cites beside others, and that shows nothing of what it says.
    MeaningIdle,
    /// A clause that cannot be compared with what its claim cites, on a page that has more of them than it may.
    MeaningNotUnderstood,
    /// A list that names the same thing twice.
    MeaningRepeats,
    /// A claim that was never sworn.
    OathMissing,
    /// A claim whose words or evidence changed since it was sworn.
    OathBroken,
    /// An oath on a claim that no page makes any more.
    OathStale,
    /// `clients.yaml` does not parse, or an entry is not right.
    ClientsSyntax,
    /// `claims.lock` does not parse.
    OathSyntax,
    /// A claim's scenario failed.
    ClaimFails,
    /// A claim's scenario was inconclusive.
    ClaimInconclusive,
    /// A record does not parse, or holds what no record may hold.
    RecordSyntax,
    /// What was recorded is not what the scenario runs now.
    RecordStale,
    /// A record holds a scenario that is no more, or that no longer names the client.
    RecordGone,
    /// What was seen on a release is not what a scenario's ranges say.
    RecordContradicts,
    /// What was seen on a release differs from run to run, and a claim speaks as if it did not.
    RecordVaries,
    /// The reference client and the newest release differ, and the list of differences does not say so, or says
    /// so of what does not differ.
    RecordDisagrees,
    /// `differences.yaml` does not parse, or an entry is not right.
    DifferencesSyntax,
    /// `equivalents.yaml` does not parse, or an entry is not right.
    EquivalentsSyntax,
    /// `equivalents.yaml` lists a change that is noticed, or that nobody makes.
    EquivalentIdle,
    /// `gallery.yaml` does not parse.
    GallerySyntax,
    /// `gallery.yaml` is not what the broken clients were seen to do.
    GalleryStale,
    /// A file that cannot be read or is no text.
    FileUnreadable,
    /// The run itself broke.
    RunBroke,
}

impl Code {
    /// The name as it is printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CitationUnknown => "citation::unknown",
            Self::CitationBroken => "citation::broken",
            Self::CitationMisplaced => "citation::misplaced",
            Self::CitationDefinition => "citation::definition",
            Self::TableExcessCell => "table::excess-cell",
            Self::PageMarkup => "page::markup",
            Self::GeneratedBlock => "page::generated",
            Self::DiagramUnknown => "diagram::unknown",
            Self::DiagramUncited => "diagram::uncited",
            Self::DiagramEmpty => "diagram::empty",
            Self::LinkBroken => "page::link",
            Self::PageWithoutClaim => "page::no-claim",
            Self::EntryForm => "page::entry-form",
            Self::PageLength => "page::length",
            Self::EntryUnseen => "page::entry-unseen",
            Self::PrintedUnanswered => "printed::unanswered",
            Self::PrintedSyntax => "printed::syntax",
            Self::ScenarioSyntax => "scenario::syntax",
            Self::ScenarioSymbol => "scenario::symbol",
            Self::ScenarioVacuous => "scenario::vacuous",
            Self::ScenarioForbidden => "scenario::forbidden",
            Self::ScenarioUncited => "scenario::uncited",
            Self::SourceSyntax => "source::syntax",
            Self::SourceUncited => "source::uncited",
            Self::VocabularySyntax => "vocabulary::syntax",
            Self::LexiconSyntax => "lexicon::syntax",
            Self::FactUngrounded => "fact::ungrounded",
            Self::ClaimUncited => "claim::uncited",
            Self::InstructionUncited => "instruction::uncited",
            Self::CoverageGate => "coverage::gate",
            Self::GatesSyntax => "gates::syntax",
            Self::CitationElsewhere => "citation::elsewhere",
            Self::CitationOutdone => "citation::outdone",
            Self::MeaningContradicted => "meaning::contradicted",
            Self::MeaningIdle => "meaning::idle",
            Self::MeaningNotUnderstood => "meaning::not-understood",
            Self::MeaningRepeats => "meaning::repeats",
            Self::OathMissing => "oath::missing",
            Self::OathBroken => "oath::broken",
            Self::OathStale => "oath::stale",
            Self::ClientsSyntax => "clients::syntax",
            Self::OathSyntax => "oath::syntax",
            Self::ClaimFails => "claim::fails",
            Self::ClaimInconclusive => "claim::inconclusive",
            Self::RecordSyntax => "record::syntax",
            Self::RecordStale => "record::stale",
            Self::RecordGone => "record::gone",
            Self::RecordContradicts => "record::contradicts",
            Self::RecordVaries => "record::varies",
            Self::RecordDisagrees => "record::disagrees",
            Self::DifferencesSyntax => "differences::syntax",
            Self::EquivalentsSyntax => "equivalents::syntax",
            Self::EquivalentIdle => "equivalents::idle",
            Self::GallerySyntax => "gallery::syntax",
            Self::GalleryStale => "gallery::stale",
            Self::FileUnreadable => "file::unreadable",
            Self::RunBroke => "run::broke",
        }
    }

    /// The exit code this kind of fault leads to: 1 a claim does not hold or is inconclusive,
    /// 2 a page, scenario or source does not parse, 3 the run itself broke.
    pub const fn exit(self) -> u8 {
        match self {
            Self::FactUngrounded
            | Self::EntryUnseen
            | Self::PrintedUnanswered
            | Self::ClaimUncited
            | Self::InstructionUncited
            | Self::CoverageGate
            | Self::CitationElsewhere
            | Self::CitationOutdone
            | Self::MeaningContradicted
            | Self::MeaningIdle
            | Self::MeaningNotUnderstood
            | Self::MeaningRepeats
            | Self::OathMissing
            | Self::OathBroken
            | Self::OathStale
            | Self::ClaimFails
            | Self::ClaimInconclusive
            | Self::RecordStale
            | Self::RecordGone
            | Self::RecordContradicts
            | Self::RecordVaries
            | Self::RecordDisagrees
            | Self::EquivalentIdle
            | Self::GalleryStale => 1,
            Self::RunBroke => 3,
            _ => 2,
        }
    }

    /// Whether the fault is one of the oath's, which `--no-oaths` leaves out.
    pub const fn is_oath(self) -> bool {
        matches!(self, Self::OathMissing | Self::OathBroken | Self::OathStale)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a line under the snippet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// What was expected there.
    Expected(String),
    /// What was seen instead.
    Seen(String),
    /// How to mend it.
    Help(String),
    /// Anything else worth knowing.
    Info(String),
}

/// Another place that has to do with the fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What stands there.
    pub label: String,
}

/// A fault in a page, a scenario or a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of fault.
    pub code: Code,
    /// One line, lower case, no full stop.
    pub message: String,
    /// Where; the caret stands here.
    pub place: Place,
    /// What the caret says; may be empty.
    pub label: String,
    /// Lines under the snippet.
    pub notes: Vec<Note>,
    /// Other places.
    pub related: Vec<Related>,
    /// The command that re-runs only this.
    pub rerun: Option<String>,
}

impl Diagnostic {
    /// A fault of `code` at `place`.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            place,
            label: String::new(),
            notes: Vec::new(),
            related: Vec::new(),
            rerun: None,
        }
    }

    /// With a word under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.notes.push(Note::Expected(expected.into()));
        self
    }

    /// With what was seen.
    #[must_use]
    pub fn seen(mut self, seen: impl Into<String>) -> Self {
        self.notes.push(Note::Seen(seen.into()));
        self
    }

    /// With how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.notes.push(Note::Help(help.into()));
        self
    }

    /// With something else worth knowing.
    #[must_use]
    pub fn info(mut self, info: impl Into<String>) -> Self {
        self.notes.push(Note::Info(info.into()));
        self
    }

    /// With another place.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push(Related { place, label: label.into() });
        self
    }

    /// With the command that re-runs only this.
    #[must_use]
    pub fn rerun(mut self, command: impl Into<String>) -> Self {
        self.rerun = Some(command.into());
        self
    }
}
