//! Which releases print which text: one row for each text of an entry that a checked release was seen to print.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use crate::id::Id;

use super::Scope;
use super::decision_table::address;
use crate::ground::cell;
use crate::ground::printed::answered;
use crate::ground::section::is_troubleshooting;

/// Sorted by text, without regard to capitals; a text of two entries leads to the first.
pub(super) fn write(scope: Scope<'_>) -> String {
    let catalog = scope.checker.catalog;
    let Some(printed) = catalog.printed.get() else { return String::new() };
    let mut by_line: BTreeMap<&str, Seen<'_>> = BTreeMap::new();
    for id in catalog.scenarios.keys() {
        let standing = catalog.standing(id);
        for (version, line) in printed.of(id) {
            let holds = standing.is_some_and(|standing| standing.inside().any(|on| on.version == *version));
            by_line.entry(line).or_default().entry(version).or_default().insert((!holds, id));
        }
    }
    let mut rows = BTreeMap::new();
    for page in scope.checker.pages.iter().filter(|page| is_troubleshooting(page)) {
        for answered in answered(page).iter().filter(|answered| is_printed_text(answered.text)) {
            let mut seen = Seen::new();
            for (_, of_line) in by_line.iter().filter(|(line, _)| answered.answers(line)) {
                for (version, ids) in of_line {
                    seen.entry(version).or_default().extend(ids);
                }
            }
            let Some(releases) = Releases::of(&seen) else { continue };
            let target = cell::destination(&address(scope.page, page, answered.entry));
            let text = format!("[{}]({target})", cell::code(answered.text));
            let [oldest, newest] = releases.cells();
            rows.entry(answered.text.to_lowercase()).or_insert_with(|| vec![text, oldest, newest]);
        }
    }
    cell::table(&["Text", "Oldest release", "Newest release"], &rows.into_values().collect::<Vec<_>>())
}

/// A name or a number alone is printed by many a text.
fn is_printed_text(text: &str) -> bool {
    text.contains(' ') && !text.starts_with("claude ")
}

/// For each release what printed a text there: whether the scenario claims nothing of it, so that those which hold come
/// first.
type Seen<'a> = BTreeMap<&'a Version, BTreeSet<(bool, &'a Id)>>;

/// The oldest and the newest release that were seen to print a text, each with a scenario in which it did.
struct Releases<'a> {
    oldest: (&'a Version, &'a Id),
    newest: (&'a Version, &'a Id),
}

impl<'a> Releases<'a> {
    /// By one scenario where one shows both as well as any.
    fn of(seen: &Seen<'a>) -> Option<Self> {
        let ((oldest, first), (newest, last)) = (seen.first_key_value()?, seen.last_key_value()?);
        let best = |ids: &BTreeSet<(bool, &'a Id)>| ids.first().map(|(elsewhere, _)| *elsewhere);
        let both = first
            .intersection(last)
            .find(|(elsewhere, _)| Some(*elsewhere) == best(first) && best(first) == best(last));
        let id = |ids: &BTreeSet<(bool, &'a Id)>| both.or(ids.first()).map(|(_, id)| *id);
        Some(Self { oldest: (oldest, id(first)?), newest: (newest, id(last)?) })
    }

    /// A cell for each; one citation is enough where one scenario shows both.
    fn cells(&self) -> [String; 2] {
        let ((oldest, first), (newest, last)) = (self.oldest, self.newest);
        let first = if first == last { String::new() } else { format!("[^{first}]") };
        [format!("{oldest}{first}"), format!("{newest}[^{last}]")]
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ground::Checker;
    use crate::ground::sample::{EARLY, catalog, page, scenario};
    use crate::judge::range::standing;
    use crate::printed::Printed;
    use crate::record::sample::{record, run};
    use crate::source_file::SourceFile;

    #[test]
    fn a_text_has_the_oldest_and_the_newest_release_that_printed_it() {
        let mut printed = Printed::default();
        // With exit code 1 the sample prints `Failed to authenticate`.
        let (mut catalog, mut records) = (catalog(), Vec::new());
        for (version, id, exit) in [
            ("2.1.117", "a.old", 1),
            ("2.1.118", "a.another", 1),
            ("2.1.118", "a.new", 1),
            ("2.1.330", "a.another", 1),
            ("2.1.330", "a.new", 1),
            ("2.1.332", "a.new", 0),
        ] {
            let scenario = scenario(id, EARLY);
            let record = record(version, &scenario, vec![run(&[], exit)]);
            printed.add(&SourceFile::new("r.json", record.render()), &record);
            catalog.scenarios.insert(scenario.id.clone(), scenario);
            if id == "a.new" {
                records.push(record);
            }
        }
        // Of the two that show the newest, one claims it.
        let new = scenario("a.new", EARLY);
        let standings = BTreeMap::from([(new.id.clone(), standing(&new, &records, &[]))]);
        catalog.standings.set(Arc::new(standings)).unwrap();
        catalog.printed.set(Arc::new(printed)).unwrap();
        let entry = "# More\n\n## `Failed to authenticate`\n\n**You see** it, or `401`, or `Failed … out`.\n";
        let page = page("troubleshooting-more", entry);
        let checker = Checker::new(&catalog, std::slice::from_ref(&page));
        insta::assert_snapshot!(write(Scope { page: &page, checker: &checker }));
    }
}
