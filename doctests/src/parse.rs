//! Text → nouns and diagnostics: it never fails and reads no file.
