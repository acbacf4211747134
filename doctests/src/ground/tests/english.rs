//! Rules of English: what is refused whatever is cited, beside what is not.

use super::near::{wrong_in, with};

/// A sentence that breaks a rule, with the words that break it, and one that says it rightly.
const SENTENCES: [(&str, &str, &str); 30] = [
