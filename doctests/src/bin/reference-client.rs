//! The reference client as a program.

use std::process::ExitCode;

fn main() -> ExitCode {
    doctests::run::client::reference::program::main(std::env::args_os().skip(1))
}
