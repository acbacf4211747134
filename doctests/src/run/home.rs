//! The throw-away home of one run: lays out what a scenario gives, reads back what the client left.

mod age;
mod full;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::clock::VirtualClock;
use super::error::RunError;
use super::helper::HELPER_FILE;
use super::token::TokenBook;
use crate::located::Located;
use crate::scenario::given::{StoreFault, StoredToken};
use crate::scenario::{Given, HelperOutput, StoredLogin};
use crate::symbol::Symbol;
use crate::transcript::{StoredLoginSeen, TokenSeen};

/// The member of the credentials file that holds a sign-in with claude.ai.
const OAUTH_MEMBER: &str = "claudeAiOauth";

/// What a stored login may do, unless a scenario says otherwise.
const USUAL_SCOPES: [&str; 2] = ["user:inference", "user:profile"];

/// A home; gone when dropped where it is in a temporary folder.
pub struct Home {
    folder: Folder,
    /// The fault of the store that the file system plays; none where the client's store does.
    fault: Option<StoreFault>,
    /// The credentials file before the first step, to tell whether it changed.
    before: Mutex<Option<Vec<u8>>>,
}

enum Folder {
    Temporary(TempDir),
    /// Somebody else's, who throws it away: the sandbox.
    Lent(PathBuf),
}

impl Home {
    /// Lays out the stored login and the helper's outputs.
    pub fn lay_out(given: &Given, tokens: &TokenBook, clock: &VirtualClock) -> Result<Self, RunError> {
        let folder = throw_away_folder().map_err(RunError::io("making a throw-away home"))?;
        Self::lay_out_in(Folder::Temporary(folder), None, given, tokens, clock)
    }

    /// The same in `folder`, which is empty and thrown away by whoever lent it. Faults of the store are real there, from
    /// [`Home::break_store`] on.
    pub fn lay_out_real(
        folder: PathBuf,
        given: &Given,
        tokens: &TokenBook,
        clock: &VirtualClock,
    ) -> Result<Self, RunError> {
        let fault = given.stored_login.as_ref().and_then(|login| login.fault);
        Self::lay_out_in(Folder::Lent(folder), fault, given, tokens, clock)
    }

    fn lay_out_in(
        folder: Folder,
        fault: Option<StoreFault>,
        given: &Given,
        tokens: &TokenBook,
        clock: &VirtualClock,
    ) -> Result<Self, RunError> {
        let home = Self { folder, fault, before: Mutex::default() };
        fs::create_dir(home.store_folder()).map_err(RunError::io("making `.claude`"))?;
        if let Some(login) = &given.stored_login {
            home.write_stored_login(login, tokens, clock)?;
            *home.before() = fs::read(home.credentials()).ok();
        }
        if let Some((_, outputs)) = given.settings.as_ref().and_then(|settings| settings.helpers().next()) {
            let outputs: Vec<Value> = outputs.iter().map(|output| helper_output(output, tokens)).collect();
            let text = json!({ "outputs": outputs, "calls": 0 }).to_string();
            fs::write(home.helper(), text).map_err(RunError::io("writing the helper's outputs"))?;
        }
        Ok(home)
    }

    /// The home itself.
    pub fn path(&self) -> &Path {
        match &self.folder {
            Folder::Temporary(folder) => folder.path(),
            Folder::Lent(folder) => folder,
        }
    }

    /// Writes the stored login as another program would: a new file moved into place.
    pub fn write_stored_login(
        &self,
        login: &StoredLogin,
        tokens: &TokenBook,
        clock: &VirtualClock,
    ) -> Result<(), RunError> {
        let text = login.text.clone().unwrap_or_else(|| document(login, tokens, clock.now()).to_string());
        let mut target = self.credentials();
        if login.fault == Some(StoreFault::Symlink) {
            let elsewhere = self.path().join("dotfiles");
            fs::create_dir_all(&elsewhere).map_err(RunError::io("making the folder a link leads to"))?;
            target = elsewhere.join("credentials.json");
            symlink(&target, &self.credentials())?;
        }
        let fresh = target.with_extension("fresh");
        fs::write(&fresh, text).map_err(RunError::io("writing the stored login"))?;
        set_mode(&fresh, login.mode.as_deref().unwrap_or("600"))?;
        fs::rename(&fresh, &target).map_err(RunError::io("moving the stored login into place"))
    }

    /// Writes a good stored login, as a sign-in would leave it.
    pub fn write_fresh_login(
        &self,
        access: Symbol,
        refresh: Symbol,
        tokens: &TokenBook,
        clock: &VirtualClock,
    ) -> Result<(), RunError> {
        let login = StoredLogin {
            access: Some(StoredToken::Token(access)),
            refresh: Some(StoredToken::Token(refresh)),
            expires_in: Some(SignedDuration::from_hours(8)),
            ..StoredLogin::default()
        };
        self.mend_store()?;
        self.write_stored_login(&login, tokens, clock)?;
        self.break_store()
    }

