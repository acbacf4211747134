//! What can be found: every heading of the book with the words below it, and the exact texts of every error entry.

use std::collections::{BTreeMap, BTreeSet};

use doctests::page::Page;
use doctests::parse::markdown;
use doctests::unit::{Unit, UnitKind};
use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;

use super::{Book, head, html_path};

mod packed;

/// A place of the book.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Its address from the root.
    address: String,
    /// Its heading.
    title: String,
    /// The heading of its page.
    page: String,
    /// The texts that a terminal prints when somebody needs this place.
    errors: Vec<String>,
    /// What the place asks its reader, and the rows of tables that lead here: the trouble in the words of those who have
    /// it.
    questions: Vec<String>,
    /// The other words below the heading, each once.
    words: String,
}

/// The pages about how the book is made, and the long lists of releases: who has trouble finds their headings, and is
/// not sent all of their words.
const APART: [&str; 8] = [
    "architecture",
    "between-versions",
    "changelog",
    "contributing",
    "coverage",
    "gallery",
    "measured",
    "printed-texts",
];

/// The pages for those whose text has no entry. `search.js`, which names them too, finds their sections by headings and
/// questions alone.
const OTHERWISE: &str = "troubleshooting-nothing-fits";

/// All places, as the function `oathbook_unpacked` of `search.js` takes them.
pub(super) fn places(book: &Book<'_>) -> String {
    let mut places: Vec<Place> = book.pages().flat_map(of_page).collect();
    for (address, row) in book.pages().flat_map(leads) {
        for place in places.iter_mut().filter(|place| place.address == address) {
            place.questions.push(row.clone());
        }
    }
    let (small, spellings) = (small(), spellings());
    for place in &mut places {
        let apart = APART
            .iter()
            .any(|page| place.address.strip_prefix(page).is_some_and(|rest| rest.starts_with(".html")));
        let asked = |words: &str| {
            words.split(' ').filter(|word| !apart && !small.contains(word)).collect::<Vec<_>>().join(" ")
        };
        place.words = if place.address.starts_with(OTHERWISE) { String::new() } else { asked(&place.words) };
        // Spelt before its words are told apart: `search.js` gets them without their order.
        let told: BTreeSet<String> =
            place.questions.iter().map(|question| asked(&spelt(question, &spellings))).collect();
        place.questions = told.into_iter().filter(|question| !question.is_empty()).collect();
    }
    drop_common(&mut places);
    // A text of plain structs always serializes; U+2028 and `</script>` do no harm in a file of its own.
    serde_json::to_string(&packed::Packed::of(&places)).unwrap_or_default()
}

/// Leaves out of `places` what tells no place from another: the words that stand below more than every 220th heading (with
/// more of them the first search would weigh more than 60 KiB), and numbers, which below a heading are releases and days.
/// A name with an underscore stays, for whoever looks for all that is said of it.
fn drop_common(places: &mut [Place]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in places.iter().flat_map(|place| place.words.split(' ')) {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    let most = places.len() / 220;
    for place in places {
        let number = |word: &str| word.chars().all(|character| character.is_ascii_digit());
        let told = |word: &&str| word.contains('_') || (counts[*word] <= most && !number(word));
        place.words = place.words.split(' ').filter(told).collect::<Vec<_>>().join(" ");
    }
}

/// The words that `search.js` never asks for, as it lists them.
fn small() -> BTreeSet<&'static str> {
    let listed = include_str!("asset/search.js")
        .split_once("SMALL = new Set((")
        .and_then(|(_, list)| list.split_once(").split("))
        .map_or("", |(list, _)| list);
    listed.split('"').skip(1).step_by(2).flat_map(str::split_whitespace).collect()
}

/// What people write in more than one way, and the one way for it, as `search.js` lists them.
fn spellings() -> Vec<(Regex, &'static str)> {
    let listed = include_str!("asset/search.js")
        .split_once("SPELLINGS = [")
        .and_then(|(_, list)| list.split_once("]];"))
        .map_or("", |(list, _)| list);
    let pairs = listed.split("[/").skip(1).filter_map(|pair| pair.split_once("/g, \""));
    pairs
        .map(|(ways, one)| {
            let ways = Regex::new(ways).expect("what a browser reads in search.js, this reads alike");
            (ways, one.split('"').next().unwrap_or_default())
        })
        .collect()
}

/// `text` as `search.js` spells it.
fn spelt(text: &str, spellings: &[(Regex, &str)]) -> String {
    spellings.iter().fold(text.to_owned(), |text, (ways, one)| ways.replace_all(&text, *one).into_owned())
}

