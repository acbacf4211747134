//! Between which two neighbouring versions a scenario begins or ceases to hold: halves the list until they are found.

use anyhow::Result;
use semver::Version;

/// What a scenario does on a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Probed {
    /// Every run passes.
    Passes,
    /// Every run fails.
    Fails,
    /// Neither: it varies, comes to no verdict, or cannot run; why.
    Unclear(String),
}

/// Where the search ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The one differs from the other.
    Between {
        /// The last version of the old behaviour.
        below: Version,
        /// The first version of the new one.
        above: Version,
        /// Whether it passes from `above` on.
        begins: bool,
        /// Versions between them that are unclear.
        unclear: usize,
    },
    /// Both ends do the same, so that there is nothing to halve.
    Same(Probed),
    /// An end is unclear.
    UnclearEnd(Version, String),
}

/// Probes the first and the last of `versions` (oldest first), then halves.
pub fn bisect(versions: &[Version], mut probe: impl FnMut(&Version) -> Result<Probed>) -> Result<Found> {
    let (Some(first), Some(last)) = (versions.first(), versions.last()) else {
        return Ok(Found::Same(Probed::Unclear("there is no version to probe".to_owned())));
    };
    let before = probe(first)?;
    let after = if last == first { before.clone() } else { probe(last)? };
    for (version, probed) in [(first, &before), (last, &after)] {
        if let Probed::Unclear(why) = probed {
            return Ok(Found::UnclearEnd(version.clone(), why.clone()));
        }
    }
    if before == after {
        return Ok(Found::Same(before));
    }
    let (mut low, mut high) = (0, versions.len() - 1);
    // Between them, what is left to probe, the middle first: an unclear one is gone round.
    let mut left: Vec<usize> = (low + 1..high).collect();
    while !left.is_empty() {
        let middle = left.remove(left.len() / 2);
        let probed = probe(&versions[middle])?;
        if probed == before {
            low = middle;
        } else if probed == after {
            high = middle;
        }
        left.retain(|at| low < *at && *at < high);
    }
    Ok(Found::Between {
        below: versions[low].clone(),
        above: versions[high].clone(),
        begins: after == Probed::Passes,
        unclear: high - low - 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(number: u64) -> Vec<Version> {
        (0..number).map(|patch| Version::new(2, 1, patch)).collect()
    }

    fn found(number: u64, does: impl Fn(u64) -> Probed) -> (Found, usize) {
        let mut probes = 0;
        let found = bisect(&versions(number), |version| {
            probes += 1;
            Ok(does(version.patch))
        });
        (found.unwrap(), probes)
    }

    #[test]
    fn the_first_version_that_passes_is_found_in_few_probes() {
        for change in 1..200 {
            let (found, probes) =
                found(200, |patch| if patch >= change { Probed::Passes } else { Probed::Fails });
            let (below, above) = (Version::new(2, 1, change - 1), Version::new(2, 1, change));
            assert_eq!(found, Found::Between { below, above, begins: true, unclear: 0 });
            assert!(probes <= 10, "{probes}");
        }
    }

    #[test]
    fn unclear_versions_are_gone_round() {
        let (found, _) = found(20, |patch| match patch {
            9..=11 => Probed::Unclear("it varies".to_owned()),
            0..9 => Probed::Passes,
            _ => Probed::Fails,
        });
        let (below, above) = (Version::new(2, 1, 8), Version::new(2, 1, 12));
        assert_eq!(found, Found::Between { below, above, begins: false, unclear: 3 });
    }

    #[test]
    fn ends_that_do_the_same_or_nothing_end_the_search() {
        assert_eq!(found(20, |_| Probed::Fails), (Found::Same(Probed::Fails), 2));
        let unclear = || Probed::Unclear("not run".to_owned());
        assert!(matches!(
            found(20, |patch| if patch == 0 { unclear() } else { Probed::Fails }).0,
            Found::UnclearEnd(..)
        ));
        assert_eq!(found(1, |_| Probed::Passes), (Found::Same(Probed::Passes), 1));
    }
}
