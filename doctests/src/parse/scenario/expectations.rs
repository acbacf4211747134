//! Expectations: at least one, each able to fail, and a boundary that really lies between its two sides.

use jiff::SignedDuration;

use super::Check;
use crate::diagnostic::Code;
use crate::exchange::Endpoint;
use crate::scenario::expect::StoredLoginExpected;
use crate::scenario::{BoundaryOf, Expect, Step};

/// Both sides of a boundary lie this near to each other, or the figure between them is a guess.
const WIDEST_BOUNDARY: SignedDuration = SignedDuration::from_secs(60);

impl Check<'_> {
    pub(super) fn expectations(&mut self) {
        self.expect("expect", &self.document.expect);
        if let Some(boundary) = &self.document.boundary {
            self.expect("boundary.expect", &boundary.expect);
        }
    }

    fn expect(&mut self, path: &str, expect: &Expect) {
        let at = |key: &str| format!("{path}.{key}");
        // What only releases print cannot fail on our own client.
        if (Expect { releases_print: Vec::new(), ..expect.clone() }) == Expect::default() {
            let fault = self.at_key(Code::ScenarioVacuous, path, "nothing is expected that could fail");
            self.push(fault.help("add `outcome: …`, `exit: …` or `exchanges: […]`"));
        }
        for (key, empty) in [
            ("prints", expect.prints.is_empty()),
            ("releases_print", expect.releases_print.is_empty()),
            ("never_prints", expect.never_prints.is_empty()),
            ("counts", expect.counts.is_empty()),
            ("never", expect.never.is_empty()),
        ] {
            if empty && self.tree.has(&at(key)) {
                let fault =
                    self.at_key(Code::ScenarioVacuous, &at(key), format!("an empty `{key}` cannot fail"));
                self.push(fault.help(format!("fill `{key}` or remove it")));
            }
        }
        let texts = [("prints", &expect.prints), ("never_prints", &expect.never_prints)];
        let texts = texts.into_iter().flat_map(|(key, texts)| {
            texts.iter().enumerate().map(move |(index, text)| (format!("{key}[{index}]"), text))
        });
        let of_releases = expect.releases_print.iter().enumerate();
        let of_releases =
            of_releases.map(|(index, text)| (format!("releases_print[{index}].text"), &text.text));
        for (key, _) in texts.chain(of_releases).filter(|(_, text)| text.trim().is_empty()) {
            self.push(self.at(Code::ScenarioVacuous, &at(&key), "every text holds an empty text"));
        }
        self.exit_codes(path, expect);
        self.exchanges(path, expect);
        if let Some(elapsed) = &expect.elapsed {
            self.duration(&at("elapsed"), elapsed.value, SignedDuration::ZERO);
        }
        if let Some(login) = &expect.stored_login
            && let StoredLoginExpected::Holds { mode: Some(mode), .. } = &login.value
        {
            self.mode(&at("stored_login.mode"), mode);
        }
    }

    fn exit_codes(&mut self, path: &str, expect: &Expect) {
        let exits: usize = self.document.steps.iter().map(|step| step.exits()).sum();
        let whole = |code: &i32| (0..=255).contains(code);
        if let Some(exit) = &expect.exit {
            let path = format!("{path}.exit");
            if exits == 0 {
                let message = "no command of this scenario comes to an exit code";
                self.push(self.at_key(Code::ScenarioVacuous, &path, message));
            }
            if !whole(&exit.value) {
                self.push(self.at(Code::ScenarioSyntax, &path, "no exit code").expected("0 to 255"));
            }
        }
        if let Some(codes) = &expect.exits {
            let path = format!("{path}.exits");
            if codes.len() != exits {
                let fault =
                    self.at(Code::ScenarioVacuous, &path, "not as many exit codes as commands that exit");
                let seen = format!("{} exit codes", codes.len());
                self.push(fault.expected(format!("{exits} exit codes")).seen(seen));
            }
            for (index, _) in codes.iter().enumerate().filter(|(_, code)| !whole(code)) {
                let fault = self.at(Code::ScenarioSyntax, &format!("{path}[{index}]"), "no exit code");
                self.push(fault.expected("0 to 255"));
            }
        }
        if expect.exit.is_some() && expect.exits.is_some() {
            let fault = self.at_key(
                Code::ScenarioSyntax,
                &format!("{path}.exits"),
                "`exits` stands in place of `exit`",
            );
            self.push(fault.help("keep one of them"));
        }
    }

    fn exchanges(&mut self, path: &str, expect: &Expect) {
        let Some(exchanges) = &expect.exchanges else { return };
        for (index, exchange) in exchanges.iter().enumerate() {
            let refused = exchange.status.is_some_and(|status| status >= 300);
            let problem = if exchange.issues.is_empty() {
                continue;
            } else if exchange.endpoint != Endpoint::Token {
                format!("the endpoint `{}` issues no tokens", exchange.endpoint)
            } else if refused {
                "a refusal issues no tokens".to_owned()
            } else {
                continue;
            };
            self.push(self.at(Code::ScenarioSyntax, &format!("{path}.exchanges[{index}]"), problem));
        }
        for (endpoint, count) in &expect.counts {
            let listed = exchanges.iter().filter(|exchange| exchange.endpoint == *endpoint).count();
            if usize::try_from(count.value) != Ok(listed) {
                let path = format!("{path}.counts.{endpoint}");
                let fault =
                    self.at(Code::ScenarioSyntax, &path, "`counts` and `exchanges` contradict each other");
                self.push(fault.expected(format!("{listed}, as `exchanges` has it")).seen(count.to_string()));
            }
        }
    }

    pub(super) fn boundary(&mut self) {
        let Some(boundary) = &self.document.boundary else { return };
        let document = self.document;
        let near = match boundary.of.value {
            BoundaryOf::StoredLoginExpiresIn => {
                document.given.stored_login.as_ref().and_then(|login| login.expires_in)
            }
            BoundaryOf::StoredLoginRefreshExpiresIn => {
                document.given.stored_login.as_ref().and_then(|login| login.refresh_expires_in)
            }
            BoundaryOf::Advance => {
                let mut advances = document.steps.iter().filter_map(|step| match &step.value {
                    Step::Advance(by) => Some(*by),
                    _ => None,
                });
                advances.next().filter(|_| advances.next().is_none())
            }
        };
        let Some(near) = near else {
            let message = match boundary.of.value {
                BoundaryOf::StoredLoginExpiresIn => "`given.stored_login.expires_in` is not there",
                BoundaryOf::StoredLoginRefreshExpiresIn => {
                    "`given.stored_login.refresh_expires_in` is not there"
                }
                BoundaryOf::Advance => "there is not exactly one `advance` step",
            };
            self.push(self.at(Code::ScenarioSyntax, "boundary.of", message));
            return;
        };
        let (at, beyond) = (boundary.at.value, boundary.beyond.value);
        let least = match boundary.of.value {
            BoundaryOf::StoredLoginExpiresIn | BoundaryOf::StoredLoginRefreshExpiresIn => SignedDuration::MIN,
            BoundaryOf::Advance => SignedDuration::from_millis(1),
        };
        self.duration("boundary.at", at, least);
        self.duration("boundary.beyond", beyond, least);
        if near == beyond {
            self.push(self.at(Code::ScenarioVacuous, "boundary.beyond", "the far side is the given side"));
        } else if at < near.min(beyond) || at > near.max(beyond) {
            let fault =
                self.at(Code::ScenarioVacuous, "boundary.at", "the threshold is not between its two sides");
            self.push(
                fault
                    .expected(format!("from {:#} to {:#}", near.min(beyond), near.max(beyond)))
                    .seen(format!("{at:#}")),
            );
        } else if near.checked_sub(beyond).is_none_or(|apart| apart.abs() > WIDEST_BOUNDARY) {
            let fault = self.at(Code::ScenarioVacuous, "boundary.beyond", "the two sides are too far apart");
            self.push(fault.expected(format!("at most 60s from {near:#}")).seen(format!("{beyond:#}")));
        }
        if boundary.expect == document.expect {
            let fault = self.at_key(Code::ScenarioVacuous, "boundary.expect", "both sides expect the same");
            self.push(fault.help("expect what differs on the far side"));
        }
    }
}
