//! Our Markdown options are mdBook's: the same events for the same text, on real pages and on awkward ones.

use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use pulldown_cmark::Event;

const AWKWARD: &str = "\
# Title {#id .class}\n\n> [!NOTE]\n> \"Quoted\" -- text...\n\n| a | b |\n|---|---|\n| ~~c~~ | d[^a.b] | e |\n\n\
- [ ] task\n\nTerm\n: Definition\n\nH~2~O x^2^ $m$ [[wiki]] ~~gone~~[^c.d]\n\n+++\nmeta\n+++\n\n[^a.b]: [T](x.yaml)\n";

#[test]
fn our_markdown_options_are_those_of_mdbook() {
    let docs = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).expect("the pages are there");
    let pages = docs
        .map(|entry| entry.expect("a page").path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"));
    let texts = pages.map(|path| std::fs::read_to_string(path).expect("a page is text"));
    let mut options = MarkdownOptions::default();
    // As `book.toml` has it.
    options.smart_punctuation = false;
    for text in texts.chain([AWKWARD.to_owned()]) {
        let theirs: Vec<Event<'_>> = new_cmark_parser(&text, &options).collect();
        let ours: Vec<Event<'_>> = doctests::parse::markdown::parser(&text).collect();
        assert_eq!(ours, theirs);
    }
}
