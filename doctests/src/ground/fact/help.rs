//! What the notes under an ungrounded fact list: what the citation says, and who says the fact.

use std::fmt::Write as _;

use crate::id::Id;

use crate::ground::license::License;
use crate::ground::nearest::likeness;

/// How many names or texts are listed before the rest is only counted.
const SHOWN: usize = 5;

/// The names nearest to `wanted`, and how many more there are.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a String>, wanted: &str) -> String {
    let mut ranked: Vec<(f64, &str)> =
        names.into_iter().map(|name| (likeness(wanted, name), name.as_str())).collect();
    ranked.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.cmp(b)));
    ranked.dedup_by(|(_, a), (_, b)| a == b);
    let mut text =
        one_of(ranked.iter().take(SHOWN).map(|(_, name)| format!("`{name}`")), "nothing of the kind");
    if ranked.len() > SHOWN {
        let _ = write!(text, " and {} more", ranked.len() - SHOWN);
    }
    text
}

/// What each citation says, as notes; where there are many, what those nearest to `wanted` say.
pub(super) fn by_citation(
    cited: &[(&Id, &License)],
    wanted: &str,
    verb: &str,
    texts: impl Fn(&License) -> Vec<String>,
    says: impl Fn(&License) -> String,
) -> Vec<String> {
    if cited.len() <= SHOWN {
        return cited.iter().map(|(id, license)| format!("`{id}` {verb} {}", says(license))).collect();
    }
    let nearest =
        |license: &License| texts(license).iter().map(|text| likeness(wanted, text)).fold(0.0, f64::max);
    let mut ranked: Vec<(f64, &Id, &License)> =
        cited.iter().map(|(id, license)| (nearest(license), *id, *license)).collect();
    ranked.sort_by(|(one, a, _), (other, b, _)| other.total_cmp(one).then_with(|| a.cmp(b)));
    let mut notes: Vec<String> = ranked
        .iter()
        .take(SHOWN)
        .map(|(_, id, license)| format!("`{id}` {verb} {}", says(license)))
        .collect();
    notes.push(format!("and {} more citations say nothing nearer", cited.len() - SHOWN));
    notes
}

/// Items joined by commas, or `none`.
pub(super) fn one_of(items: impl Iterator<Item = String>, none: &str) -> String {
    let joined = items.collect::<Vec<_>>().join(", ");
    if joined.is_empty() { none.to_owned() } else { joined }
}

/// Which scenario or source of the whole catalog says it: first those of a cited topic, then by likeness of ids.
pub(super) fn who_says(
    everyone: &[(&Id, &License)],
    cited: &[(&Id, &License)],
    says: impl Fn(&License) -> bool,
) -> String {
    let near = |id: &Id| {
        let of_topic = cited.iter().any(|(cited, _)| cited.topic() == id.topic());
        let alike = cited.iter().map(|(cited, _)| likeness(cited.as_str(), id.as_str())).fold(0.0, f64::max);
        if of_topic { alike + 1.0 } else { alike }
    };
    let mut who: Vec<(f64, &Id)> = everyone
        .iter()
        .filter(|(id, license)| !cited.iter().any(|(cited, _)| cited == id) && says(license))
        .map(|(id, _)| (near(id), *id))
        .collect();
    who.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.cmp(b)));
    match who.as_slice() {
        [] => "nothing in the catalog says it: say what the citation shows, or write the scenario that shows this"
            .to_owned(),
        [(_, first)] => format!("`{first}` says it: cite that, or say what this citation shows"),
        [(_, first), rest @ ..] => {
            format!("`{first}` says it (and {} more): cite that, or say what this citation shows", rest.len())
        }
    }
}