/// The addresses of the error entries of `page`.
pub fn error_addresses(page: &Page) -> Vec<String> {
    of_page(page).into_iter().filter(|place| !place.errors.is_empty()).map(|place| place.address).collect()
}

/// The places of one page in their order.
pub(super) fn of_page(page: &Page) -> Vec<Place> {
    let mut places = Vec::new();
    let mut place = Place::new(page, None);
    let mut words = BTreeSet::new();
    // Inside of what: a definition of a citation, a link, a bold label, what a person sees.
    let (mut definition, mut link, mut strong, mut seen) = (false, false, false, false);
    for (event, range) in markdown::parser(&page.file.text).into_offset_iter() {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => definition = true,
            Event::End(TagEnd::FootnoteDefinition) => definition = false,
            Event::Start(Tag::Heading { .. }) => {
                let at = page.headings.iter().position(|heading| heading.span.start == range.start);
                if let Some(at) = at {
                    let heading = &page.headings[at];
                    places.push(place.with(&words));
                    words.clear();
                    seen = false;
                    place = Place::new(page, Some((&heading.anchor, &heading.text)));
                    place.questions = questions(page, at).collect();
                    if is_entry(page, &page.file.text[range]) {
                        place.errors.push(heading.text.clone());
                    }
                }
            }
            // The words of a link tell of the place it leads to.
            Event::Start(Tag::Link { .. }) => link = true,
            Event::End(TagEnd::Link) => link = false,
            Event::Start(Tag::Strong) => strong = true,
            Event::End(TagEnd::Strong) => strong = false,
            Event::Text(text) if strong && !definition => seen = &*text == "You see",
            Event::Code(code) if !definition && !link => {
                words.extend(split(&code));
                let code = code.to_string();
                let printed = code.contains(' ') && !code.starts_with("claude ");
                if seen && printed && !place.errors.is_empty() && !place.errors.contains(&code) {
                    place.errors.push(code);
                }
            }
            Event::Text(text) if !definition && !link => words.extend(split(&text)),
            _ => {}
        }
    }
    places.push(place.with(&words));
    places.retain(|place| !place.title.is_empty());
    places
}

/// What the section below the heading `at` of `page` asks its reader.
fn questions(page: &Page, at: usize) -> impl Iterator<Item = String> {
    let asked = move |unit: &&Unit| unit.kind == UnitKind::Question && unit.heading == Some(at);
    page.units.iter().filter(asked).map(|unit| split(&unit.text).collect::<Vec<_>>().join(" "))
}

/// The rows of tables on troubleshooting pages and of what heals by itself, without the links themselves, by the place
/// each link in them leads to.
fn leads(page: &Page) -> Vec<(String, String)> {
    let mut leads = Vec::new();
    let (mut row, mut links, mut inside) = (String::new(), Vec::new(), false);
    let tells = page.name.starts_with("troubleshooting") || page.name == "heals-by-itself";
    for event in markdown::parser(&page.file.text).filter(|_| tells) {
        match event {
            Event::Start(Tag::TableRow) => (row, links) = (String::new(), Vec::new()),
            Event::End(TagEnd::TableRow) => {
                let row = split(&row).collect::<Vec<_>>().join(" ");
                leads.extend(links.drain(..).map(|link| (link, row.clone())));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                inside = true;
                links.push(match dest_url.strip_prefix('#') {
                    Some(anchor) => format!("{}#{anchor}", html_path(page)),
                    None => dest_url.replace(".md", ".html"),
                });
            }
            Event::End(TagEnd::Link) => inside = false,
            Event::Text(text) | Event::Code(text) if !inside => row = row + &text + " ",
            _ => {}
        }
    }
    leads
}

impl Place {
    fn new(page: &Page, heading: Option<(&String, &String)>) -> Self {
        let Some((anchor, title)) = heading else { return Self::default() };
        let of_page = head::title(page);
        let address =
            if title == of_page { html_path(page) } else { format!("{}#{anchor}", html_path(page)) };
        Self { address, title: title.clone(), page: of_page.to_owned(), ..Self::default() }
    }

    fn with(mut self, words: &BTreeSet<String>) -> Self {
        let lines = self.questions.iter().chain(&self.errors).chain([&self.title]);
        let told: BTreeSet<String> = lines.flat_map(|text| split(text)).collect();
        let rest: Vec<&str> = words.difference(&told).map(String::as_str).collect();
        self.words = rest.join(" ");
        self
    }
}

