//! A fact: a part of a unit that is checked letter by letter against what the unit cites.

use jiff::SignedDuration;

use crate::span::Span;

/// A recognised fact and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What it says.
    pub kind: FactKind,
    /// The bytes of the fact itself (inside the backticks, for code).
    pub span: Span,
}

/// The kinds of facts.
#[derive(Debug, Clone, PartialEq)]
pub enum FactKind {
    /// A code span: a name, a command, a printed text, a value.
    Code(String),
    /// An HTTP status, bare or as code.
    Status(u16),
    /// An exit code: `exit code 1`, `exits with 0`.
    ExitCode(i32),
    /// A time with its unit: `5 minutes`, `one year`.
    Duration(SignedDuration),
    /// A count bound to its noun: `10 attempts`, `two token requests`.
    Count {
        /// How many.
        number: u32,
        /// Of what, in the singular: `attempt`.
        noun: String,
    },
    /// A version of Claude Code: `2.1.118`.
    Version(semver::Version),
    /// A file mode: `0600`.
    Mode(String),
    /// An operating system.
    System(System),
}

/// The systems that behaviour differs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum System {
    /// Linux, which scenarios run on.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

impl System {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Linux, Self::MacOs, Self::Windows];

    /// As its vendor writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Linux => "Linux",
            Self::MacOs => "macOS",
            Self::Windows => "Windows",
        }
    }
}

impl FactKind {
    /// What the caret calls it.
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Code(_) => "name or text",
            Self::Status(_) => "status",
            Self::ExitCode(_) => "exit code",
            Self::Duration(_) => "duration",
            Self::Count { .. } => "count",
            Self::Version(_) => "version",
            Self::Mode(_) => "file mode",
            Self::System(_) => "system",
        }
    }
}
