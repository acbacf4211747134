//! The site: it knows mdBook, and leaves OAuth and HTTP to `doctests`.
//!
//! ```text
//! files ──project──▶ Project { pages, catalog, lock } + diagnostics   (the only reader of the book's files)
//! Project ──check──▶ diagnostics                                      (nothing is run)
//! records ──releases──▶ Standings ──▶ diagnostics                        (judged, never run)
//! Project ──verify──▶ Runs ──▶ diagnostics                            (every scenario on the reference client)
//! Project + Runs ──evidence──▶ Markdown for mdBook                    (pure)
//! book ──build──▶ what mdBook makes of it ──site──▶ the site, whole or not at all
//! ```

pub mod book;
pub mod check;
pub mod cli;
pub mod command;
pub mod console;
pub mod evidence;
pub mod examination;
pub mod exit_code;
pub mod feed;
pub mod mutate;
pub mod preprocessor;
pub mod project;
pub mod released;
pub mod releases;
pub mod serve;
pub mod site;
pub mod verify;
pub mod write;
