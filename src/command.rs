//! The commands, one file each: its options, and what it does.

pub mod bisect;
pub mod build;
pub mod check;
pub mod completions;
pub mod drift;
pub mod finish;
pub mod mutate;
pub mod new;
pub mod preprocess;
pub mod schema;
pub mod serve;
pub mod swear;
pub mod verify;
