//! YAML, as authors write it and as they get it wrong.

use serde::Deserialize;

use super::*;
use crate::located::Located;
use crate::report;

const LIMITS: Limits = Limits { kib: 64, nodes: 5_000, depth: 16 };

fn read(text: &str) -> (Option<Tree>, String) {
    let (tree, diagnostics) = Tree::read(&SourceFile::new("x.yaml", text), Code::ScenarioSyntax, LIMITS);
    (tree, report::human(&diagnostics, false))
}

fn said(text: &str) -> String {
    read(text).1
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Shape {
    Point,
    Circle(Box<Located<u32>>),
    Square { side: Located<String> },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shapes {
    list: Vec<Located<Shape>>,
    map: BTreeMap<String, Located<String>>,
    #[serde(default)]
    option: Option<Located<Vec<Located<i64>>>>,
}

#[test]
fn a_located_value_has_its_exact_bytes_in_every_shape() {
    let text = "\
# é — 🔑
list:
  - point
  - circle: 7   # seven
  - { square: { side: \"ü\u{1f511}\" } }
map: { 'é': plain é, b: 'it''s',
  c: 0600 }
option: [1,
  -2, # two ]
]
";
    let tree = read(text).0.unwrap();
    let (shapes, diagnostics) = tree.typed::<Shapes>();
    assert_eq!(diagnostics, []);
    let Shapes { list, map, option } = shapes.unwrap();
    let at = |span: Span| &text[span.range()];
    assert!(matches!(list[0].value, Shape::Point));
    assert_eq!(
        list.iter().map(|shape| at(shape.span)).collect::<Vec<_>>(),
        ["point", "circle: 7", "{ square: { side: \"ü\u{1f511}\" } }"]
    );
    let Shape::Circle(radius) = &list[1].value else { panic!("{list:?}") };
    assert_eq!((at(radius.span), radius.value), ("7", 7));
    let Shape::Square { side } = &list[2].value else { panic!("{list:?}") };
    assert_eq!((at(side.span), side.as_str()), ("\"ü\u{1f511}\"", "ü\u{1f511}"));
    assert_eq!((at(map["é"].span), at(map["b"].span), map["b"].as_str()), ("plain é", "'it''s'", "it's"));
    assert_eq!((at(map["c"].span), map["c"].as_str()), ("0600", "0600"), "digits stay as they are written");
    let option = option.unwrap();
    assert_eq!(at(option.span), "[1,\n  -2, # two ]\n]");
    assert_eq!((at(option[1].span), option[1].value), ("-2", -2));
}

#[test]
fn block_texts_end_where_their_words_end() {
    let text = "a: |\r\n  x é\r\n  y\r\n\r\nb: >-\r\n  folded\r\n  text\r\nc: d\r\n";
    let tree = read(text).0.unwrap();
    let words: Vec<_> = tree.texts().into_iter().map(|(said, span)| (said, &text[span.range()])).collect();
    assert_eq!(words, [("x é\ny\n", "x é\r\n  y"), ("folded text", "folded\r\n  text"), ("d", "d")]);
}

#[test]
fn every_text_is_found_in_the_order_of_the_file_and_no_key_is_one() {
    let tree = read("a: [x, { b: y, c: [z] }]\nd: 1\n").0.unwrap();
    let words: Vec<_> = tree.texts().into_iter().map(|(said, _)| said).collect();
    assert_eq!(words, ["x", "y", "z"]);
}

#[test]
fn a_file_may_be_as_large_as_its_limit() {
    let as_large = |bytes: usize| format!("a: {}", "x".repeat(bytes - 3));
    assert_eq!(said(&as_large(LIMITS.bytes())), "");
    assert!(said(&as_large(LIMITS.bytes() + 1)).contains("65537 bytes are too many"));
}

#[test]
fn a_path_leads_to_its_value_or_as_far_as_there_is_one() {
    let text = "a:\n  b: [x, { c: y }]\n  d:\n    e: z\n";
    let tree = read(text).0.unwrap();
    let at = |path: &str| text[tree.place(path).span.range()].to_owned();
    assert_eq!(at("a.b[1].c"), "y");
    assert_eq!(at("a.b[0]"), "x");
    assert_eq!(at("a.d"), "e: z");
    assert_eq!(at("a.b[7].c"), "[x, { c: y }]");
    assert_eq!(&text[tree.key_place("a.d.e").span.range()], "e");
    assert!(tree.has("a.b[1].c") && !tree.has("a.b[2]") && !tree.has("a.x"));
}

/// What is said of `shape` in a list of shapes, and the text that it is said of.
fn said_of(shape: &str) -> (String, String) {
    let text = format!("map: {{}}\nlist: [{shape}]\n");
    let tree = read(&text).0.unwrap();
    let (_, faults) = tree.typed::<Shapes>();
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    (report::human(&faults, false), fault.place.file.slice(fault.place.span).to_owned())
}

#[test]
fn a_shape_is_one_word_with_the_value_that_it_takes() {
    for (shape, expected) in [
        ("{ point: 7 }", "`point` takes no value"),
        ("circle", "`circle` needs a value"),
        ("{ circle: 7, square: { side: x } }", "`square` begins a second one"),
        ("{ circle: 7, zebra: 7 }", "one word, or one word with its value"),
        ("{ circle: 'se''ven' }", "`se'ven`"),
    ] {
        let (said, _) = said_of(shape);
        assert!(said.contains(expected), "{shape}: {said}");
    }
}

#[test]
fn nothing_is_shown_where_it_is_written_or_at_its_key() {
    assert_eq!(said_of("{ circle: ~ }").1, "~");
    assert_eq!(said_of("{ circle: }").1, "circle");
}

#[test]
fn what_is_no_yaml_is_named_at_its_place() {
    for (name, text) in [
        ("unclosed", "a: {b: 1\nc: 2\n"),
        ("colon", "title: é: b\nsteps: [x]\n"),
        ("tab", "a:\n\tb: 1\n"),
        ("twice", "a: 1\né: 1\na: 2\n"),
        ("second document", "a: 1\n---\nb: 2\n"),
        ("anchor", "a: &x 1\nb: *x\n"),
        ("cycle", "a: &x [*x]\n"),
        ("merge", "<<: {a: 1}\nb: 2\n"),
        ("tag", "a: !secret 1\n"),
        ("invisible", "a: \u{202e}x\nb: \u{1b}[31m\n"),
        ("mark", "\u{feff}a: 1\n"),
        ("empty", "# nothing\n"),
        ("list", "- a\n- b\n"),
    ] {
        insta::assert_snapshot!(name.replace(' ', "_"), said(text));
    }
}

#[test]
fn what_is_no_yaml_is_named_at_the_character_that_is_none() {
    for (text, character) in [("title: é: b\n", ":"), ("a: 1\né: @x\n", "@")] {
        let file = SourceFile::new("x.yaml", text);
        let (_, faults) = Tree::read(&file, Code::ScenarioSyntax, LIMITS);
        let [fault] = faults.as_slice() else { panic!("{faults:?}") };
        assert_eq!(
            (file.slice(fault.place.span), text.rfind(character)),
            (character, Some(fault.place.span.start))
        );
    }
}

#[test]
fn a_bomb_of_any_kind_ends_with_a_clear_error() {
    let lines = |count: usize, line: &str| line.repeat(count);
    let laughs = "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n";
    for (text, expected) in [
        (laughs.to_owned(), "anchors and aliases are not used here"),
        (format!("a: {}", lines(5_000, "[")), "nested deeper"),
        (
            (0..200).map(|depth| " ".repeat(depth) + "a:").collect::<Vec<_>>().join("\n"),
            "nested deeper than 16 levels",
        ),
        (format!("a: [{}]", lines(10_000, "1,")), "more than 5000 values"),
        (lines(10_000, "- a\n"), "more than 5000 values"),
        (format!("a: {}", lines(10_000_000, "x")), "10000003 bytes are too many: at most 65536 are read"),
        (format!("{}: x", lines(60_000, "k")), "this is no YAML"),
        (lines(60_000, "\u{1b}"), "invisible character"),
        (lines(60_000, "{"), "nested deeper"),
        (lines(60_000, "\""), "this is no YAML"),
        (lines(30_000, "? "), "nested deeper"),
    ] {
        let said = said(&text);
        assert!(said.contains(expected), "{expected}: {said}");
        assert!(said.len() < 20_000, "{expected}: {} bytes of text", said.len());
    }
}
