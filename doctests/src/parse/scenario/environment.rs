//! Environment variables: only those of the list.

use super::Check;
use crate::diagnostic::Code;
use crate::parse::nearest;
use crate::scenario::variable::{VARIABLES, variable};

impl Check<'_> {
    pub(super) fn environment(&mut self) {
        for (path, name, _) in self.document.given.variables() {
            if variable(name).is_none() {
                let fault =
                    self.at_key(Code::ScenarioForbidden, &path, format!("a scenario may not set `{name}`"));
                let fault = match nearest(name, VARIABLES.iter().map(|variable| variable.name)) {
                    Some(near) if !is_the_runners(name) => fault.help(format!("did you mean `{near}`?")),
                    _ => fault.help(
                        "only the variables of `doctests/src/scenario/variable.rs` may be set: none that names a \
                         host, a proxy, a certificate, a program or a folder of the machine",
                    ),
                };
                let label = if is_the_runners(name) { "the runner's own" } else { "not on the list" };
                self.push(fault.label(label));
            }
        }
    }
}

/// Variables that decide what the runner runs and where it connects.
fn is_the_runners(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["HOME", "PATH", "BROWSER", "USERPROFILE", "ANTHROPIC_BASE_URL", "TERM"].contains(&name.as_str())
        || name.ends_with("_PROXY")
        || name.contains("CERT")
        || name.contains("_CA_")
        || ["LD_", "DYLD_", "NODE_", "SSL_", "XDG_", "BUN_"].iter().any(|prefix| name.starts_with(prefix))
}
