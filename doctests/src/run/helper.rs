//! The one program that `apiKeyHelper` runs: it prints what a data file says, call by call, and counts its calls.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use crate::oauth::Secret;

/// The data file's name in the home.
pub const HELPER_FILE: &str = "helper.json";

/// What the helper prints call by call, and how often it was called: the runner writes the outputs, the helper the count.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct HelperFile {
    /// One output a call; the last one repeats.
    pub outputs: Vec<HelperPrints>,
    /// How often the helper ran.
    #[serde(default)]
    pub calls: u32,
}

/// What one call of the helper does.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelperPrints {
    /// Prints this credential and a newline, and exits with 0.
    Key(Secret),
    /// Prints this text as it stands, and exits with 0.
    Text(String),
    /// Prints nothing and exits with this code.
    Exit(i32),
}

/// Plays one call of the helper as a process; `arguments` name the data file.
pub(super) fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let Some(file) = arguments.into_iter().next() else { return ExitCode::from(3) };
    let printed = match next_output(Path::new(&file)) {
        Ok(Some(HelperPrints::Key(key))) => format!("{}\n", key.expose()),
        Ok(Some(HelperPrints::Text(text))) => text,
        Ok(Some(HelperPrints::Exit(code))) => return ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Ok(None) => String::new(),
        Err(_) => return ExitCode::from(3),
    };
    match io::stdout().write_all(printed.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(3),
    }
}

/// Counts a call, under a lock since several clients may run the helper at once.
pub(super) fn next_output(path: &Path) -> io::Result<Option<HelperPrints>> {
    let mut file = File::options().read(true).write(true).open(path)?;
    file.lock()?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let mut data: HelperFile = serde_json::from_str(&text)?;
    let call = usize::try_from(data.calls).unwrap_or(usize::MAX);
    let output = data.outputs.get(call).or(data.outputs.last()).cloned();
    data.calls = data.calls.saturating_add(1);
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(serde_json::to_string(&data)?.as_bytes())?;
    Ok(output)
}
