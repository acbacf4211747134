//! `doctests/lexicon.yaml` → the words that claims are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::nearest::nearest;
use super::yaml::{Limits, Tree, in_order};
use crate::account::MARKS;
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::{Lexicon, LexiconDocument, denied};
use crate::source_file::SourceFile;

const LIMITS: Limits = Limits { kib: 512, nodes: 20_000, depth: 8 };

/// Reads the lexicon. Without one there is at least one diagnostic.
pub fn lexicon(file: &Arc<SourceFile>) -> (Option<Lexicon>, Vec<Diagnostic>) {
    let (tree, mut diagnostics) = Tree::read(file, Code::LexiconSyntax, LIMITS);
    let Some(tree) = tree else { return (None, diagnostics) };
    let (document, faults) = tree.typed::<LexiconDocument>();
    diagnostics.extend(faults);
    if let Some(document) = &document {
        let mut seen = BTreeMap::new();
        for (kind, meanings) in [("verbs", &document.verbs), ("nouns", &document.nouns)] {
            for (meaning, phrases) in meanings {
                diagnostics.extend(unknown_marks(&tree, kind, meaning));
                let path = format!("{kind}.{meaning}");
                diagnostics.extend(words(&tree, &path, phrases, &mut BTreeSet::new(), &mut seen, true));
            }
        }
        let lists = [
            ("negators", &document.negators),
            ("modal", &document.modal),
            ("joints", &document.joints),
            ("columns", &document.columns),
            ("neutral", &document.neutral),
        ];
        // These may have a meaning besides.
        let besides = document.weights.iter().map(|(group, phrases)| (format!("weights.{group}"), phrases));
        for (path, phrases) in besides.chain([("everywhere".to_owned(), &document.everywhere)]) {
            let (mut own, mut meant) = (BTreeSet::new(), BTreeMap::new());
            diagnostics.extend(words(&tree, &path, phrases, &mut own, &mut meant, false));
        }
        for (path, phrases) in lists {
            diagnostics.extend(words(&tree, path, phrases, &mut BTreeSet::new(), &mut seen, false));
        }
    }
    let lexicon = document.map(|document| Lexicon::new(Arc::clone(file), document));
    (lexicon, in_order(diagnostics))
}

fn unknown_marks(tree: &Tree, kind: &str, meaning: &str) -> Vec<Diagnostic> {
    let (_, marks) = denied(meaning);
    let unknown = marks.split('+').map(str::trim).filter(|mark| !MARKS.contains(mark));
    let fault = |mark: &str| {
        let place = tree.key_place_at(&[kind, meaning]);
        let fault = Diagnostic::new(
            Code::LexiconSyntax,
            place,
            format!("no record of a scenario is marked `{mark}`"),
        );
        match nearest(mark, MARKS.iter().copied()) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help("the marks are listed in doctests/src/account.rs"),
        }
    };
    unknown.map(fault).collect()
}

/// Faults of one list of words. A word may have several meanings, but none and some at once it cannot have.
fn words(
    tree: &Tree,
    path: &str,
    phrases: &[String],
    here: &mut BTreeSet<String>,
    seen: &mut BTreeMap<String, String>,
    means: bool,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (at, phrase) in phrases.iter().enumerate() {
        let lower = phrase.trim() == phrase
            && !phrase.is_empty()
            && (phrase.starts_with('`') || *phrase == phrase.to_lowercase());
        // A word such as "without" parts clauses and denies the next one.
        let both = |other: &str| path == "joints" && other == "negators";
        let may_both = |other: &str| means && other.contains('.') || both(other);
        let other = seen.get(phrase).filter(|other| !may_both(other));
        let message = if !lower {
            format!("`{phrase}` is not written in small letters, or has blanks around it")
        } else if !here.insert(phrase.clone()) {
            format!("`{phrase}` is there twice")
        } else if let Some(other) = other {
            format!("`{phrase}` stands under `{other}` already")
        } else {
            seen.insert(phrase.clone(), path.to_owned());
            continue;
        };
        faults.push(Diagnostic::new(Code::LexiconSyntax, tree.place(&format!("{path}[{at}]")), message));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Known;
    use crate::report;

    const GOOD: &str = "\
verbs: { refresh: [refresh, renew], 'send+again': [resend], not refresh: [spare] }
nouns: { access: [access token, '`accessToken`'] }
negators: [not]
modal: [may]
joints: [and]
weights: { every: [each] }
everywhere: [it]
columns: [shown by]
neutral: [the]
";

    #[test]
    fn words_phrases_and_their_endings_are_read() {
        let (lexicon, faults) = lexicon(&SourceFile::new("doctests/lexicon.yaml", GOOD));
        assert_eq!(faults, []);
        let lexicon = lexicon.unwrap();
        assert!(lexicon.word("renewed").is_some());
        assert!(lexicon.begins("access"));
        assert_eq!(lexicon.weight("each").map(String::as_str), Some("every"));
        assert!(matches!(lexicon.word("spares"), Some(Known::Means(senses)) if senses[0].denies));
        assert!(lexicon.get("access token").is_some());
        assert!(lexicon.word("frobnicates").is_none());
    }

    #[test]
    fn a_mark_that_no_record_has_and_a_word_without_and_with_meaning_are_refused() {
        let text = GOOD.replace("refresh: [", "refrsh: [").replace("[the]", "[the, the, And, renew]");
        let (_, faults) = lexicon(&SourceFile::new("doctests/lexicon.yaml", text));
        insta::assert_snapshot!(report::human(&faults, false));
    }

    fn refused(text: &str) -> Vec<String> {
        let (_, faults) = lexicon(&SourceFile::new("doctests/lexicon.yaml", text));
        faults.into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn a_word_has_small_letters_and_no_blanks_around_it() {
        let no_word =
            |word: &str| vec![format!("`{word}` is not written in small letters, or has blanks around it")];
        for word in ["", " the", "the ", "The"] {
            assert_eq!(refused(&GOOD.replace("[the]", &format!("['{word}']"))), no_word(word));
        }
    }

    #[test]
    fn only_a_joint_may_deny_as_well() {
        assert_eq!(refused(&GOOD.replace("[and]", "[and, not]")), [""; 0]);
        assert_eq!(refused(&GOOD.replace("[and]", "[and, may]")), ["`may` stands under `modal` already"]);
        assert_eq!(refused(&GOOD.replace("[the]", "[the, not]")), ["`not` stands under `negators` already"]);
    }
}
