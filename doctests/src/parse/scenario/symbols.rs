//! Symbols: each is given or issued before it is used, and of a kind that fits where it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use crate::diagnostic::Code;
use crate::exchange::Endpoint;
use crate::parse::nearest;
use crate::scenario::expect::StoredLoginExpected;
use crate::scenario::given::{HelperOutput, StoredToken};
use crate::scenario::variable::variable;
use crate::scenario::{Expect, Step, StoredLogin};
use crate::symbol::CredentialKind::{self, AccessToken, ApiKey, AuthToken, RefreshToken, SetupToken};
use crate::symbol::Symbol;

const BEARERS: &[CredentialKind] = &[AccessToken, ApiKey, AuthToken, SetupToken];
const OAUTH: &[CredentialKind] = &[AccessToken, RefreshToken, SetupToken];

impl Check<'_> {
    pub(super) fn symbols(&mut self) {
        let given = self.given_symbols();
        let rewritten = self.rewritten_symbols();
        self.expected_symbols("expect", &self.document.expect, &given, &rewritten);
        if let Some(boundary) = &self.document.boundary {
            self.expected_symbols("boundary.expect", &boundary.expect, &given, &rewritten);
        }
        self.revoked_symbols(&given.union(&rewritten).copied().collect());
    }

    /// What environment, settings and store give; kinds are checked on the way.
    fn given_symbols(&mut self) -> BTreeSet<Symbol> {
        let document = self.document;
        let mut given = BTreeSet::new();
        for (path, name, value) in document.given.variables() {
            let Ok(symbol) = value.parse::<Symbol>() else { continue };
            given.insert(symbol);
            if let Some(variable) = variable(name) {
                self.kind(&path, symbol, variable.holds, name);
            }
        }
        for (index, output) in document.given.settings.iter().flat_map(|s| &s.api_key_helper).enumerate() {
            if let HelperOutput::Key(symbol) = output {
                given.insert(*symbol);
                self.kind(
                    &format!("given.settings.apiKeyHelper[{index}].key"),
                    *symbol,
                    BEARERS,
                    "apiKeyHelper",
                );
            }
        }
        if let Some(login) = &document.given.stored_login {
            self.stored_symbols("given.stored_login", login, &mut given);
        }
        given
    }

    /// What steps write into the store: tokens of a sign-in elsewhere, or some that were issued in the meantime.
    fn rewritten_symbols(&mut self) -> BTreeSet<Symbol> {
        let mut rewritten = BTreeSet::new();
        for (index, step) in self.document.steps.iter().enumerate() {
            if let Step::RewriteStore(login) = &step.value {
                self.stored_symbols(&format!("steps[{index}].rewrite_store"), login, &mut rewritten);
            }
        }
        rewritten
    }

    fn stored_symbols(&mut self, path: &str, login: &StoredLogin, given: &mut BTreeSet<Symbol>) {
        if let Some(StoredToken::Token(symbol)) = login.access {
            given.insert(symbol);
            self.kind(&format!("{path}.access"), symbol, &[AccessToken, SetupToken], "access");
        }
        if let Some(StoredToken::Token(symbol)) = login.refresh {
            given.insert(symbol);
            self.kind(&format!("{path}.refresh"), symbol, &[RefreshToken], "refresh");
        }
    }

    fn expected_symbols(
        &mut self,
        path: &str,
        expect: &Expect,
        given: &BTreeSet<Symbol>,
        rewritten: &BTreeSet<Symbol>,
    ) {
        let mut taken = given.clone();
        let mut known: BTreeSet<Symbol> = given.union(rewritten).copied().collect();
        // Where no list says what is issued, the server issues the next numbers.
        let issued = match &expect.exchanges {
            Some(_) => BTreeSet::new(),
            None => self.next_numbers(&known, expect),
        };
        known.extend(&issued);
        for (index, exchange) in expect.exchanges.iter().flat_map(|exchanges| exchanges.iter()).enumerate() {
            let path = format!("{path}.exchanges[{index}]");
            for symbol in exchange.credential.into_iter().chain(exchange.beside) {
                self.credential(&path, exchange.endpoint, symbol);
                self.known(&path, symbol, &known);
            }
            for symbol in &exchange.issues {
                self.kind(&path, *symbol, OAUTH, "issues");
                known.insert(*symbol);
                if !taken.insert(*symbol) {
                    let message = format!("{symbol} is there already and cannot be issued again");
                    self.push(self.at(Code::ScenarioSymbol, &path, message));
                }
            }
        }
        for (index, never) in expect.never.iter().enumerate() {
            let Some(symbol) = never.credential else { continue };
            let path = format!("{path}.never[{index}]");
            self.credential(&path, never.endpoint, symbol);
            self.known(&path, symbol, &known);
        }
        if let Some(login) = &expect.stored_login
            && let StoredLoginExpected::Holds { access, refresh, .. } = &login.value
        {
            for (key, token, kinds) in
                [("access", access, &[AccessToken, SetupToken][..]), ("refresh", refresh, &[RefreshToken])]
            {
                let StoredToken::Token(symbol) = token else { continue };
                let path = format!("{path}.stored_login.{key}");
                self.kind(&path, *symbol, kinds, key);
                self.known(&path, *symbol, &known);
            }
        }
    }

    /// Lists of revoked credentials: they name what is given or will be issued.
    fn revoked_symbols(&mut self, given: &BTreeSet<Symbol>) {
        let document = self.document;
        let mut known = given.clone();
        for expect in [Some(&document.expect), document.boundary.as_ref().map(|boundary| &boundary.expect)] {
            let Some(expect) = expect else { continue };
            match &expect.exchanges {
                Some(exchanges) => {
                    known.extend(exchanges.iter().flat_map(|exchange| exchange.issues.clone()));
                }
                None => known.extend(self.next_numbers(given, expect)),
            }
        }
        let servers = &document.given;
        for (server, revoked, kinds) in [
            ("authorization_server", &servers.authorization_server.revoked, &[RefreshToken][..]),
            ("resource_server", &servers.resource_server.revoked, BEARERS),
        ] {
            for (index, symbol) in revoked.iter().enumerate() {
                let path = format!("given.{server}.revoked[{index}]");
                self.kind(&path, *symbol, kinds, server);
                self.known(&path, *symbol, &known);
            }
        }
        for (index, step) in document.steps.iter().enumerate() {
            let Step::Revoke(symbols) = &step.value else { continue };
            for (position, symbol) in symbols.iter().enumerate() {
                self.known(&format!("steps[{index}].revoke[{position}]"), *symbol, &known);
            }
        }
    }

    /// The access and refresh tokens that a server may issue in this scenario without its saying so.
    fn next_numbers(&self, given: &BTreeSet<Symbol>, expect: &Expect) -> BTreeSet<Symbol> {
        let last = |kind| given.iter().filter(|symbol| symbol.kind == kind).map(|symbol| symbol.number).max();
        let mut used: BTreeMap<CredentialKind, BTreeSet<u16>> = BTreeMap::new();
        let mut note = |symbol: Symbol| {
            used.entry(symbol.kind).or_default().insert(symbol.number);
        };
        let servers = &self.document.given;
        for symbol in servers.authorization_server.revoked.iter().chain(&servers.resource_server.revoked) {
            note(*symbol);
        }
        for step in &self.document.steps {
            if let Step::Revoke(symbols) = &step.value {
                symbols.iter().copied().for_each(&mut note);
            }
        }
        for never in &expect.never {
            never.credential.into_iter().for_each(&mut note);
        }
        if let Some(login) = &expect.stored_login
            && let StoredLoginExpected::Holds { access, refresh, .. } = &login.value
        {
            for token in [access, refresh] {
                if let StoredToken::Token(symbol) = token {
                    note(*symbol);
                }
            }
        }
        let mut issued = BTreeSet::new();
        for &kind in OAUTH {
            let mut next = last(kind).unwrap_or(0).saturating_add(1);
            while used.get(&kind).is_some_and(|numbers| numbers.contains(&next)) {
                issued.insert(Symbol { kind, number: next });
                next = next.saturating_add(1);
            }
        }
        issued
    }

    fn credential(&mut self, path: &str, endpoint: Endpoint, symbol: Symbol) {
        let kinds = match endpoint {
            Endpoint::Messages => BEARERS,
            Endpoint::Token => &[RefreshToken],
            Endpoint::Revoke => OAUTH,
        };
        self.kind(path, symbol, kinds, endpoint.as_str());
    }

    fn kind(&mut self, path: &str, symbol: Symbol, kinds: &[CredentialKind], place: &str) {
        if kinds.contains(&symbol.kind) {
            return;
        }
        let fault = self.at(Code::ScenarioSymbol, path, format!("{symbol} does not fit here"));
        let fits =
            kinds.iter().map(|kind| format!("{} ({}1)", kind.noun(), kind.letter())).collect::<Vec<_>>();
        let fault = match fits.as_slice() {
            [] => fault.expected(format!("no credential: `{place}` holds none")),
            fits => fault.expected(format!("for `{place}` {}", fits.join(" or "))),
        };
        self.push(fault.seen(format!("{symbol}, {}", symbol.kind.noun())));
    }

    fn known(&mut self, path: &str, symbol: Symbol, known: &BTreeSet<Symbol>) {
        if known.contains(&symbol) {
            return;
        }
        let fault = self
            .at(Code::ScenarioSymbol, path, format!("nothing gives or issues {symbol}"))
            .label(format!("{symbol} is not known here"));
        let names: Vec<String> =
            known.iter().filter(|known| known.kind == symbol.kind).map(Symbol::to_string).collect();
        let wanted = symbol.to_string();
        self.push(match nearest(&wanted, names.iter().map(String::as_str)) {
            Some(near) => {
                fault.help(format!("did you mean {near}? else let a `token` exchange before issue {symbol}"))
            }
            None => fault.help(format!(
                "give it (`stored_login`, `env`, `apiKeyHelper`) or let a `token` exchange issue {symbol}"
            )),
        });
    }
}
