//! How Markdown is read: the parser and the options that mdBook 0.5 uses, so that we and mdBook read a page alike.

use pulldown_cmark::{Options, Parser};

/// The options of `mdbook-markdown` 0.5 with smart punctuation off, as `book.toml` has it.
pub fn options() -> Options {
    Options::from_iter([
        Options::ENABLE_TABLES,
        Options::ENABLE_FOOTNOTES,
        Options::ENABLE_STRIKETHROUGH,
        Options::ENABLE_TASKLISTS,
        Options::ENABLE_HEADING_ATTRIBUTES,
        Options::ENABLE_DEFINITION_LIST,
        Options::ENABLE_GFM,
    ])
}

/// A parser of `text` with [`options`].
pub fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, options())
}
