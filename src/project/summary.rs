//! The order of the pages, from the links of `SUMMARY.md`.

use std::sync::Arc;

use doctests::parse;
use doctests::source_file::SourceFile;
use doctests::vocabulary::VocabularyDocument;

/// The pages that the summary names, relative to the root, in its order.
pub(super) fn order(docs: &str, summary: &Arc<SourceFile>) -> Vec<String> {
    let (page, _) = parse::page(summary, &VocabularyDocument::default());
    page.links.iter().map(|link| format!("{docs}/{}", link.target.trim_start_matches("./"))).collect()
}
