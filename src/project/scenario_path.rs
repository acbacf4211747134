//! The id of a scenario, from the path of its file.

use doctests::id::{Id, SOURCE_TOPIC};

use super::SCENARIOS;

/// `doctests/scenarios/refresh/early-revocation.yaml` is `refresh.early-revocation`.
pub(super) fn id(path: &str) -> Result<Id, String> {
    let below = path.strip_prefix(SCENARIOS).unwrap_or(path).trim_start_matches('/');
    let Some(stem) = below.strip_suffix(".yaml") else {
        return Err(format!("`{below}` is no scenario: its name does not end in .yaml"));
    };
    if stem.contains('.') {
        return Err(format!("`{below}` has a dot in its name, which would read as a folder"));
    }
    let Some((topic, _)) = stem.split_once('/') else {
        return Err(format!("`{below}` lies outside a topic's folder"));
    };
    if topic == SOURCE_TOPIC {
        return Err(format!("the topic `{SOURCE_TOPIC}` is kept for sources"));
    }
    stem.replace('/', ".").parse().map_err(|error: doctests::id::NotAnId| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_gives_the_id() {
        assert_eq!(
            id("doctests/scenarios/refresh/early-revocation.yaml").unwrap().as_str(),
            "refresh.early-revocation"
        );
        assert_eq!(
            id("doctests/scenarios/refresh/clock/ahead.yaml").unwrap().as_str(),
            "refresh.clock.ahead"
        );
    }

    #[test]
    fn a_misplaced_file_is_named() {
        for (path, problem) in [
            ("doctests/scenarios/stray.yaml", "outside a topic's folder"),
            ("doctests/scenarios/refresh/early.yml", "does not end in .yaml"),
            ("doctests/scenarios/refresh/a.b.yaml", "has a dot in its name"),
            ("doctests/scenarios/source/rfc.yaml", "kept for sources"),
            ("doctests/scenarios/refresh/Early.yaml", "is no id"),
        ] {
            let seen = id(path).unwrap_err();
            assert!(seen.contains(problem), "{path}: {seen}");
        }
    }
}
