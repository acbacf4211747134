//! `doctests/clients.yaml` → the released clients and their versions.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use semver::Version;
use serde::Deserialize;

use super::yaml::{Limits, TopEntry, Tree, in_order};
use crate::diagnostic::{Code, Diagnostic};
use crate::located::Located;
use crate::release::{Archive, Clients, Earlier, Package, Release, ReleasedClient};
use crate::source_file::SourceFile;

const LIMITS: Limits = Limits { kib: 512, nodes: 20_000, depth: 6 };

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientEntry {
    package: Located<String>,
    program: Located<String>,
    earlier: Option<EarlierEntry>,
    #[serde(default)]
    never_published: Vec<Located<String>>,
    releases: BTreeMap<String, ReleaseEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EarlierEntry {
    package: Located<String>,
    program: Located<String>,
    before: Located<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseEntry {
    released: Located<String>,
    checked: Located<String>,
    integrity: Located<String>,
    reason: Located<String>,
}

/// Reads the released clients. Clients and releases with faults are left out.
pub fn clients(file: &Arc<SourceFile>) -> (Clients, Vec<Diagnostic>) {
    let (tree, mut diagnostics) = Tree::read(file, Code::ClientsSyntax, LIMITS);
    let mut clients = Clients::default();
    if let Some(tree) = &tree {
        let (entries, faults) = tree.entries::<ClientEntry>();
        diagnostics.extend(faults);
        for entry in &entries {
            let mut reading = Reading { tree, name: &entry.key, faults: &mut diagnostics };
            clients.clients.extend(reading.client(entry));
        }
    }
    (clients, in_order(diagnostics))
}

/// One client while it is read.
struct Reading<'a> {
    tree: &'a Tree,
    name: &'a str,
    faults: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    fn client(&mut self, entry: &TopEntry<ClientEntry>) -> Option<ReleasedClient> {
        let ClientEntry { package, program, earlier, never_published, releases } = &entry.value;
        if !is_word(self.name) {
            let place = self.tree.place_of(entry.key_span);
            let fault =
                Diagnostic::new(Code::ClientsSyntax, place, format!("`{}` is no client's name", self.name));
            self.faults.push(fault.help("write it in lower case, with hyphens: `claude-code`"));
            return None;
        }
        let package = self.package(package, program)?;
        let earlier = match earlier {
            Some(EarlierEntry { package, program, before }) => {
                Some(Earlier { package: self.package(package, program)?, before: self.version(before)? })
            }
            None => None,
        };
        let mut client = ReleasedClient {
            name: self.name.to_owned(),
            package,
            earlier,
            never_published: Vec::new(),
            releases: Vec::new(),
        };
        let mut read: Vec<(usize, Release)> = releases
            .iter()
            .filter_map(|(version, entry)| {
                Some((entry.integrity.span.start, self.release(&client, version, entry)?))
            })
            .collect();
        read.sort_by_key(|(at, _)| *at);
        for pair in read.windows(2) {
            let [(_, before), (_, after)] = pair else { continue };
            if after.archive.version <= before.archive.version {
                let message = format!("{} stands after {}", after.archive.version, before.archive.version);
                let fault = Diagnostic::new(Code::ClientsSyntax, after.place.clone(), message);
                self.faults.push(fault.help("list the releases oldest version first"));
            }
        }
        client.releases = read.into_iter().map(|(_, release)| release).collect();
        client.releases.sort_by(|a, b| a.archive.version.cmp(&b.archive.version));
        client.never_published =
            never_published.iter().filter_map(|version| self.missing(version, &client.releases)).collect();
        Some(client)
    }

    fn package(&mut self, package: &Located<String>, program: &Located<String>) -> Option<Package> {
        let known = self.check(package, is_package(package), "names no package", "write `\"@scope/name\"`")
            & self.check(
                program,
                is_file_name(program),
                "is no file of a package",
                "write the file's name alone",
            );
        known.then(|| Package { name: package.value.clone(), program: program.value.clone() })
    }

    fn version(&mut self, version: &Located<String>) -> Option<Version> {
        let number = version.parse::<Version>().ok();
        self.check(version, number.is_some(), "is no version", "write it with three numbers: `2.1.118`");
        number
    }

    fn missing(&mut self, version: &Located<String>, releases: &[Release]) -> Option<Version> {
        let number = self.version(version)?;
        let listed = releases.iter().any(|release| release.archive.version == number);
        self.check(version, !listed, "was published: it is listed below", "remove it here").then_some(number)
    }

    fn release(&mut self, client: &ReleasedClient, version: &str, entry: &ReleaseEntry) -> Option<Release> {
        let place = self.tree.key_place_at(&[self.name, "releases", version]);
        let number = version.parse::<Version>();
        if number.is_err() {
            let fault =
                Diagnostic::new(Code::ClientsSyntax, place.clone(), format!("`{version}` is no version"));
            self.faults.push(fault.help("write it with three numbers: `2.1.118`"));
        }
        let released = self.date(&entry.released);
        let checked = self.date(&entry.checked);
        let integrity = entry.integrity.parse();
        if let Err(error) = &integrity {
            self.fault(&entry.integrity, "is no SHA-512 integrity", &format!("{error}"));
        }
        let reasoned = self.check(
            &entry.reason,
            !entry.reason.trim().is_empty(),
            "is no reason",
            "say what the version shows",
        );
        let (released, checked) = (released?, checked?);
        let in_time = self.check(
            &entry.checked,
            checked >= released,
            "is before the release",
            "write the day on which integrity and date were compared with the registry",
        );
        if !reasoned || !in_time {
            return None;
        }
        let version = number.ok()?;
        let package = client.package_of(&version).clone();
        Some(Release {
            client: self.name.to_owned(),
            archive: Archive { package, version, integrity: integrity.ok()? },
            released,
            checked,
            reason: entry.reason.trim().to_owned(),
            place,
        })
    }

    fn date(&mut self, date: &Located<String>) -> Option<Date> {
        let read = date.parse::<Date>().ok().filter(|_| date.len() == "YYYY-MM-DD".len());
        self.check(date, read.is_some(), "is no date", "write it as `YYYY-MM-DD`");
        read
    }

    fn check(&mut self, value: &Located<String>, holds: bool, message: &str, help: &str) -> bool {
        if !holds {
            self.fault(value, message, help);
        }
        holds
    }

    fn fault(&mut self, value: &Located<String>, message: &str, help: &str) {
        let message = format!("`{}` {message}", value.value);
        let fault = Diagnostic::new(Code::ClientsSyntax, self.tree.place_of(value.span), message);
        self.faults.push(fault.help(help));
    }
}

/// Lower case, digits and hyphens.
fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// `name` or `@scope/name`: nothing that npm could take for an option, a folder or an address.
fn is_package(text: &str) -> bool {
    let part = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
            && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_'))
    };
    match text.strip_prefix('@') {
        Some(scoped) => scoped.split_once('/').is_some_and(|(scope, name)| part(scope) && part(name)),
        None => part(text),
    }
}

