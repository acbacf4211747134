//! A sentence → its denial, or what it denies.

use super::List;
use super::swap::{cased, with_blank};
use super::word::Word;
use crate::mutant::Operator::Polarity;
use crate::span::Span;

/// What denies, or limits, and what stands there when it is turned; an empty text takes the word away. A sentence
/// without "only" says less, and is as true.
const TURNS: [(&str, &str); 16] = [
    ("not", ""),
    ("never", "always"),
    ("always", "never"),
    ("only", "not only"),
    ("no", "a"),
    ("none", "all"),
    ("nothing", "everything"),
    ("nobody", "everybody"),
    ("neither", "both"),
    ("nor", "and"),
    ("cannot", "can"),
    ("without", "with"),
    ("all", "no"),
    ("any", "no"),
    ("although", "because"),
    ("unless", "if"),
];

/// Verbs after which `not` denies.
const AUXILIARIES: [&str; 12] =
    ["is", "are", "was", "were", "can", "will", "may", "must", "does", "do", "did", "could"];

/// Verbs that take `does not`, each with its bare form.
const VERBS: [(&str, &str); 44] = [
    ("answers", "answer"),
    ("applies", "apply"),
    ("asks", "ask"),
    ("beats", "beat"),
    ("blocks", "block"),
    ("brings", "bring"),
    ("changes", "change"),
    ("counts", "count"),
    ("empties", "empty"),
    ("ends", "end"),
    ("exits", "exit"),
    ("fails", "fail"),
    ("fills", "fill"),
    ("gets", "get"),
    ("gives", "give"),
    ("holds", "hold"),
    ("keeps", "keep"),
    ("leaves", "leave"),
    ("lets", "let"),
    ("makes", "make"),
    ("means", "mean"),
    ("moves", "move"),
    ("names", "name"),
    ("needs", "need"),
    ("prints", "print"),
    ("reads", "read"),
    ("refreshes", "refresh"),
    ("refuses", "refuse"),
    ("removes", "remove"),
    ("renews", "renew"),
    ("repeats", "repeat"),
    ("reports", "report"),
    ("revokes", "revoke"),
    ("runs", "run"),
    ("saves", "save"),
    ("says", "say"),
    ("sends", "send"),
    ("shows", "show"),
    ("starts", "start"),
    ("stores", "store"),
    ("takes", "take"),
    ("uses", "use"),
    ("wins", "win"),
    ("works", "work"),
];

/// The mutants of `words`: every word that denies is turned, and the first verb denied where nothing denies.
pub(super) fn of(words: &[Word<'_>], list: &mut List<'_>) {
    let mut denies = false;
    for word in words {
        let Some((from, to)) = TURNS.iter().find(|(from, _)| word.lower == *from) else { continue };
        denies |= !matches!(*from, "all" | "any" | "only" | "although" | "always");
        if to.is_empty() {
            list.push(Polarity, with_blank(word.span, list), "");
        } else {
            list.push(Polarity, word.span, cased(to, word.text));
        }
    }
    if !denies {
        insert(words, list);
    }
}

fn insert(words: &[Word<'_>], list: &mut List<'_>) {
    for word in words {
        if AUXILIARIES.contains(&word.lower.as_str()) {
            return list.push(Polarity, Span::at(word.span.end), " not");
        }
        if let Some((_, bare)) = VERBS.iter().find(|(verb, _)| word.lower == *verb) {
            return list.push(Polarity, word.span, cased(&format!("does not {bare}"), word.text));
        }
    }
}
