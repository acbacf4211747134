//! The words that claims are made of, and what each of them means in what a scenario shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::name::Names;
use crate::source_file::SourceFile;

/// `doctests/lexicon.yaml`: from a meaning to the words that have it.
///
/// A meaning is one or more marks of a record, joined by `+`: `send+again: [resends]`. A word under two meanings has
/// both, and a clause takes the one that fits. `not use: [ignores]` is the opposite.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LexiconDocument {
    /// What is done: each of them makes a clause.
    pub verbs: BTreeMap<String, Vec<String>>,
    /// Who does it, to what, and in which manner.
    pub nouns: BTreeMap<String, Vec<String>>,
    /// Words that turn a clause into its opposite.
    pub negators: Vec<String>,
    /// Words after which a clause says what can happen, and not what does.
    pub modal: Vec<String>,
    /// Words that stand between two clauses.
    pub joints: Vec<String>,
    /// Words that say nothing of an event, and change what is said of it, by the group they belong to: what a source
    /// says is shown only where it has a word of the same group.
    pub weights: BTreeMap<String, Vec<String>>,
    /// Words that so many scenarios have in their titles that they do not say what one is about.
    pub everywhere: Vec<String>,
    /// Headers of columns that speak of the book, and not of the client.
    pub columns: Vec<String>,
    /// Words that say nothing by themselves.
    pub neutral: Vec<String>,
    /// What kind of thing a name is, and where each may stand.
    #[serde(default)]
    pub names: Names,
}

/// What a word or a phrase of the lexicon is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sense {
    /// The marks it stands for.
    pub marks: BTreeSet<String>,
    /// Whether it says what is done.
    pub verb: bool,
    /// Whether it says the opposite: "ignored" is not used.
    pub denies: bool,
    /// Whether it only describes a noun, as in "a refused token": its lack decides nothing.
    pub describes: bool,
}

/// What the lexicon knows of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// It means one of these.
    Means(Vec<Sense>),
    /// It turns its clause into the opposite.
    Negates,
    /// Its clause says what can happen.
    Modal,
    /// It stands between two clauses.
    Joint,
    /// It says nothing by itself.
    Neutral,
}

/// The lexicon with its file, ready to be asked.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// `doctests/lexicon.yaml`.
    pub file: Arc<SourceFile>,
    /// What it says.
    pub document: LexiconDocument,
    words: BTreeMap<String, Known>,
    weights: BTreeMap<String, String>,
    /// Each beginning of a phrase of several words, so that most words need one look.
    beginnings: BTreeSet<String>,
}

impl Lexicon {
    /// The lexicon that `document` is.
    pub fn new(file: Arc<SourceFile>, document: LexiconDocument) -> Self {
        let mut words: BTreeMap<String, Known> = BTreeMap::new();
        for (verb, meanings) in [(true, &document.verbs), (false, &document.nouns)] {
            for (meaning, phrases) in meanings {
                let (denies, marks) = denied(meaning);
                let marks: BTreeSet<String> = marks.split('+').map(|mark| mark.trim().to_owned()).collect();
                for phrase in phrases {
                    let sense = Sense { marks: marks.clone(), verb, denies, describes: false };
                    let known = words.entry(phrase.clone()).or_insert_with(|| Known::Means(Vec::new()));
                    if let Known::Means(senses) = known {
                        senses.push(sense);
                    }
                }
            }
        }
        let rest = [
            (&document.joints, Known::Joint),
            (&document.negators, Known::Negates),
            (&document.modal, Known::Modal),
            (&document.neutral, Known::Neutral),
        ];
        for (phrases, known) in rest {
            for phrase in phrases {
                words.entry(phrase.clone()).or_insert_with(|| known.clone());
            }
        }
        let mut weights = BTreeMap::new();
        for (group, phrases) in &document.weights {
            for phrase in phrases {
                words.entry(phrase.clone()).or_insert(Known::Neutral);
                weights.insert(phrase.clone(), group.clone());
            }
        }
        let mut beginnings = BTreeSet::new();
        for phrase in words.keys() {
            for (at, _) in phrase.match_indices(' ') {
                beginnings.insert(phrase[..at].to_owned());
            }
        }
        Self { file, document, words, weights, beginnings }
    }

    /// What is known of `phrase`, as it stands.
    pub fn get(&self, phrase: &str) -> Option<&Known> {
        self.words.get(phrase)
    }

    /// The group of `phrase`, if it weighs.
    pub fn weight(&self, phrase: &str) -> Option<&String> {
        self.weights.get(phrase)
    }

    /// Whether `word` is in so many titles that it says nothing of a scenario.
    pub fn is_everywhere(&self, word: &str) -> bool {
        self.document.everywhere.iter().any(|other| other == word)
    }

    /// Whether some longer phrase begins with `words`.
    pub fn begins(&self, words: &str) -> bool {
        self.beginnings.contains(words)
    }

    /// What is known of one word: as it stands, or without an ending such as `-s`, `-ed` or `-ing`.
    pub fn word(&self, word: &str) -> Option<&Known> {
        self.get(word).or_else(|| stems(word).iter().find_map(|stem| self.get(stem)))
    }

    /// Every word and phrase that means something.
    pub fn phrases(&self) -> impl Iterator<Item = (&str, &Known)> {
        self.words.iter().map(|(phrase, known)| (phrase.as_str(), known))
    }
}

/// A meaning without its `not`, and whether it has one.
pub fn denied(meaning: &str) -> (bool, &str) {
    meaning.strip_prefix("not ").map_or((false, meaning), |marks| (true, marks))
}

/// What may be left of `word` when its ending is taken off, the likeliest first.
pub fn stems(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut without = |ending: &str, put: &str| {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 2) {
            found.push(format!("{stem}{put}"));
        }
    };
    without("ies", "y");
    without("ied", "y");
    without("s", "");
    without("es", "");
    without("ed", "");
    without("ed", "e");
    without("ing", "");
    without("ing", "e");
    without("'s", "");
    without("’s", "");
    for ending in ["ed", "ing"] {
        // `stopped`, `running`
        let stem = word.strip_suffix(ending).unwrap_or_default();
        let mut last = stem.chars().rev();
        if stem.len() > 3 && last.next() == last.next() {
            found.push(stem[..stem.len() - 1].to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::stems;

    #[test]
    fn a_word_is_found_without_its_ending() {
        for (word, stem) in [
            ("retries", "retry"),
            ("refused", "refuse"),
            ("sends", "send"),
            ("stopped", "stop"),
            ("running", "run"),
        ] {
            assert!(stems(word).iter().any(|found| found == stem), "{word}: {:?}", stems(word));
        }
        assert_eq!(stems("és"), Vec::<String>::new());
    }
}
