//! What happened in one run, in the order of its steps.

use doctests::exchange::Exchange;
use doctests::scenario::{Case, Step};
use doctests::transcript::{CommandSeen, Transcript};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Event<'a> {
    /// A step begins, with the commands it runs.
    Step(&'a Step, Vec<&'a CommandSeen>),
    /// A request with its answer.
    Exchange(&'a Exchange),
    /// The commands of a step ended; a session that goes on does not, nor what was killed.
    Ended(Vec<&'a CommandSeen>),
    /// `apiKeyHelper` ran that often, in the whole of the run.
    Helper(u32),
    /// The run stopped short.
    Unreached(&'a str),
}

/// The events of one side of a scenario.
pub(super) fn events<'a>(case: &'a Case, transcript: &'a Transcript) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    for (number, step) in case.steps.iter().enumerate() {
        let commands: Vec<&CommandSeen> =
            transcript.commands.iter().filter(|command| command.step == number).collect();
        events.push(Event::Step(&step.value, commands.clone()));
        let exchanges = transcript.exchanges.iter().filter(|exchange| exchange.step == number);
        events.extend(exchanges.map(Event::Exchange));
        if commands.iter().any(|command| command.exit.is_some()) {
            events.push(Event::Ended(commands));
        }
    }
    if transcript.helper_calls > 0 {
        events.push(Event::Helper(transcript.helper_calls));
    }
    events.extend(transcript.unreached.as_deref().map(Event::Unreached));
    events
}

/// Each thing once, with how many in a row were alike.
pub(super) fn runs_of<T: PartialEq>(things: impl IntoIterator<Item = T>) -> Vec<(T, usize)> {
    let mut runs: Vec<(T, usize)> = Vec::new();
    for thing in things {
        match runs.last_mut() {
            Some((last, count)) if *last == thing => *count += 1,
            _ => runs.push((thing, 1)),
        }
    }
    runs
}
