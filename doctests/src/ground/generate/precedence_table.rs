//! Which of two credentials is sent, for every pair that a scenario has: in `claude -p`, in a session, and with `--bare`.

use std::collections::BTreeMap;

use crate::id::Id;

use super::Scope;
use super::credential_pair::{CREDENTIALS, PLACES, pairs};
use crate::ground::cell;

/// One row for each credential alone and for each two of them, when a scenario shows what is sent.
pub(super) fn write(scope: Scope<'_>) -> String {
    let mut rows: BTreeMap<Vec<usize>, [Option<String>; PLACES.len()]> = BTreeMap::new();
    for pair in pairs(scope.checker.catalog) {
        let cell = &mut rows.entry(pair.there).or_default()[pair.place];
        cell.get_or_insert_with(|| sent_cell(&pair.sent, pair.id));
    }
    let row = |(there, cells): (Vec<usize>, [Option<String>; PLACES.len()])| {
        let names = there.iter().map(|credential| CREDENTIALS[*credential]).collect::<Vec<_>>();
        let first = if let [one] = names[..] { format!("only {one}") } else { names.join(" and ") };
        let cells = cells.map(|cell| cell.unwrap_or_else(|| "not recorded".to_owned()));
        std::iter::once(first).chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = rows.into_iter().map(row).collect();
    let [print, session, bare] = PLACES.map(|(name, _)| name);
    cell::table(&["What is set", print, session, bare], &rows)
}

fn sent_cell(sent: &[usize], id: &Id) -> String {
    let names: Vec<&str> = sent.iter().map(|credential| CREDENTIALS[*credential]).collect();
    let sent = if names.is_empty() { "nothing".to_owned() } else { names.join(" beside ") };
    format!("{sent}[^{id}]")
}

#[cfg(test)]
mod tests {
    use super::super::credential_pair::sample::holding;
    use super::*;
    use crate::ground::Checker;
    use crate::ground::sample::page;

    fn table(scenarios: &[(&str, &str, &str, &str)]) -> String {
        let catalog = holding(scenarios);
        let page = page("choosing", "# Choosing\n");
        let checker = Checker::new(&catalog, std::slice::from_ref(&page));
        write(Scope { page: &page, checker: &checker })
    }

    const BOTH: &str =
        "env: { ANTHROPIC_API_KEY: K1 }, stored_login: { access: A1, refresh: R1, expires_in: 2h }";

    #[test]
    fn a_pair_is_one_row_and_each_place_a_column() {
        insta::assert_snapshot!(table(&[
            ("precedence.key", BOTH, "prompt", "messages K1 -> 200"),
            ("precedence.key-in-session", BOTH, "typed_prompt", "messages K1 -> 200"),
            ("bare.login", "stored_login: { access: A1, refresh: R1, expires_in: 2h }", "bare_prompt", ""),
            (
                "precedence.beside",
                "env: { ANTHROPIC_AUTH_TOKEN: T1, ANTHROPIC_API_KEY: K1 }",
                "prompt",
                "messages T1+K1 -> 200"
            ),
        ]));
    }

    #[test]
    fn a_policy_that_forbids_a_key_and_a_bad_certificate_show_no_precedence() {
        let forbidden = "env: { ANTHROPIC_API_KEY: K1 }, managed_settings: { forceLoginMethod: claudeai }";
        let unknown =
            "stored_login: { access: A1, refresh: R1, expires_in: 2h }, certificate: unknown-authority";
        let table =
            table(&[("managed.key", forbidden, "prompt", ""), ("faults.certificate", unknown, "prompt", "")]);
        assert!(!table.contains("[^managed.key]") && !table.contains("[^faults.certificate]"), "{table}");
    }

    #[test]
    fn a_refused_credential_and_a_login_that_is_refreshed_show_no_precedence() {
        let refused = format!("{BOTH}, resource_server: {{ revoked: [K1] }}");
        let expired = "stored_login: { access: A1, refresh: R1, expires_in: -1h }";
        let table = table(&[
            ("precedence.refused", &refused, "prompt", "messages K1 -> 401"),
            ("refresh.ended", expired, "prompt", "token R1 -> 200 issues A2 R2, messages A2 -> 200"),
        ]);
        assert!(!table.contains("[^precedence.refused]") && !table.contains("[^refresh.ended]"), "{table}");
    }
}
