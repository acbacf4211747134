//! The book as it lies on disk: the only place that reads its files.

mod contents;
mod read;
mod scenario_path;
mod summary;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::{Result, bail};
use doctests::catalog::Catalog;
use doctests::diagnostic::{Code, Diagnostic};
use doctests::difference::ListedDifference;
use doctests::equivalent::Equivalent;
use doctests::gallery::Exhibit;
use doctests::gate::Gates;
use doctests::id::Id;
use doctests::lexicon::{Lexicon, LexiconDocument};
use doctests::oath::Lock;
use doctests::page::Page;
use doctests::parse;
use doctests::printed::NoError;
use doctests::release::{Clients, ReleasedClient};
use doctests::source_file::{Place, SourceFile};
use doctests::span::Span;
use doctests::vocabulary::{Vocabulary, VocabularyDocument};
use mdbook_driver::config::Config;
use semver::Version;

pub use self::contents::{Contents, PageContents};
use self::read::{Limit, Reader};
use crate::released::CLIENT;
use crate::releases::Releases;

/// Where `claims.lock` lies.
pub const LOCK: &str = "claims.lock";
/// Where the scenarios lie.
pub const SCENARIOS: &str = "doctests/scenarios";
/// Where the sources lie.
pub const SOURCES: &str = "doctests/sources.yaml";
/// Where the list of differences between the reference client and the newest release lies.
pub const DIFFERENCES: &str = "doctests/differences.yaml";
/// Where the list of the changes of scenarios that make no difference lies.
pub const EQUIVALENTS: &str = "doctests/equivalents.yaml";
/// Where the gallery of broken clients lies.
pub const GALLERY: &str = "doctests/gallery.yaml";
/// Where the figures lie that coverage has to reach.
pub const GATES: &str = "doctests/gates.yaml";
/// Where the vocabulary lies.
pub const VOCABULARY: &str = "doctests/vocabulary.yaml";
/// Where the lexicon lies.
pub const LEXICON: &str = "doctests/lexicon.yaml";
/// Where it is listed what a release prints that is no error text.
pub const PRINTED: &str = "doctests/printed.yaml";
/// Where the list of released clients lies.
pub const CLIENTS: &str = "doctests/clients.yaml";
/// Where the records of released versions lie, each in the folder of its client.
pub const RECORDS: &str = "doctests/records";
/// Where the JSON Schema of a scenario lies.
pub const SCHEMA: &str = "doctests/scenario.schema.json";

/// Everything the book says and rests on.
#[derive(Debug, Clone)]
pub struct Project {
    /// Where `book.toml` is.
    pub root: PathBuf,
    /// What `book.toml` says.
    pub config: Config,
    /// The pages, in the order of `SUMMARY.md`, then those it does not name.
    pub pages: Vec<Page>,
    /// Everything a page can cite.
    pub catalog: Catalog,
    /// The oaths.
    pub lock: Lock,
    /// `claims.lock`; empty when there is none.
    pub lock_file: Arc<SourceFile>,
    /// Where the reference client parts from the newest release on purpose.
    pub differences: BTreeMap<Id, ListedDifference>,
    /// The changes of scenarios that can make no difference.
    pub equivalents: Vec<Equivalent>,
    /// The released clients that scenarios run on.
    pub clients: Clients,
    /// The records of released versions, not yet parsed: most commands never ask for them.
    pub records: Vec<Arc<SourceFile>>,
    /// What they say, once somebody asked.
    releases: OnceLock<Arc<Releases>>,
    /// Every file a page may link to, relative to the root.
    pub files: BTreeSet<String>,
}

impl Project {
    /// Reads the book below `root`. It never fails: every fault is a diagnostic with its place.
    pub fn load(root: &Path) -> (Self, Vec<Diagnostic>) {
        let mut reader = Reader::new(root);
        let config = reader.config();
        let docs = docs_folder(&config);
        let files = reader.tree(&["doctests", &docs]);

        let vocabulary = reader.vocabulary();
        let catalog = Catalog {
            scenarios: reader.scenarios(&files),
            sources: reader.sources(),
            vocabulary,
            gates: reader.gates(),
            lexicon: Arc::new(reader.lexicon()),
            gallery: reader.gallery(),
            no_errors: reader.no_errors(),
            standings: OnceLock::new(),
            printed: OnceLock::new(),
        };
        let pages = reader.pages(&docs, &files, &catalog.vocabulary.document);
        let (lock, lock_file) = reader.lock();

        let records = reader.records(&files);

        let project = Self {
            root: root.to_owned(),
            config,
            pages,
            catalog,
            lock,
            lock_file,
            differences: reader.differences(),
            equivalents: reader.equivalents(),
            clients: reader.clients(),
            records,
            releases: OnceLock::new(),
            files,
        };
        (project, reader.faults)
    }

