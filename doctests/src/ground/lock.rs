//! The text of `claims.lock`.

use std::fmt::Write as _;

use crate::oath::Lock;

const HEADER: &str = "\
# claims.lock: what this book asserts, word by word, and the digest of what each claim rests on.
# A changed word, citation, scenario or source makes `cargo test` fail until it is sworn again:
# `cargo run -- swear` shows each claim beside its evidence and writes this file. Never edit it by hand.
";

/// `lock` as TOML, one readable entry a claim, in the order of the book.
pub fn render_lock(lock: &Lock) -> String {
    let mut out = HEADER.to_owned();
    for oath in &lock.claims {
        let _ = write!(out, "\n[[claim]]\nid = {}\ntext = {}\n", quoted(&oath.id), quoted(&oath.text));
        match oath.cites.as_slice() {
            [one] => {
                let _ = writeln!(out, "cites = [{}]", quoted(one));
            }
            cites => {
                out.push_str("cites = [\n");
                for cite in cites {
                    let _ = writeln!(out, "  {},", quoted(cite));
                }
                out.push_str("]\n");
            }
        }
    }
    out
}

/// A TOML basic string on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            _ if character.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}
