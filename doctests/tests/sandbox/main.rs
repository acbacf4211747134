//! What a released client can see and reach, told from inside the sandbox: this program runs itself again in there.

mod claims;
mod planted;
mod probe;
mod tried;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

/// Set to `required` where a missing sandbox is a failure, as in CI; elsewhere its tests are listed as ignored.
const VARIABLE: &str = "OATHBOOK_SANDBOX";

fn cannot_be_had() -> bool {
    let required = std::env::var(VARIABLE).is_ok_and(|value| value == "required");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    !required && runtime.block_on(doctests::run::sandbox::Sandbox::find()).is_err()
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some(doctests::run::sandbox::SANDBOXED_RUN) => probe::main(),
        Some(planted::OUTER) => planted::main(arguments),
        _ => {
            let ignored = cannot_be_had();
            let trials = claims::all().into_iter().chain(planted::all());
            let trials = trials.map(|(name, claim)| {
                let trial = Trial::test(name, move || {
                    claim();
                    Ok(())
                });
                trial.with_ignored_flag(ignored)
            });
            libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
        }
    }
}
