//! The clients under test.

pub mod reference;
