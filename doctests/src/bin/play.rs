//! The parts of the run that are processes of their own: the sandbox's inside, and the helper it lays out.

use std::process::ExitCode;

use doctests::run::helper::{self, PLAY_HELPER};
use doctests::run::inside::{self, SANDBOXED_RUN};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    match arguments.next() {
        Some(first) if first == SANDBOXED_RUN => inside::main(),
        Some(first) if first == PLAY_HELPER => helper::main(arguments),
        _ => ExitCode::from(2),
    }
}