/// Whether `heading` is an exact error text: alone between backticks, on a page for them.
fn is_entry(page: &Page, heading: &str) -> bool {
    let text = heading.trim_start_matches('#').trim();
    page.name.starts_with("troubleshooting") && text.len() > 2 && text.starts_with('`') && text.ends_with('`')
}

/// The words of `text` as the search knows them: names with `_` stay whole.
fn split(text: &str) -> impl Iterator<Item = String> {
    text.split(|character: char| !character.is_alphanumeric() && character != '_')
        .filter(|word| word.len() > 1)
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use doctests::parse;
    use doctests::source_file::SourceFile;
    use doctests::vocabulary::VocabularyDocument;

    use super::*;

    #[test]
    fn the_words_that_are_never_asked_for_are_those_of_the_script() {
        assert!(small().len() > 50);
        assert!(small().contains("because") && !small().contains("token"));
    }

    #[test]
    fn a_question_is_spelt_as_the_script_spells_it() {
        let spellings = spellings();
        let list = include_str!("asset/search.js").split_once("SPELLINGS = [").unwrap().1;
        assert_eq!(spellings.len(), list.split_once("]];").unwrap().0.matches("[/").count());
        let asked = "does vscode log me out or has it timed out";
        assert_eq!(spelt(asked, &spellings), "does vs code logged out or has it timeout");
    }

    #[test]
    fn the_pages_for_those_without_an_entry_are_those_of_the_script() {
        assert!(include_str!("asset/search.js").contains(&format!("const OTHERWISE = /^{OTHERWISE}/;")));
    }

    #[test]
    fn a_word_that_is_everywhere_tells_no_place_and_a_name_does() {
        let below = |words: &str| Place { words: words.to_owned(), ..Place::default() };
        let mut places: Vec<Place> = (0..7).map(|_| below("login a_name")).collect();
        places.extend((0..213).map(|_| below("keychain")));
        places[0].words.push_str(" tmux 118 v1beta");
        drop_common(&mut places);
        assert_eq!(places[0].words, "a_name tmux v1beta");
        assert_eq!(places[8].words, "", "213 of 220 are more than every 220th");
    }

    #[test]
    fn a_row_of_a_table_tells_of_the_place_it_leads_to() {
        let text = "# Situations\n\n| What you see | Read |\n|---|---|\n| A container forgets the login | [Containers](#containers)[^a.b] |\n                    | `503` | [Servers](troubleshooting-servers.md#api-error-500) |\n\n\
                    [^a.b]: [Title](x.yaml)\n";
        let file = SourceFile::new("docs/troubleshooting-situations.md", text);
        let (page, _) = parse::page(&file, &VocabularyDocument::default());
        let expected = [
            ("troubleshooting-situations.html#containers", "container forgets the login"),
            ("troubleshooting-servers.html#api-error-500", "503"),
        ];
        assert_eq!(leads(&page), expected.map(|(address, row)| (address.to_owned(), row.to_owned())));
    }

    #[test]
    fn what_a_section_asks_its_reader_is_kept_line_by_line() {
        let text = "# Situations\n\n## After sleep\n\nAre you logged out after `sleep`? Does it wake? It is renewed.[^a.b]\n\n\
                    [^a.b]: [Title](x.yaml)\n";
        let file = SourceFile::new("docs/troubleshooting-situations.md", text);
        let (page, _) = parse::page(&file, &VocabularyDocument::default());
        let [_, place] = of_page(&page).try_into().unwrap();
        assert_eq!(place.questions, ["are you logged out after sleep", "does it wake"]);
        assert_eq!(place.words, "is renewed", "what a question has is not sent twice");
    }

    #[test]
    fn an_entry_is_found_by_its_heading_and_by_what_a_person_sees() {
        let text = "# Troubleshooting\n\nStart here.\n\n## `Login expired · Please run /login`\n\n\
                    **You see** `Login expired · Run /login` or `401`.[^a.b]\n\n**Why** `Some other text`.\n\n\
                    [^a.b]: [Title](x.yaml)\n";
        let file = SourceFile::new("docs/troubleshooting.md", text);
        let (page, _) = parse::page(&file, &VocabularyDocument::default());
        let [top, entry] = of_page(&page).try_into().unwrap();
        assert_eq!((top.address.as_str(), top.errors.len()), ("troubleshooting.html", 0));
        assert_eq!(top.words, "here start");
        assert_eq!(entry.address, "troubleshooting.html#login-expired--please-run-login");
        assert_eq!(entry.errors, ["Login expired · Please run /login", "Login expired · Run /login"]);
        assert_eq!(entry.words, "401 or other some text", "what its texts have is not sent twice");
    }
}
