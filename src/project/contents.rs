//! What the book holds, by name: as much as it takes to list its tests, and no more.

use std::path::Path;
use std::sync::Arc;

use doctests::claim::claims_of;
use doctests::id::Id;
use doctests::parse;
use doctests::source_file::SourceFile;
use doctests::vocabulary::VocabularyDocument;

use super::read::{Limit, Reader};
use super::{RECORDS, SCENARIOS, docs_folder, is_markdown, scenario_path};

/// The names of pages, claims, scenarios and records. What cannot be read is left out: [`super::Project::load`] says why.
#[derive(Debug)]
pub struct Contents {
    /// The pages, by path.
    pub pages: Vec<PageContents>,
    /// Each scenario's id and path.
    pub scenarios: Vec<(Id, String)>,
    /// Each record's version, as its file is called, and path.
    pub records: Vec<(String, String)>,
}

/// One page.
#[derive(Debug)]
pub struct PageContents {
    /// Its name, `authentication`.
    pub name: String,
    /// Its path, relative to the root.
    pub path: String,
    /// The ids of its claims, in their order.
    pub claims: Vec<String>,
}

impl Contents {
    /// Lists the book below `root`. Scenarios and records are not opened.
    pub fn of(root: &Path) -> Self {
        let mut reader = Reader::new(root);
        let docs = docs_folder(&reader.config());
        let files = reader.tree(&["doctests", &docs]);
        let words = reader.vocabulary().document;
        let below = |folder: &str| {
            let start = format!("{folder}/");
            files.iter().filter(move |path| path.starts_with(&start))
        };
        let pages = below(&docs)
            .filter(|path| is_markdown(path) && !path.ends_with("/SUMMARY.md"))
            .filter_map(|path| reader.optional(path, Limit::LARGE))
            .map(|file| {
                let name =
                    file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned();
                let claims = if is_prose(&file.text) { Vec::new() } else { claims(&file, &words) };
                PageContents { name, path: file.path.clone(), claims }
            })
            .collect();
        let scenarios =
            below(SCENARIOS).filter_map(|path| Some((scenario_path::id(path).ok()?, path.clone()))).collect();
        let records = below(RECORDS)
            .filter_map(|path| {
                let version = path.rsplit('/').next()?.strip_suffix(".json")?;
                Some((version.to_owned(), path.clone()))
            })
            .collect();
        Self { pages, scenarios, records }
    }
}

/// Whether the text says on its first line that it is prose: such a page claims nothing, and is not read any further.
fn is_prose(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').starts_with("<!-- prose:")
}

fn claims(file: &Arc<SourceFile>, words: &VocabularyDocument) -> Vec<String> {
    let page = parse::page_without_facts(file, words);
    claims_of(&page).iter().map(|claim| claim.id.to_string()).collect()
}