    /// Lets the pages speak of what the records show: reads and judges them.
    pub fn judge_records(&self) {
        self.catalog.standings.get_or_init(|| Arc::clone(&self.releases().standings));
        self.catalog.printed.get_or_init(|| Arc::clone(&self.releases().printed));
    }

    /// What the records of released versions say.
    pub fn releases(&self) -> &Releases {
        self.releases.get_or_init(|| Arc::new(Releases::of(self)))
    }

    /// The client that scenarios name, with its released versions.
    pub fn client(&self) -> Option<&ReleasedClient> {
        self.clients.client(CLIENT)
    }

    /// The released versions that scenarios may be run on, oldest first.
    pub fn versions(&self) -> Vec<Version> {
        let releases = self.client().into_iter().flat_map(|client| &client.releases);
        releases.map(|release| release.archive.version.clone()).collect()
    }

    /// The version numbers that were never published.
    pub fn never_published(&self) -> &[Version] {
        self.client().map_or(&[], |client| &client.never_published)
    }

    /// The folder of the pages, relative to the root, with `/`.
    pub fn docs(&self) -> String {
        docs_folder(&self.config)
    }

    /// The page that mdBook calls `path`, relative to the folder of the pages.
    pub fn page(&self, path: &Path) -> Option<&Page> {
        let path = format!("{}/{}", self.docs(), slashed(path));
        self.pages.iter().find(|page| page.file.path == path)
    }
}

/// The nearest folder at or above `start` that holds a `book.toml`.
pub fn find_root(start: &Path) -> Result<PathBuf> {
    let start = start.canonicalize()?;
    match start.ancestors().find(|folder| folder.join("book.toml").is_file()) {
        Some(root) => Ok(root.to_owned()),
        None => bail!(
            "no book.toml in {} or in any folder above it: change into the book's folder, or name it with --root",
            start.display()
        ),
    }
}

impl Reader {
    fn config(&mut self) -> Config {
        let Some(file) = self.required("book.toml", Limit::SMALL) else { return Config::default() };
        // As mdBook does: a publisher says by the environment where the site and its repository are.
        let parsed = file.text.parse().and_then(|mut config: Config| {
            config.update_from_env()?;
            Ok(config)
        });
        parsed.unwrap_or_else(|error: anyhow::Error| {
            let place = Place::new(&file, Span::at(0));
            let mut fault = Diagnostic::new(Code::FileUnreadable, place, "book.toml does not parse");
            for cause in error.chain() {
                fault = fault.info(cause.to_string().trim().to_owned());
            }
            self.faults.push(fault);
            Config::default()
        })
    }

    fn vocabulary(&mut self) -> Vocabulary {
        let empty = |file| Vocabulary { file, document: VocabularyDocument::default() };
        let Some(file) = self.required(VOCABULARY, Limit::LARGE) else {
            return empty(SourceFile::new(VOCABULARY, ""));
        };
        let (vocabulary, faults) = parse::vocabulary(&file);
        self.faults.extend(faults);
        vocabulary.unwrap_or_else(|| empty(file))
    }

    fn gates(&mut self) -> Gates {
        let Some(file) = self.required(GATES, Limit::SMALL) else { return Gates::default() };
        let (gates, faults) = parse::gates(&file);
        self.faults.extend(faults);
        gates
    }

    fn lexicon(&mut self) -> Lexicon {
        let empty = |file| Lexicon::new(file, LexiconDocument::default());
        // Without a lexicon no clause is understood, and claims are held by facts and oaths alone.
        let Some(file) = self.optional(LEXICON, Limit::LARGE) else {
            return empty(SourceFile::new(LEXICON, ""));
        };
        let (lexicon, faults) = parse::lexicon(&file);
        self.faults.extend(faults);
        lexicon.unwrap_or_else(|| empty(file))
    }

    fn no_errors(&mut self) -> Vec<NoError> {
        let Some(file) = self.optional(PRINTED, Limit::SMALL) else { return Vec::new() };
        let (no_errors, faults) = parse::printed(&file);
        self.faults.extend(faults);
        no_errors
    }

