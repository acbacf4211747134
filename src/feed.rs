//! The Atom feed of behaviour changes: one entry for every version that changed something, newest first.
//!
//! Pure, and dated by `clients.yaml`. An entry's id is made from its version alone, so a reader of the feed keeps
//! knowing it whatever the site's address is and whatever is written about the version later.

use std::fmt::Write as _;

use anyhow::{Result, anyhow};
use atom_syndication::{Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text, TextType};
use doctests::ground::{Change, changes};
use doctests::page::Page;
use semver::Version;
use uuid::Uuid;

use crate::evidence::{anchor, escaped};
use crate::project::Project;
use crate::releases::Dates;

/// The generated block whose rows the feed has.
const BLOCK: &str = "behavior-changes";
/// What the ids are made in; it never changes.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f61_7468_626f_4f6b_8a01_6265_6861_7669);

/// The feed's name beside `page`, when that is the page with its rows.
pub fn name(page: &Page) -> Option<String> {
    page.generated.iter().any(|block| block.name == BLOCK).then(|| format!("{}.xml", page.name))
}

/// The feed with its path from the root of the site; none when no page lists the changes.
pub fn feed(project: &Project) -> Result<Option<(String, String)>> {
    let found = project.pages.iter().find_map(|page| Some((page, name(page)?)));
    let Some((page, name)) = found else { return Ok(None) };
    project.judge_records();
    let title = project.config.book.title.as_deref().unwrap_or("Oathbook");
    let dates = &project.releases().dates;
    let changes: Vec<Change<'_>> =
        changes(&project.catalog).into_iter().filter(|change| change.bound.adjacent).collect();
    let entries: Vec<Entry> = changes
        .chunk_by(|one, other| one.bound.above == other.bound.above)
        .filter_map(|changes| Some(entry(page, dates.get(&changes[0].bound.above)?, changes)))
        .collect::<Result<_>>()?;
    let updated = entries.iter().map(|entry| entry.updated).max();
    let feed = Feed {
        title: Text::plain(format!("{title}: behaviour changes")),
        id: id(BLOCK),
        // A feed without entries was never updated; the format asks for a date all the same.
        updated: updated.unwrap_or_default(),
        authors: vec![Person { name: "Oathbook".to_owned(), ..Person::default() }],
        generator: Some(Generator { value: "oathbook".to_owned(), ..Generator::default() }),
        links: vec![link("self", &name), link("alternate", &format!("{}.html", page.name))],
        entries,
        ..Feed::default()
    };
    Ok(Some((name, format!("{}\n", feed.to_string()))))
}

fn entry(page: &Page, dates: &Dates, changes: &[Change<'_>]) -> Result<Entry> {
    let version: &Version = &changes[0].bound.above;
    let address = format!("{}.html", page.name);
    let day: FixedDateTime = format!("{}T00:00:00Z", dates.released)
        .parse()
        .map_err(|error| anyhow!("{version} was released on `{}`: {error}", dates.released))?;
    let mut html = String::from("<ul>");
    for change in changes {
        let anchor = anchor(&change.scenario.id);
        // Writing to a String cannot fail.
        let _ = write!(html, "<li><a href=\"{address}#{anchor}\">{}</a></li>", escaped(&change.words()));
    }
    html.push_str("</ul>");
    let counted = crate::examination::counted(changes.len(), "change");
    Ok(Entry {
        title: Text::plain(format!("Claude Code {version}: {counted} of behaviour")),
        id: id(&format!("{BLOCK}/{version}")),
        updated: day,
        published: Some(day),
        links: vec![link("alternate", &address)],
        summary: Some(Text {
            value: changes.iter().map(Change::words).collect::<Vec<_>>().join(". "),
            r#type: TextType::Text,
            ..Text::default()
        }),
        content: Some(Content {
            content_type: Some("html".to_owned()),
            value: Some(html),
            ..Content::default()
        }),
        ..Entry::default()
    })
}

fn id(name: &str) -> String {
    Uuid::new_v5(&NAMESPACE, name.as_bytes()).urn().to_string()
}

fn link(rel: &str, href: &str) -> Link {
    Link { rel: rel.to_owned(), href: href.to_owned(), ..Link::default() }
}