    /// Lets the file system refuse what the scenario says it refuses.
    pub fn break_store(&self) -> Result<(), RunError> {
        match self.fault {
            Some(StoreFault::Full) => full::fill(self.path()),
            Some(StoreFault::Unreadable) if self.credentials().exists() => {
                set_mode(&self.credentials(), "000")
            }
            Some(StoreFault::ReadOnly) => set_mode(&self.store_folder(), "555"),
            _ => Ok(()),
        }
    }

    /// Lets everything through again.
    fn mend_store(&self) -> Result<(), RunError> {
        match self.fault {
            Some(StoreFault::Full) => full::free(self.path()),
            Some(StoreFault::Unreadable) if self.credentials().exists() => {
                set_mode(&self.credentials(), "600")
            }
            Some(StoreFault::ReadOnly) => set_mode(&self.store_folder(), "755"),
            _ => Ok(()),
        }
    }

    /// Lets time pass where the client has a clock of its own: everything in the home becomes that much older, and what
    /// the stored login says of its expiry comes that much nearer. Elsewhere the runner's clock is enough.
    pub fn grow_older(&self, by: SignedDuration) -> Result<(), RunError> {
        if matches!(self.folder, Folder::Temporary(_)) {
            return Ok(());
        }
        self.mend_store()?;
        self.bring_expiry_nearer(by)?;
        age::make_older(self.path(), by).map_err(RunError::io("making the home older"))?;
        self.break_store()
    }

    fn bring_expiry_nearer(&self, by: SignedDuration) -> Result<(), RunError> {
        let Ok(bytes) = fs::read(self.credentials()) else { return Ok(()) };
        let Ok(mut file) = serde_json::from_slice::<Value>(&bytes) else { return Ok(()) };
        for member in ["expiresAt", "refreshTokenExpiresAt"] {
            // A blanked login has 0 there, which is no time.
            if let Some(at) = file.pointer_mut(&format!("/{OAUTH_MEMBER}/{member}"))
                && let Some(time) = at.as_i64().filter(|time| *time > 0)
            {
                *at = time.saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)).into();
            }
        }
        let older = file.to_string();
        fs::write(self.credentials(), &older).map_err(RunError::io("writing the stored login"))?;
        let mut before = self.before();
        if before.as_ref() == Some(&bytes) {
            *before = Some(older.into_bytes());
        }
        Ok(())
    }

    /// The stored login as it stands, with symbols in place of tokens.
    pub fn stored_login(&self, tokens: &TokenBook, now: Timestamp) -> Result<StoredLoginSeen, RunError> {
        let path = self.credentials();
        self.mend_store()?;
        let read = fs::read(&path);
        self.break_store()?;
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(StoredLoginSeen::None),
            Err(error) => return Err(RunError::io("reading the stored login back")(error)),
        };
        let unchanged = self.before().as_ref() == Some(&bytes);
        let Ok(Value::Object(file)) = serde_json::from_slice(&bytes) else {
            return Ok(StoredLoginSeen::Unreadable { unchanged });
        };
        let empty = Map::new();
        let oauth = file.get(OAUTH_MEMBER).and_then(Value::as_object).unwrap_or(&empty);
        let mut others: Vec<String> = file.keys().filter(|name| *name != OAUTH_MEMBER).cloned().collect();
        let known = ["accessToken", "refreshToken", "expiresAt"];
        others.extend(
            oauth
                .keys()
                .filter(|name| !known.contains(&name.as_str()))
                .map(|name| format!("{OAUTH_MEMBER}.{name}")),
        );
        others.sort();
        Ok(StoredLoginSeen::Login {
            access: token_seen(oauth.get("accessToken"), tokens),
            refresh: token_seen(oauth.get("refreshToken"), tokens),
            expires_at: expiry_seen(oauth.get("expiresAt"), now),
            mode: mode(&path)?,
            others,
            unchanged,
        })
    }

    /// How often the helper ran.
    pub fn helper_calls(&self) -> Result<u32, RunError> {
        let Ok(text) = fs::read(self.helper()) else { return Ok(0) };
        let calls = serde_json::from_slice::<Value>(&text).ok().and_then(|state| state["calls"].as_u64());
        calls
            .and_then(|calls| u32::try_from(calls).ok())
            .ok_or_else(|| RunError::Internal("the helper's file has no count of calls".to_owned()))
    }

    fn before(&self) -> MutexGuard<'_, Option<Vec<u8>>> {
        self.before.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store_folder(&self) -> PathBuf {
        self.path().join(".claude")
    }

    fn credentials(&self) -> PathBuf {
        self.store_folder().join(".credentials.json")
    }

    /// Writes a file beside the stored login.
    pub fn write_beside_store(&self, name: &str, text: &str) -> Result<(), RunError> {
        fs::write(self.store_folder().join(name), text).map_err(RunError::io(format!("writing {name}")))
    }

    /// The helper's data file.
    pub fn helper(&self) -> PathBuf {
        self.path().join(HELPER_FILE)
    }
}

