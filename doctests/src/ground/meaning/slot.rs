//! The words beside a name say what may stand there: one signs in with a login, and with nothing else.

use crate::catalog::Cited;
use crate::fact::FactKind;
use crate::id::Id;
use crate::lexicon::Lexicon;
use crate::symbol::Symbol;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::fit::Witness;
use crate::ground::checker::Checker;

/// How far before a command the act may stand that it is for, in words.
const NEAR: usize = 6;
/// Words after which a session is started by its bare command.
const STARTS: [&str; 8] = ["run", "runs", "start", "starts", "started", "open", "opens", "launch"];
/// Words of which one stands in whatever speaks of how often something is tried.
const TRIES: [&str; 8] = ["allow", "attempt", "retr", "repeat", "again", "often", "times", "once more"];
/// The variable that scenarios set only to be done sooner.
const MAX_RETRIES: &str = "CLAUDE_CODE_MAX_RETRIES";

/// Contradicts every name of `unit`, which `text` is, that cannot stand where it does.
pub(super) fn hold(
    unit: &Unit,
    text: &str,
    witnesses: &[(&Id, Witness<'_>)],
    checker: &Checker<'_>,
    held: &mut Vec<HeldClause>,
) {
    for (index, fact) in unit.facts.iter().enumerate() {
        let FactKind::Code(code) = &fact.kind else { continue };
        let named = |(id, witness): &(&Id, Witness<'_>)| id.is_source() && witness.mentions(index);
        let at = |place: usize| place.saturating_sub(unit.span.start);
        let (Some(before), Some(after)) = (text.get(..at(fact.span.start)), text.get(at(fact.span.end)..))
        else {
            continue;
        };
        let (before, after) = (words(before), words(after));
        let last = before.last().map_or("", String::as_str);
        let typed = || witnesses.iter().any(|(_, witness)| witness.types(code) || witness.prints(code));
        let expected = if is_command(code) && signs_in(&before) && !is_login(code) {
            "a command that signs in"
        } else if is_alone(&before) && unsent(code, text, witnesses, checker) {
            "a reason: this credential is not sent itself"
        } else if witnesses.is_empty() || witnesses.iter().any(named) {
            continue;
        } else if matches!(last, "set" | "unset" | "export") && !is_setting(code) {
            "a variable or a setting"
        } else if code == "claude" && !STARTS.contains(&last) {
            "what is typed in the session, or that it is started"
        } else if code == "/login"
            && !typed()
            && (is_mode(&before) || acts(&before, &after, checker.lexicon()))
        {
            "a step that types `/login`"
        } else if code.starts_with(MAX_RETRIES) && !speaks_of_tries(text) {
            "how often something is tried: the variable is set only to be done sooner"
        } else {
            continue;
        };
        let seen = format!("`{code}`");
        held.push(HeldClause {
            span: fact.span,
            held: Held::Contradicted { expected: expected.to_owned(), seen },
        });
    }
}

fn is_command(code: &str) -> bool {
    code.starts_with('/') || code == "claude" || code.starts_with("claude ")
}

/// Whether `code` can be set: a variable, perhaps with its value, or a key.
fn is_setting(code: &str) -> bool {
    !is_command(code) && !code.contains(' ') && !code.starts_with(['-', '~', '.']) || code.contains('=')
}

/// Whether a name is all that is said of when something happens: "With" stands before it, or nothing in its row.
fn is_alone(before: &[String]) -> bool {
    before.is_empty()
        || before.len() < 4 && matches!(before.last().map(String::as_str), Some("with" | "unset"))
}

/// Whether `text` says why something is not sent by a credential `code` that no cited run sends.
fn unsent(code: &str, text: &str, witnesses: &[(&Id, Witness<'_>)], checker: &Checker<'_>) -> bool {
    let idle = |id: &Id| {
        let Some(Cited::Scenario(scenario)) = checker.catalog.get(id) else { return false };
        let document = &scenario.document;
        let mut given = document.given.variables();
        let symbol = given.find_map(|(_, name, value)| value.parse::<Symbol>().ok().filter(|_| name == code));
        let Some((symbol, exchanges)) = symbol.zip(document.expect.exchanges.as_ref()) else { return false };
        !exchanges.iter().any(|sent| sent.credential == Some(symbol) || sent.beside == Some(symbol))
    };
    let denies = ["is not sent", "neither"].iter().any(|words| text.contains(words));
    denies && witnesses.iter().any(|(id, _)| idle(id))
}

fn is_login(code: &str) -> bool {
    code == "claude" || code.contains("login") || code.contains("setup-token")
}

/// Whether what stands before says that somebody signs in by what follows: "log in again with".
fn signs_in(before: &[String]) -> bool {
    let near = &before[before.len().saturating_sub(NEAR)..];
    let act = |pair: &[String]| matches!(pair[0].as_str(), "log" | "sign") && pair[1] == "in";
    near.last().is_some_and(|last| last == "with" || last == "by") && near.windows(2).any(act)
}

/// Whether what follows is how something is run: "with `claude -p` the key beats the login".
fn is_mode(before: &[String]) -> bool {
    matches!(before, [only] if only == "with") || before.last().is_some_and(|last| last == "from")
}

/// Whether a name is who does what follows: "`/login` removes", and not "a `/login` stores".
fn acts(before: &[String], after: &[String], lexicon: &Lexicon) -> bool {
    let noun =
        before.last().is_some_and(|last| matches!(last.as_str(), "a" | "the" | "new" | "each" | "every"));
    let verb =
        |word: &String| word == "is" || word == "does" || word.ends_with('s') && lexicon.word(word).is_some();
    !noun && after.first().is_some_and(verb)
}

fn speaks_of_tries(text: &str) -> bool {
    let text = text.to_lowercase().replace(&MAX_RETRIES.to_lowercase(), "");
    TRIES.iter().any(|word| text.contains(word)) || text.contains("` is 0")
}

/// The words of `text` in lower case, without marks.
pub(super) fn words(text: &str) -> Vec<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let parts = text.split(|c: char| c.is_whitespace() || c == '[');
    parts.map(bare).filter(|word| !word.is_empty()).collect()
}
