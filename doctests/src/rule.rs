//! The rules of a page: where a unit ends, what it is, what binds it. The parser reads them, contributing.md prints them.

pub mod fact;

use std::fmt;

/// What decides the kind of a unit. The first that fits does, in the order of [`KindRule::IN_ORDER`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindRule {
    /// It has citations of its own.
    Cites,
    /// It is a bold label.
    Label,
    /// It asks.
    Asks,
    /// It tells the reader what to do.
    Instructs,
    /// Its author says why it is none.
    Exempted,
    /// It holds nothing but links.
    Links,
    /// It speaks of the page, not of the client.
    AboutThePage,
    /// It inherits citations.
    Inherits,
    /// Its page says that it is prose.
    OnProsePage,
    /// None of the others.
    Otherwise,
}

/// What a rule makes of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Makes {
    /// A claim.
    Claim,
    /// An instruction.
    Instruction,
    /// A question.
    Question,
    /// Prose.
    Prose,
    /// An exempted unit.
    Exempt,
}

impl KindRule {
    /// All of them; the first that fits a unit decides.
    pub const IN_ORDER: [Self; 10] = [
        Self::Cites,
        Self::Label,
        Self::Asks,
        Self::Instructs,
        Self::Exempted,
        Self::Links,
        Self::AboutThePage,
        Self::Inherits,
        Self::OnProsePage,
        Self::Otherwise,
    ];

    /// What it makes of a unit.
    pub const fn makes(self) -> Makes {
        match self {
            Self::Cites | Self::Inherits | Self::Otherwise => Makes::Claim,
            Self::Instructs => Makes::Instruction,
            Self::Asks => Makes::Question,
            Self::Exempted => Makes::Exempt,
            Self::Label | Self::Links | Self::AboutThePage | Self::OnProsePage => Makes::Prose,
        }
    }

    /// When it fits, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Cites => "has a citation of its own",
            Self::Label => "is a bold label of the list below, with its full stop or colon",
            Self::Asks => "ends in a question mark",
            Self::Instructs => {
                "opens with an instruction, perhaps after a clause; a fact after a semicolon makes it a claim again"
            }
            Self::Exempted => {
                "stands in a paragraph, an item or a cell that ends in a no-claim comment with a reason"
            }
            Self::Links => "holds nothing but links",
            Self::AboutThePage => "opens with words about the page itself",
            Self::Inherits => "has no citation of its own and takes one by the rules of binding",
            Self::OnProsePage => "stands on a page that says on its first line that it is prose",
            Self::Otherwise => "is none of these, whatever it says",
        }
    }
}

impl fmt::Display for Makes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Claim => "a claim",
            Self::Instruction => "an instruction",
            Self::Question => "a question",
            Self::Prose => "prose",
            Self::Exempt => "exempt",
        })
    }
}

/// Where the citations of a unit come from. The first that has any gives them, in the order of
/// [`BindingRule::IN_ORDER`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindingRule {
    /// The unit itself.
    Own,
    /// The text to its right.
    ToTheRight,
    /// What explains a term.
    Explanation,
    /// What leads in a list.
    LeadIn,
}

impl BindingRule {
    /// All of them; the first that has citations gives them.
    pub const IN_ORDER: [Self; 4] = [Self::Own, Self::ToTheRight, Self::Explanation, Self::LeadIn];

    /// Whose citations they are, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Own => "those that touch it; in a table, those in any cell of its row",
            Self::ToTheRight => "the next ones to its right in the same paragraph, never one to its left",
            Self::Explanation => "for a term of a definition list: the first of what explains it",
            Self::LeadIn => {
                "for an item of a list: those of the paragraph that ends in a colon right before the list"
            }
        }
    }
}

/// How a page is cut into units, rule by rule.
pub const UNITS: [&str; 7] = [
    "A sentence is a unit: it ends at a full stop, a question mark or an exclamation mark, after the quotes, brackets, \
     markup and citations that touch it, where a blank and the opening of another sentence follow.",
    "A sentence opens with a capital, a figure, code, bold text, a link, a quote or a picture. A citation ends a \
     sentence whatever follows that could open one.",
    "What stands between double quotes is not cut.",
    "Items of lists, paragraphs of quotes and of admonitions are cut alike. A bold label in front is a unit of its own.",
    "A row below the header of a table is one unit; so is a term of a definition list.",
    "Headings, code blocks, headers of tables, definitions and comments are no units.",
    "The words of a unit are its text without citations and without the targets of links, blanks folded.",
];

/// A list of words that the parser goes by.
#[derive(Debug, Clone, Copy)]
pub struct WordList {
    /// What they do.
    pub does: &'static str,
    /// The words, in lower case.
    pub words: &'static [&'static str],
}

impl WordList {
    /// Whether `word`, in lower case, is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.words.contains(&word)
    }
}

/// Words whose full stop ends no sentence.
pub const ABBREVIATIONS: WordList = WordList {
    does: "A full stop after these ends no sentence, nor does one after single letters such as “i.e.”",
    words: &[
        "e.g", "i.e", "etc", "vs", "cf", "approx", "ca", "resp", "incl", "esp", "al", "viz", "dr", "mr",
        "mrs", "ms", "st", "inc", "ltd", "jr", "sr", "op",
    ],
};

/// Words whose full stop ends no sentence when a figure follows.
pub const BEFORE_FIGURES: WordList = WordList {
    does: "nor does one after these, when a figure follows",
    words: &["no", "nos", "fig", "sec", "ch", "p", "pp", "art", "vol", "ver", "v"],
};

/// Bold openings that name what follows instead of saying something.
pub const LABELS: WordList = WordList {
    does: "Bold text that is a label",
    words: &[
        "you see",
        "variants",
        "why",
        "check",
        "fix",
        "confirm",
        "still failing",
        "note",
        "tip",
        "important",
        "warning",
        "caution",
        "example",
    ],
};

/// Openings of a clause before an instruction: `If it fails, run …`.
pub const CLAUSE_OPENINGS: WordList = WordList {
    does: "A clause in front of an instruction, up to its comma, opens with",
    words: &["if", "on", "with", "in", "to", "for"],
};

/// Openings of a sentence about the page itself.
pub const ABOUT_THE_PAGE: WordList = WordList {
    does: "A sentence about the page itself opens with",
    words: &["this page", "this site", "this book"],
};

/// Every list, in the order they are printed.
pub const WORD_LISTS: [&WordList; 5] =
    [&ABBREVIATIONS, &BEFORE_FIGURES, &LABELS, &CLAUSE_OPENINGS, &ABOUT_THE_PAGE];
