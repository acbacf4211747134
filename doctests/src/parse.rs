//! Text → nouns and diagnostics: it never fails and reads no file.

mod clients;
mod difference;
mod equivalent;
mod gallery;
mod gate;
mod lexicon;
mod lock;
pub mod markdown;
mod nearest;
pub mod page;
mod printed;
mod record;
mod scenario;
mod schema;
mod source;
mod vocabulary;
mod written;
mod yaml;

pub use clients::clients;
pub use difference::differences;
pub use equivalent::equivalents;
pub use gallery::{gallery, render_gallery};
pub use gate::gates;
pub use lexicon::lexicon;
pub use lock::lock;
pub use nearest::nearest;
pub use page::{page, page_without_facts};
pub use printed::printed;
pub use record::{entry_place, record};
pub use scenario::scenario;
pub use schema::{SCHEMA_PATH, schema, schema_text};
pub use source::sources;
pub use vocabulary::vocabulary;
pub use written::written;
