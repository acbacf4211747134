//! The question whether somebody swears to what was shown, and the answers to it.

use std::io;

use anyhow::Result;

use crate::console::Console;

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// The claim is sworn.
    Swear,
    /// It is not, and the next one is shown.
    Leave,
    /// Nor are the others of its page.
    SkipPage,
    /// Nothing more is shown; what was sworn stays sworn.
    Quit,
}

/// Asks once; asks again after an answer that is none.
pub(super) fn ask(console: &mut Console<'_>, number: usize, of: usize) -> Result<Answer> {
    loop {
        console.print(format!("\nswear to it? ({number} of {of}) [y/N, s skip this page, q quit] "))?;
        let mut typed = String::new();
        if io::stdin().read_line(&mut typed)? == 0 {
            return Ok(Answer::Quit);
        }
        match read(&typed) {
            Some(answer) => return Ok(answer),
            None => console.say("y, n, s or q")?,
        }
    }
}

fn read(typed: &str) -> Option<Answer> {
    match typed.trim().to_lowercase().as_str() {
        "y" | "yes" => Some(Answer::Swear),
        "" | "n" | "no" => Some(Answer::Leave),
        "s" | "skip" => Some(Answer::SkipPage),
        "q" | "quit" => Some(Answer::Quit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_yes_swears() {
        assert_eq!(read("y\n"), Some(Answer::Swear));
        assert_eq!(read("YES\r\n"), Some(Answer::Swear));
        for typed in ["yy", "yes please", "j", "1"] {
            assert_eq!(read(typed), None, "{typed}");
        }
        assert_eq!(read("\n"), Some(Answer::Leave));
        assert_eq!([read("s"), read(" q ")], [Some(Answer::SkipPage), Some(Answer::Quit)]);
    }
}
