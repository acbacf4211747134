//! What the process ends with; where several apply, the highest wins.

use std::process::ExitCode;

use doctests::diagnostic::Diagnostic;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[repr(u8)]
pub enum Exit {
    /// Everything holds.
    #[default]
    Holds = 0,
    /// A claim does not hold, is inconclusive, or is not sworn.
    DoesNotHold = 1,
    /// A page, a scenario or a source does not parse, or the command line does not.
    DoesNotParse = 2,
    /// The run itself, or the machine under it, broke.
    Broke = 3,
}

impl Exit {
    /// The exit code of a list of faults.
    pub fn of(faults: &[Diagnostic]) -> Self {
        faults.iter().map(|fault| Self::from_code(fault.code.exit())).max().unwrap_or_default()
    }

    const fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Holds,
            1 => Self::DoesNotHold,
            2 => Self::DoesNotParse,
            _ => Self::Broke,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use doctests::diagnostic::Code;
    use doctests::source_file::{Place, SourceFile};
    use doctests::span::Span;

    use super::*;

    #[test]
    fn the_highest_exit_code_wins() {
        let file = SourceFile::new("docs/page.md", "text");
        let fault = |code| Diagnostic::new(code, Place::new(&file, Span::at(0)), "fault");
        assert_eq!(Exit::of(&[]), Exit::Holds);
        assert_eq!(Exit::of(&[fault(Code::FactUngrounded)]), Exit::DoesNotHold);
        assert_eq!(Exit::of(&[fault(Code::CitationUnknown), fault(Code::ClaimFails)]), Exit::DoesNotParse);
        assert_eq!(Exit::of(&[fault(Code::RunBroke), fault(Code::CitationUnknown)]), Exit::Broke);
    }
}
