//! Page or scenario → its mutants, and what notices each of them; running clients is `verify`'s affair.

pub mod pages;
