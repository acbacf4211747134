//! What a released client can see and reach, told from inside the sandbox: this program runs itself again in there.

mod claims;
mod planted;
mod probe;
mod tried;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some(doctests::run::sandbox::SANDBOXED_RUN) => probe::main(),
        Some(planted::OUTER) => planted::main(arguments),
        _ => {
            let trials = claims::all().into_iter().chain(planted::all());
            let trials = trials.map(|(name, claim)| {
                Trial::test(name, move || {
                    claim();
                    Ok(())
                })
            });
            libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
        }
    }
}
