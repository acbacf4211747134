//! Lays the events out from top to bottom in whole numbers.
//!
//! Each event is a group inside the one before it, moved down by that one's height. So the same request is the same text
//! wherever it stands, and a page with a hundred pictures packs to little more than one with ten.

use std::fmt::Write as _;

use doctests::exchange::Exchange;
use doctests::scenario::{Case, Step};
use doctests::symbol::Symbol;
use doctests::transcript::Transcript;

use super::event::{Event, events};
use super::label;
use super::lifeline::{Lifeline, WIDTH};
use crate::evidence::escape::text;

/// The height of a line of text, and how wide a character is at most, on average.
const LINE: usize = 16;
const CHARACTER: usize = 7;
/// So many characters fit between the client's line and the right edge.
const LABEL: usize = 33;
/// So many fit on a whole line.
const WHOLE: usize = 50;
/// Where the lifelines begin, below the names.
const TOP: usize = 38;

/// A picture without its frame.
#[derive(Debug)]
pub(super) struct Drawing {
    /// How high it is.
    pub(super) height: usize,
    /// Its elements, one inside the other.
    pub(super) elements: String,
    /// How many groups are open, and how high the last one is.
    open: usize,
    last: usize,
}

impl Drawing {
    pub(super) fn of(case: &Case, transcript: &Transcript) -> Self {
        let mut drawing = Self { height: TOP, elements: lifelines() + &names(), open: 0, last: TOP };
        drawing.boxed(Lifeline::Store, &label::given(&case.given));
        for event in events(case, transcript) {
            drawing.event(&event);
        }
        drawing.boxed(Lifeline::Store, &label::seen(&transcript.stored_login));
        drawing.elements.push_str(&"</g>".repeat(drawing.open));
        drawing
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Step(step, commands) => {
                self.step(&label::step(step, commands));
                if let Step::RewriteStore(login) = step {
                    self.boxed(Lifeline::Store, &label::stored(login));
                }
            }
            Event::Exchange(exchange) => self.exchange(exchange),
            Event::Ended(commands) => self.boxed(Lifeline::Client, &[label::ended(commands)]),
            Event::Helper(1) => self.step("apiKeyHelper ran once"),
            Event::Helper(calls) => self.step(&format!("apiKeyHelper ran {calls} times")),
            Event::Unreached(_) => self.step("the rest did not come about"),
        }
    }

    /// `elements` as the next group, which is so high.
    fn group(&mut self, height: usize, elements: &str) {
        // Writing to a String cannot fail.
        let _ = write!(self.elements, "<g transform=\"translate(0 {})\">{elements}", self.last);
        self.open += 1;
        self.last = height;
        self.height += height;
    }

    /// A line across the picture with what is done on it.
    fn step(&mut self, label: &str) {
        let labels = wrapped(label, WHOLE);
        let elements = path("box", &format!("M0 8H{WIDTH}")) + &lines("step", 2, 22, &labels);
        self.group(12 + labels.len() * LINE, &elements);
    }

    fn exchange(&mut self, exchange: &Exchange) {
        let (client, server) = (Lifeline::Client.x(), Lifeline::serving(exchange.endpoint).x());
        let (asked, answered) =
            (wrapped(&label::request(exchange), LABEL), wrapped(&label::answer(exchange), LABEL));
        let there = asked.len() * LINE + 5;
        let below = there + 4;
        let back = below + answered.len() * LINE + 5;
        let mut solid = format!("M{client} {there}H{server}m-7-4 7 4-7 4");
        let dashed = if exchange.answer.status().is_some() {
            let _ = write!(solid, "M{} {}l-7 4 7 4", client + 7, back - 4);
            format!("M{server} {back}H{client}")
        } else {
            // It never arrives.
            let lost = usize::midpoint(client, server);
            let _ = write!(solid, "M{} {}l10 10m0-10-10 10", lost - 5, back - 5);
            format!("M{server} {back}H{lost}")
        };
        let elements = [
            path("solid", &solid),
            path("dashed", &dashed),
            lines("said", client + 8, LINE - 2, &asked),
            lines("said", client + 8, below + LINE - 2, &answered),
        ];
        self.group(back + 6, &elements.concat());
    }

    /// A box on a lifeline, as wide as what is in it, and within the picture.
    fn boxed(&mut self, lifeline: Lifeline, labels: &[String]) {
        let longest = labels.iter().map(|line| line.chars().count()).max().unwrap_or_default();
        let width = (longest * CHARACTER + 10).min(WIDTH - 2);
        let left = lifeline.x().saturating_sub(width / 2).clamp(1, WIDTH - 1 - width);
        let height = labels.len() * LINE + 4;
        let elements = path("box", &format!("M{left} 6h{width}v{height}h-{width}z"))
            + &lines("boxed", left + width / 2, 20, labels);
        self.group(height + 12, &elements);
    }
}

/// The lines down from who takes part; the picture's edge cuts them off.
fn lifelines() -> String {
    let line = |lifeline: &Lifeline| format!("M{} {TOP}V9999", lifeline.x());
    path("lifeline", &Lifeline::ALL.iter().map(line).collect::<String>())
}

/// Who takes part.
fn names() -> String {
    Lifeline::ALL.iter().map(|lifeline| lines("name", lifeline.x(), 14, lifeline.names())).collect()
}

fn path(class: &str, path: &str) -> String {
    format!("<path class=\"{class}\" d=\"{path}\"></path>")
}

/// Lines of text, the first of them at `y`.
fn lines(class: &str, x: usize, y: usize, lines: &[impl AsRef<str>]) -> String {
    let line = |(number, line): (usize, &_)| {
        let y = y + number * LINE;
        format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", tokens(AsRef::as_ref(line)))
    };
    lines.iter().enumerate().map(line).collect()
}

/// The words of a line, the names of tokens told from the others.
fn tokens(line: &str) -> String {
    let word = |word: &str| {
        let (name, rest) = word.strip_suffix(',').map_or((word, ""), |name| (name, ","));
        match name.parse::<Symbol>() {
            Ok(symbol) => format!("<tspan>{symbol}</tspan>{rest}"),
            Err(_) => text(word),
        }
    };
    line.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// `label` in lines of at most so many characters; a word that is longer is cut short, since the list has it whole.
fn wrapped(label: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        let length = word.chars().count();
        let word = if length > most {
            word.chars().take(most - 1).chain(['…']).collect()
        } else {
            word.to_owned()
        };
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}
