//! What releases printed: a scenario licenses the lines that it expects, and of those what its newest release prints.

use std::collections::BTreeMap;

use semver::Version;

use super::{Era, License};
use crate::catalog::Catalog;
use crate::id::Id;
use crate::scenario::Scenario;
use crate::scenario::expect::ReleaseText;
use crate::standing::Claimed;

impl License {
    /// Adds what the records hold of `scenario`, line by line, and the texts that it expects of releases alone.
    pub(super) fn printed(&mut self, scenario: &Scenario, id: &Id, catalog: &Catalog) {
        let held = |version: &&Version| {
            catalog.standing(id).is_some_and(|standing| standing.inside().any(|on| on.version == **version))
        };
        let mut newest_of: BTreeMap<&str, &Version> = BTreeMap::new();
        let mut newest: Option<&Version> = None;
        for (version, line) in catalog.printed.get().into_iter().flat_map(|printed| printed.of(id)) {
            self.ran.insert(version.clone());
            if newest == Some(version) || held(&version) {
                // Versions come in order.
                newest = Some(version);
                newest_of.insert(line, version);
            } else {
                self.elsewhere.insert(line.to_owned());
            }
        }
        let newest_seen = catalog
            .standing(id)
            .and_then(|standing| standing.versions.iter().rev().find(|on| on.ran().is_some()));
        if newest_seen.is_some_and(|on| on.claimed != Claimed::Holds) {
            self.era = Era::Over;
        }
        let document = &scenario.document;
        let expects = [Some(&document.expect), document.boundary.as_ref().map(|boundary| &boundary.expect)];
        let of_releases: Vec<&ReleaseText> =
            expects.into_iter().flatten().flat_map(|expect| &expect.releases_print).collect();
        let mut expected: Vec<&str> = of_releases.iter().map(|text| text.text.as_str()).collect();
        for expect in expects.into_iter().flatten() {
            expected.extend(expect.prints.iter().map(|text| text.as_str()));
        }
        for (line, version) in newest_of {
            let texts = if !expected.iter().any(|text| line.contains(text)) {
                &mut self.unexpected
            } else if Some(version) == newest {
                &mut self.texts
            } else {
                &mut self.elsewhere
            };
            texts.insert(line.to_owned());
        }
        for text in of_releases {
            let now = newest.is_none_or(|newest| text.is_on(newest));
            let texts = if now { &mut self.texts } else { &mut self.elsewhere };
            texts.insert(text.text.value.clone());
        }
    }
}
