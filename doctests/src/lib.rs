//! The companion crate of the book: it knows OAuth and HTTP, and nothing of mdBook.
//!
//! Nouns are files, verbs are folders, and the verbs go one way:
//!
//! ```text
//! page.md ──parse──▶ Page { units, claims, citations, facts } + diagnostics
//! scenario.yaml ──parse──▶ Scenario + diagnostics
//! Page + Catalog ──ground──▶ diagnostics                       (facts, citations, oaths)
//! Scenario + client ──run──▶ Result<Transcript, RunError>      (the only async, the only I/O)
//! Scenario + Transcript ──judge──▶ Judgement                   (pure)
//! diagnostics, judgements ──report──▶ text for people and machines
//! ```

pub mod account;
pub mod aspect;
pub mod canonical;
pub mod catalog;
pub mod citation;
pub mod claim;
pub mod clause;
pub mod coverage;
pub mod diagnostic;
pub mod difference;
pub mod drift;
pub mod equivalent;
pub mod exchange;
pub mod fact;
pub mod gallery;
pub mod gate;
pub mod id;
pub mod job;
pub mod lexicon;
pub mod located;
pub mod mutant;
pub mod name;
pub mod oath;
pub mod outcome;
pub mod page;
pub mod printed;
pub mod record;
pub mod release;
pub mod rule;
pub mod scenario;
pub mod source;
pub mod source_file;
pub mod span;
pub mod standing;
pub mod symbol;
pub mod transcript;
pub mod understanding;
pub mod unit;
pub mod verdict;
pub mod vocabulary;
pub mod written;

pub mod ground;
pub mod judge;
pub mod mutate;
pub mod oauth;
pub mod parse;
pub mod report;
pub mod run;
pub mod verify;
