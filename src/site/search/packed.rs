//! What can be found as one small text: each page and each word once, which `search.js` unpacks.

use std::collections::BTreeMap;
use std::iter;

use serde::Serialize;

use super::Place;

/// All places, a third smaller than one after the other.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Packed<'a> {
    pages: Vec<Page<'a>>,
    /// Each word below a heading and of a question, with a space between.
    words: String,
    /// The same for where each word stands: the [way] from where it stood before. Places and questions are counted
    /// together, each place before its own questions.
    places: String,
}

/// How many digits a way has.
const BASE: u32 = 46;

/// The first digit of those that end a way: no space and no `"` is among them. Those of a way that goes on come next,
/// with `\\` among them, which JSON doubles.
const ENDS: u32 = '#' as u32;

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Page<'a> {
    #[serde(rename = "a")]
    address: &'a str,
    #[serde(rename = "p")]
    title: &'a str,
    #[serde(rename = "s")]
    sections: Vec<Section<'a>>,
}

/// A place without its page, its words and those of its questions.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Section<'a> {
    /// The part of its address after `#`, where its title does not tell it.
    #[serde(rename = "a", skip_serializing_if = "Option::is_none")]
    anchor: Option<&'a str>,
    #[serde(rename = "t")]
    title: &'a str,
    /// A text that is the title as well is sent as nothing.
    #[serde(rename = "e", skip_serializing_if = "Vec::is_empty")]
    errors: Vec<&'a str>,
    /// How many questions it has.
    #[serde(rename = "q", skip_serializing_if = "is_zero")]
    questions: usize,
}

impl<'a> Packed<'a> {
    pub(super) fn of(places: &'a [Place]) -> Self {
        let mut pages: Vec<Page<'a>> = Vec::new();
        let mut ways: BTreeMap<&str, (u32, String)> = BTreeMap::new();
        let mut at = 0;
        for place in places {
            let (address, anchor) = place.address.split_once('#').unwrap_or((&place.address, ""));
            if pages.last().is_none_or(|page| page.address != address) {
                pages.push(Page { address, title: &place.page, sections: Vec::new() });
            }
            let told =
                if anchor.is_empty() { place.title == place.page } else { usual(&place.title) == anchor };
            let section = Section {
                anchor: (!told).then_some(anchor),
                title: &place.title,
                errors: place.errors.iter().map(|text| untold(text, &place.title)).collect(),
                questions: place.questions.len(),
            };
            if let Some(page) = pages.last_mut() {
                page.sections.push(section);
            }
            for said in iter::once(&place.words).chain(&place.questions) {
                at += 1;
                for word in said.split_whitespace() {
                    let (before, way) = ways.entry(word).or_default();
                    // A question may say a word twice.
                    if *before < at {
                        way.push_str(&self::way(at - *before));
                        *before = at;
                    }
                }
            }
        }
        let (words, ways): (Vec<&str>, Vec<String>) =
            ways.into_iter().map(|(word, (_, way))| (word, way)).unzip();
        Self { pages, words: words.join(" "), places: ways.join(" ") }
    }
}

/// The way of so many steps, one at least: in digits, of which only the last ends it. Most have one.
fn way(steps: u32) -> String {
    let mut rest = steps - 1;
    let mut digits = vec![ENDS + rest % BASE];
    while rest >= BASE {
        rest /= BASE;
        digits.push(ENDS + BASE + rest % BASE);
    }
    digits.into_iter().rev().filter_map(char::from_u32).collect()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(questions: &usize) -> bool {
    *questions == 0
}

/// `text`, unless `title` tells it.
fn untold<'a>(text: &'a str, title: &str) -> &'a str {
    if text == title { "" } else { text }
}

/// The anchor that most headings have.
fn usual(title: &str) -> String {
    let kept = |letter: &char| letter.is_ascii_alphanumeric() || "_- ".contains(*letter);
    title.to_lowercase().chars().filter(kept).map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(address: &str, title: &str, words: &str) -> Place {
        let [address, title, page, words] = [address, title, "Page", words].map(str::to_owned);
        Place { address, title, page, words, ..Place::default() }
    }

    #[test]
    fn a_page_and_a_word_are_sent_once() {
        let mut places = [
            place("page.html", "Page", "login"),
            place("page.html#a-login-is-kept", "A login is kept", "login refused"),
            place("page.html#again-1", "Again", "refused"),
        ];
        places[1].errors = ["A login is kept", "Login lost"].map(str::to_owned).into();
        places[1].questions = ["lost after login", "login and login again"].map(str::to_owned).into();
        let packed = Packed::of(&places);
        let [page] = &packed.pages[..] else { panic!("{packed:?}") };
        assert_eq!(page.address, "page.html");
        let anchors: Vec<_> = page.sections.iter().map(|section| section.anchor).collect();
        assert_eq!(anchors, [None, None, Some("again-1")], "an anchor that the title tells is left out");
        let errors: Vec<_> = page.sections.iter().map(|section| section.errors.join("|")).collect();
        assert_eq!(errors, ["", "|Login lost", ""], "a text that is the title is left out");
        let questions: Vec<_> = page.sections.iter().map(|section| section.questions).collect();
        assert_eq!(questions, [0, 2, 0]);
        assert_eq!(packed.words, "after again and login lost refused");
        // The places are 1, 2 and 5; 3 and 4 are the questions of the second.
        assert_eq!(packed.places, "% & & #### % $%", "in 3; in 4; in 4; in 1, 2, 3 and 4; in 3; in 2 and 5");
    }

    #[test]
    fn a_long_way_has_more_digits_and_only_the_last_ends_it() {
        assert_eq!([1, 46, 47, 93].map(way), ["#", "P", "R#", "S#"]);
        assert_eq!(way(46 * 46 + 1).len(), 3);
    }
}
