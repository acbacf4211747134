//! Transcript → its aspects as text: two runs that give the same text went alike in it.

use super::outcome;
use crate::aspect::Aspect;
use crate::transcript::Transcript;

/// What `transcript` shows in `aspect`.
pub(super) fn text(aspect: Aspect, transcript: &Transcript) -> String {
    let list = |items: Vec<String>, none: &str| {
        if items.is_empty() { none.to_owned() } else { items.join(", ") }
    };
    match aspect {
        Aspect::Outcome => outcome(transcript).to_string(),
        Aspect::Exchanges => {
            list(transcript.exchanges.iter().map(ToString::to_string).collect(), "no exchange")
        }
        Aspect::Exit => {
            let exit = |exit: Option<i32>| exit.map_or_else(|| "none".to_owned(), |code| code.to_string());
            list(transcript.commands.iter().map(|command| exit(command.exit)).collect(), "no command")
        }
        Aspect::Printed => match transcript.printed().trim() {
            "" => "nothing".to_owned(),
            text => text.to_owned(),
        },
        Aspect::StoredLogin => transcript.stored_login.to_string(),
        Aspect::HelperCalls => transcript.helper_calls.to_string(),
        Aspect::Unreached => {
            transcript.unreached.clone().unwrap_or_else(|| "everything came about".to_owned())
        }
    }
}