/// A plain file name, which no command could take for an option.
fn is_file_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report;

    const INTEGRITY: &str =
        "sha512-t6aNIvNa1T+ZR5IkJARqjTy+U5LH59FuWok4QoXa/RpT4C0njeeE/SdUzvvhwmH3ji/Rh6EX4zgbx/v5yGtG8Q==";

    #[test]
    fn a_release_is_what_its_entry_says() {
        let text = format!(
            "some-client:\n  package: \"@scope/some-client\"\n  program: some\n  releases:\n    2.1.99:\n      released: 2026-04-23\n      checked: 2026-11-22\n      integrity: {INTEGRITY}\n      reason: The first.\n    2.1.118:\n      released: 2026-05-23\n      checked: 2026-11-22\n      integrity: {INTEGRITY}\n      reason: The second.\n"
        );
        let (clients, diagnostics) = clients(&SourceFile::new("doctests/clients.yaml", text.as_str()));
        assert_eq!(diagnostics, []);
        let client = clients.client("some-client").unwrap();
        let names: Vec<String> = client.releases.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["some-client@2.1.99", "some-client@2.1.118"]);
        let release = client.release(&"2.1.118".parse().unwrap()).unwrap();
        assert_eq!(release.archive.integrity.to_string(), INTEGRITY);
        assert_eq!(release.archive.package, client.package);
        assert_eq!(release.place.file.slice(release.place.span), "2.1.118");
    }

    #[test]
    fn an_earlier_release_comes_from_the_earlier_package() {
        let release = |version: &str| {
            format!(
                "    {version}:\n      released: 2026-04-23\n      checked: 2026-11-22\n      integrity: {INTEGRITY}\n      reason: One.\n"
            )
        };
        let text = format!(
            "some-client:\n  package: \"@scope/some-client\"\n  program: some\n  earlier: {{ package: \"@scope/scripts\", program: some.js, before: 2.1.110 }}\n  releases:\n{}{}",
            release("2.1.109"),
            release("2.1.110"),
        );
        let (clients, diagnostics) = clients(&SourceFile::new("doctests/clients.yaml", text.as_str()));
        assert_eq!(diagnostics, []);
        let packages: Vec<(&str, bool)> = clients.clients[0]
            .releases
            .iter()
            .map(|release| (release.archive.package.name.as_str(), release.archive.package.is_script()))
            .collect();
        assert_eq!(packages, [("@scope/scripts", true), ("@scope/some-client", false)]);
    }

    /// The clients and the messages of a file that names this client, package and program.
    fn named(name: &str, package: &str, program: &str) -> (usize, Vec<String>) {
        let text = format!("{name}:\n  package: \"{package}\"\n  program: \"{program}\"\n  releases: {{}}\n");
        let (clients, faults) = clients(&SourceFile::new("doctests/clients.yaml", text.as_str()));
        (clients.clients.len(), faults.into_iter().map(|fault| fault.message).collect())
    }

    #[test]
    fn what_a_command_could_take_for_something_else_is_no_name() {
        for package in ["some-client", "@scope/some.client", "7zip"] {
            assert_eq!(named("some-client", package, "some-1.js"), (1, Vec::new()), "{package}");
        }
        for name in ["1client", "someClient"] {
            assert_eq!(named(name, "a", "b"), (0, vec![format!("`{name}` is no client's name")]));
        }
        for package in ["-g", "a/b", "@-g/a", "@a/-g", "@a", "a@2"] {
            assert_eq!(named("a", package, "b"), (0, vec![format!("`{package}` names no package")]));
        }
        for program in ["-c", "a/b", ".hidden"] {
            assert_eq!(named("a", "b", program), (0, vec![format!("`{program}` is no file of a package")]));
        }
    }

    #[test]
    fn a_version_is_published_or_never_published_and_not_both() {
        let text = format!(
            "a:\n  package: a\n  program: b\n  never_published: [2.1.100, 2.1.99, two]\n  releases:\n    2.1.99:\n      released: 2026-04-23\n      checked: 2026-11-22\n      integrity: {INTEGRITY}\n      reason: One.\n"
        );
        let (clients, faults) = clients(&SourceFile::new("doctests/clients.yaml", text.as_str()));
        assert_eq!(clients.clients[0].never_published, ["2.1.100".parse().unwrap()]);
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(messages, ["`2.1.99` was published: it is listed below", "`two` is no version"]);
    }

    #[test]
    fn every_fault_of_every_client_is_named() {
        let text = format!(
            "Claude:\n  package: a\n  program: b\n  releases: {{}}\nfirst:\n  package: --registry=x\n  program: ../b\n  releases: {{}}\nsecond:\n  package: a\n  program: b\n  releases:\n    2.1.118:\n      released: 2026-02-30\n      checked: 2026-1-1\n      integrity: sha1-x\n      reason: ''\n    2.1:\n      released: 2026-02-01\n      checked: 2026-01-01\n      integrity: {INTEGRITY}\n      raeson: x\nthird:\n  package: a\n  program: b\n  releases:\n    2.0.0:\n      released: 2026-01-01\n"
        );
        let mut diagnostics = clients(&SourceFile::new("doctests/clients.yaml", text.as_str())).1;
        let text = format!(
            "first:\n  package: a\n  program: b\n  releases:\n    2.0.0:\n      released: 2026-02-02\n      checked: 2026-02-01\n      integrity: {INTEGRITY}\n      reason: x\n    two:\n      released: 2026-02-01\n      checked: 2026-02-01\n      integrity: {INTEGRITY}\n      reason: x\n    1.2.10:\n      released: 2026-02-01\n      checked: 2026-02-01\n      integrity: {INTEGRITY}\n      reason: x\n    1.2.9:\n      released: 2026-02-01\n      checked: 2026-02-01\n      integrity: {INTEGRITY}\n      reason: x\nsecond:\n  package: \"@scope\"\n  program: b\n  releases: {{}}\nthird:\n  package: a\n  program: b\n  releases:\n    2.1.118:\n      released: 2026-02-30\n      checked: 2026-1-1\n      integrity: sha1-x\n      reason: ''\n"
        );
        let (read, faults) = clients(&SourceFile::new("doctests/clients.yaml", text.as_str()));
        diagnostics.extend(faults);
        assert_eq!(read.clients[0].releases.len(), 2);
        insta::assert_snapshot!(report::human(&diagnostics, false));
    }

    #[test]
    fn the_committed_file_has_no_fault() {
        let text = include_str!("../../clients.yaml");
        let (clients, diagnostics) = clients(&SourceFile::new("doctests/clients.yaml", text));
        assert_eq!(report::human(&diagnostics, false), "");
        assert!(clients.clients.iter().all(|client| !client.releases.is_empty()));
    }
}
