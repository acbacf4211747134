//! Page or scenario → its mutants, and what notices each of them; running clients is `verify`'s affair.

mod misspelling;
pub mod pages;
pub mod scenarios;
