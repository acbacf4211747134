//! The command line of bubblewrap: all that the sandbox is made of, and nothing else.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use super::{CLIENT, PROGRAM, SANDBOXED_RUN, SMALL_DISK};

/// How much of bubblewrap is used beyond what isolation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hardening {
    /// No namespaces inside the sandbox, and a limit on what can be written: bubblewrap 0.8 and newer.
    Full,
    /// Without these two: older ones, and containers that cannot set such limits.
    Plain,
}

/// What is written inside is kept in memory; no client needs more.
const MOST_WRITTEN: &str = "536870912";

/// Where the package of a client that is a script lies inside.
const PACKAGE: &str = "/package";

/// The room of the small disk.
const SMALL: &str = "4194304";

/// Descriptors that our caller left open would reach the client: this closes them before anything else runs. No core is
/// dumped, because a handler outside might keep it.
const CLOSE_DESCRIPTORS: &str = "ulimit -c 0; for fd in /proc/self/fd/*; do fd=${fd##*/}; \
     if ((fd > 2)); then exec {fd}>&-; fi; done; exec \"$@\"";

/// Our program and the client, ready to run.
pub(super) fn of_a_run(hardening: Hardening, program: &Path, client: &Path) -> Vec<OsString> {
    let mut arguments = isolation(hardening);
    let bind = |file: &Path, inside: &str| ["--ro-bind".into(), file.into(), inside.into()];
    arguments.extend(bind(program, PROGRAM));
    // A script finds the files of its package by the place where it really lies.
    let script = client.extension().filter(|extension| *extension == "js").and(client.file_name());
    if let (Some(script), Some(folder)) = (script, client.parent()) {
        arguments.extend(bind(folder, PACKAGE));
        arguments.extend(["--symlink".into(), Path::new(PACKAGE).join(script).into(), CLIENT.into()]);
    } else {
        arguments.extend(bind(client, CLIENT));
    }
    arguments.extend(closing());
    arguments
        .extend(["/usr/bin/bash", "-c", CLOSE_DESCRIPTORS, "bash", PROGRAM, SANDBOXED_RUN].map(Into::into));
    arguments
}

/// The same without either, to see whether it can be made.
pub(super) fn of_an_empty_sandbox(hardening: Hardening) -> Vec<OsString> {
    let mut arguments = isolation(hardening);
    arguments.extend(closing());
    arguments.extend(["/usr/bin/bash", "-c", CLOSE_DESCRIPTORS, "bash", "/usr/bin/true"].map(Into::into));
    arguments
}

fn isolation(hardening: Hardening) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = [
        "--unshare-all",
        "--unshare-user",
        "--die-with-parent",
        "--new-session",
        "--clearenv",
        "--uid",
        "1000",
        "--gid",
        "1000",
        // Bubblewrap leaves a caller who is root every capability: with them, a read-only folder refuses nothing.
        "--cap-drop",
        "ALL",
        "--hostname",
        "sandbox",
        "--proc",
        "/proc",
        // The kernel's settings belong to root outside, who is uid 1000 inside when root called us.
        "--remount-ro",
        "/proc",
        "--dev",
        "/dev",
        "--ro-bind",
        "/usr",
        "/usr",
    ]
    .map(Into::into)
    .to_vec();
    if hardening == Hardening::Full {
        arguments.push("--disable-userns".into());
    }
    arguments.extend(["/bin", "/lib", "/lib64"].into_iter().flat_map(beside_usr));
    for folder in ["/etc", "/home", "/tmp", "/run"] {
        if hardening == Hardening::Full {
            arguments.extend(["--size", MOST_WRITTEN].map(Into::into));
        }
        arguments.extend(["--tmpfs", folder].map(Into::into));
    }
    if hardening == Hardening::Full {
        arguments.extend(["--size", SMALL, "--tmpfs", SMALL_DISK].map(Into::into));
    }
    arguments
}

/// A folder that most systems keep as a link into `/usr`, as this one has it.
fn beside_usr(folder: &str) -> Vec<OsString> {
    match fs::read_link(folder) {
        Ok(target) => vec!["--symlink".into(), target.into(), folder.into()],
        Err(_) => vec!["--ro-bind-try".into(), folder.into(), folder.into()],
    }
}

fn closing() -> [OsString; 8] {
    ["--remount-ro", "/", "--chdir", "/home", "--setenv", "PATH", "/usr/bin:/bin", "--"].map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_lies_alone_and_a_script_with_its_package() {
        let bound = |client: &str| {
            let arguments = of_a_run(Hardening::Plain, Path::new("/us"), Path::new(client));
            let texts: Vec<String> =
                arguments.iter().map(|text| text.to_string_lossy().into_owned()).collect();
            let at = texts.iter().position(|text| text == "/oathbook").unwrap();
            texts[at + 1..at + 7].join(" ")
        };
        let program = bound("/cache/package/some");
        assert!(program.starts_with("--ro-bind /cache/package/some /client --remount-ro"), "{program}");
        let script = bound("/cache/package/some.js");
        assert_eq!(script, "--ro-bind /cache/package /package --symlink /package/some.js /client");
    }
}