/// A folder in memory where the system has one: flushing a file to a disk that nobody will read costs most of a run.
fn throw_away_folder() -> io::Result<TempDir> {
    const PREFIX: &str = "oathbook-";
    TempDir::with_prefix_in(PREFIX, "/dev/shm").or_else(|_| TempDir::with_prefix(PREFIX))
}

/// The environment a scenario gives, or one of its blocks of variables, with tokens in place of symbols.
pub fn environment(
    variables: &BTreeMap<String, Located<String>>,
    tokens: &TokenBook,
) -> BTreeMap<String, String> {
    let value = |text: &str| {
        text.parse::<Symbol>()
            .map_or_else(|_| text.to_owned(), |symbol| tokens.token(symbol).expose().to_owned())
    };
    variables.iter().map(|(name, text)| (name.clone(), value(text))).collect()
}

fn document(login: &StoredLogin, tokens: &TokenBook, now: Timestamp) -> Value {
    let mut oauth = Map::new();
    let token = |token: StoredToken| match token {
        StoredToken::Blank => String::new(),
        StoredToken::Token(symbol) => tokens.token(symbol).expose().to_owned(),
    };
    if let Some(access) = login.access {
        oauth.insert("accessToken".to_owned(), token(access).into());
    }
    if let Some(refresh) = login.refresh {
        oauth.insert("refreshToken".to_owned(), token(refresh).into());
    }
    if let Some(raw) = &login.expires_at {
        oauth.insert("expiresAt".to_owned(), raw.clone());
    } else if let Some(ahead) = login.expires_in {
        oauth.insert("expiresAt".to_owned(), (now + ahead).as_millisecond().into());
    }
    if let Some(ahead) = login.refresh_expires_in {
        oauth.insert("refreshTokenExpiresAt".to_owned(), (now + ahead).as_millisecond().into());
    }
    match &login.scopes {
        None => {
            oauth.insert("scopes".to_owned(), json!(USUAL_SCOPES));
        }
        Some(Value::String(text)) if text == "missing" => {}
        Some(raw) => {
            oauth.insert("scopes".to_owned(), raw.clone());
        }
    }
    oauth.insert("subscriptionType".to_owned(), "max".into());
    let mut file = Map::new();
    for (name, value) in &login.others {
        match name.strip_prefix("claudeAiOauth.") {
            Some(inside) => oauth.insert(inside.to_owned(), value.clone()),
            None => file.insert(name.clone(), value.clone()),
        };
    }
    file.insert(OAUTH_MEMBER.to_owned(), oauth.into());
    file.into()
}

fn helper_output(output: &HelperOutput, tokens: &TokenBook) -> Value {
    match output {
        HelperOutput::Key(symbol) => json!({ "key": tokens.token(*symbol).expose() }),
        HelperOutput::Text(text) => json!({ "text": text }),
        HelperOutput::Exit(code) => json!({ "exit": code }),
    }
}

fn token_seen(value: Option<&Value>, tokens: &TokenBook) -> TokenSeen {
    match value.map(Value::as_str) {
        None => TokenSeen::Missing,
        Some(Some("")) => TokenSeen::Blank,
        Some(Some(text)) => tokens.symbol(text).map_or(TokenSeen::Foreign, TokenSeen::Known),
        Some(None) => TokenSeen::Foreign,
    }
}

fn expiry_seen(value: Option<&Value>, now: Timestamp) -> String {
    let word = match value {
        None => "missing",
        Some(value) => match value.as_i64() {
            Some(0) => "0",
            Some(at) if at > now.as_millisecond() => "future",
            Some(_) => "past",
            None => "invalid",
        },
    };
    word.to_owned()
}

#[cfg(unix)]
fn set_mode(path: &Path, octal: &str) -> Result<(), RunError> {
    use std::os::unix::fs::PermissionsExt;
    let bits = u32::from_str_radix(octal, 8)
        .map_err(|_| RunError::Internal(format!("`{octal}` passed the parser as a file mode")))?;
    fs::set_permissions(path, fs::Permissions::from_mode(bits)).map_err(RunError::io("setting the file mode"))
}

#[cfg(unix)]
fn mode(path: &Path) -> Result<String, RunError> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = fs::metadata(path).map_err(RunError::io("reading the file mode"))?;
    Ok(format!("{:o}", metadata.permissions().mode() & 0o777))
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> Result<(), RunError> {
    match std::os::unix::fs::symlink(target, link) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map_err(RunError::io("making a symbolic link")),
    }
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: &str) -> Result<(), RunError> {
    Ok(())
}

#[cfg(not(unix))]
fn mode(_: &Path) -> Result<String, RunError> {
    Err(RunError::Unsupported("file modes are seen on Unix only: run this scenario there".to_owned()))
}

#[cfg(not(unix))]
fn symlink(_: &Path, _: &Path) -> Result<(), RunError> {
    Err(RunError::Unsupported("symbolic links are made on Unix only: run this scenario there".to_owned()))
}
