//! Environment variables: only those of the list, and only values that stay inside the throw-away home.

use super::Check;
use crate::diagnostic::Code;
use crate::parse::nearest;
use crate::scenario::variable::{VARIABLES, variable};

impl Check<'_> {
    pub(super) fn environment(&mut self) {
        for (name, value) in &self.document.given.env {
            let path = format!("given.env.{name}");
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
            if name == "CLAUDE_CONFIG_DIR" && !stays_in_the_home(value) {
                let message = format!("`{}` is no folder of the throw-away home", value.value);
                let fault = self.at(Code::ScenarioForbidden, &path, message);
                self.push(fault.expected("`~/` and a name, such as `~/other`").help("write `~/other`"));
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

fn stays_in_the_home(folder: &str) -> bool {
    folder.strip_prefix("~/").is_some_and(|rest| {
        rest.split('/').all(|part| {
            !part.is_empty()
                && !part.chars().all(|c| c == '.')
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        })
    })
}