    fn sources(&mut self) -> BTreeMap<Id, doctests::source::Source> {
        let Some(file) = self.required(SOURCES, Limit::LARGE) else { return BTreeMap::new() };
        let (sources, faults) = parse::sources(&file);
        self.faults.extend(faults);
        sources
    }

    fn scenarios(&mut self, files: &BTreeSet<String>) -> BTreeMap<Id, doctests::scenario::Scenario> {
        let mut scenarios = BTreeMap::new();
        for path in files.iter().filter(|path| path.starts_with(SCENARIOS)) {
            let Some(file) = self.optional(path, Limit::SMALL) else { continue };
            match scenario_path::id(path) {
                Ok(id) => {
                    let (scenario, faults) = parse::scenario(id.clone(), &file);
                    self.faults.extend(faults);
                    scenarios.extend(scenario.map(|scenario| (id, scenario)));
                }
                Err(problem) => self.faults.push(
                    Diagnostic::new(Code::ScenarioSyntax, Place::new(&file, Span::at(0)), problem)
                        .expected(format!("{SCENARIOS}/<topic>/<name>.yaml, lower case, digits and hyphens")),
                ),
            }
        }
        scenarios
    }

    fn clients(&mut self) -> Clients {
        let Some(file) = self.optional(CLIENTS, Limit::LARGE) else { return Clients::default() };
        let (clients, faults) = parse::clients(&file);
        self.faults.extend(faults);
        clients
    }

    fn differences(&mut self) -> BTreeMap<Id, ListedDifference> {
        let Some(file) = self.optional(DIFFERENCES, Limit::LARGE) else { return BTreeMap::new() };
        let (differences, faults) = parse::differences(&file);
        self.faults.extend(faults);
        differences
    }

    fn gallery(&mut self) -> Vec<Exhibit> {
        let Some(file) = self.optional(GALLERY, Limit::LARGE) else { return Vec::new() };
        let (gallery, faults) = parse::gallery(&file);
        self.faults.extend(faults);
        gallery
    }

    fn equivalents(&mut self) -> Vec<Equivalent> {
        let Some(file) = self.optional(EQUIVALENTS, Limit::LARGE) else { return Vec::new() };
        let (equivalents, faults) = parse::equivalents(&file);
        self.faults.extend(faults);
        equivalents
    }

    fn records(&mut self, files: &BTreeSet<String>) -> Vec<Arc<SourceFile>> {
        let paths = files.iter().filter(|path| path.starts_with(RECORDS));
        paths.filter_map(|path| self.optional(path, Limit::RECORD)).collect()
    }

    fn pages(&mut self, docs: &str, files: &BTreeSet<String>, words: &VocabularyDocument) -> Vec<Page> {
        let summary_path = format!("{docs}/SUMMARY.md");
        let summary = self.required(&summary_path, Limit::SMALL);
        let order = summary.as_ref().map(|file| summary::order(docs, file)).unwrap_or_default();

        let mut paths: Vec<&String> = files
            .iter()
            .filter(|path| {
                path.starts_with(&format!("{docs}/")) && is_markdown(path) && **path != summary_path
            })
            .collect();
        paths.sort_by_key(|path| order.iter().position(|named| named == *path).unwrap_or(usize::MAX));

        let mut pages = Vec::new();
        for path in paths {
            let Some(file) = self.optional(path, Limit::LARGE) else { continue };
            let (page, faults) = parse::page(&file, words);
            self.faults.extend(faults);
            if let Some(summary) = &summary
                && !order.contains(path)
                && page.name != "404"
            {
                self.faults.push(
                    Diagnostic::new(
                        Code::LinkBroken,
                        Place::new(summary, Span::at(0)),
                        format!("{path} is not in SUMMARY.md, so nobody would find it"),
                    )
                    .help("add a line for it, or remove the file"),
                );
            }
            pages.push(page);
        }
        pages
    }

    fn lock(&mut self) -> (Lock, Arc<SourceFile>) {
        let Some(file) = self.optional(LOCK, Limit::LOCK) else {
            return (Lock::default(), SourceFile::new(LOCK, ""));
        };
        let (lock, faults) = parse::lock(&file);
        self.faults.extend(faults);
        (lock, file)
    }
}

fn docs_folder(config: &Config) -> String {
    slashed(&config.book.src)
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn is_markdown(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "md")
}
