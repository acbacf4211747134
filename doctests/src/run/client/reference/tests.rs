//! The client against the servers: what the plain one does, and that each variant does something else.

mod plays;

use std::fmt::Write;
use std::fs;
use std::sync::{Arc, Mutex};

use jiff::SignedDuration;
use serde_json::{Value, json};
use tempfile::TempDir;

use self::plays::{CAUGHT_BY, PLAYS, Play};
use super::*;
use crate::run::clock::{ClientClock, VirtualClock};
use crate::run::server::{Servers, World};
use crate::run::token::TokenBook;
use crate::scenario::given::{Given, HelperOutput, StoreFault, StoredToken};
use crate::scenario::step::{self, Step};

/// A browser that the world's person sits at.
struct Person {
    world: Arc<World>,
    mood: Mutex<step::Browser>,
}

impl Browser for Person {
    fn open<'a>(&'a self, authorize_url: &'a str) -> BoxFuture<'a, Option<String>> {
        let mood = *self.mood.lock().unwrap();
        Box::pin(async move { self.world.browse(authorize_url, mood).unwrap() })
    }
}

struct Stage {
    world: Arc<World>,
    person: Arc<Person>,
    tokens: TokenBook,
    time: VirtualClock,
    clock: ClientClock,
    machine: Machine,
    home: TempDir,
}

impl Stage {
    fn new(servers: &Servers, given: &Given, variant: Option<&str>) -> Self {
        let (tokens, time) = (TokenBook::default(), VirtualClock::default());
        let world = Arc::new(servers.open(given, &tokens, &time));
        let home = tempfile::tempdir().unwrap();
        let person = Arc::new(Person { world: Arc::clone(&world), mood: Mutex::new(step::Browser::Unused) });
        let machine = Machine {
            base_url: world.base_url(),
            home: home.path().to_owned(),
            env: given
                .env
                .iter()
                .map(|(name, value)| {
                    let token = value.value.parse().map(|symbol| tokens.token(symbol).expose().to_owned());
                    (name.clone(), token.unwrap_or_else(|_| value.value.clone()))
                })
                .collect(),
            store_fault: given.stored_login.as_ref().and_then(|login| login.fault),
            variant: variant.map(str::to_owned),
        };
        let clock = ClientClock::new(time.clone(), given.clock_skew.unwrap_or_default());
        let stage = Self { world, person, tokens, time, clock, machine, home };
        stage.lay_out(given);
        stage
    }

    fn lay_out(&self, given: &Given) {
        if let Some(login) = &given.stored_login {
            let directory = self.home.path().join(".claude");
            fs::create_dir_all(&directory).unwrap();
            let file = directory.join(".credentials.json");
            if login.fault == Some(StoreFault::Symlink) {
                let vault = self.home.path().join("vault.json");
                fs::write(&vault, self.credentials(login)).unwrap();
                std::os::unix::fs::symlink(vault, file).unwrap();
            } else {
                fs::write(file, self.credentials(login)).unwrap();
            }
        }
        if let Some(settings) = &given.settings {
            let outputs = settings.api_key_helper.iter().map(|output| match output {
                HelperOutput::Key(symbol) => HelperPrints::Key(self.tokens.token(*symbol)),
                HelperOutput::Text(text) => HelperPrints::Text(text.clone()),
                HelperOutput::Exit(code) => HelperPrints::Exit(*code),
            });
            let file = HelperFile { outputs: outputs.collect(), calls: 0 };
            fs::write(self.home.path().join(HELPER_FILE), json!(file).to_string()).unwrap();
        }
    }

    fn credentials(&self, login: &crate::scenario::given::StoredLogin) -> String {
        if let Some(text) = &login.text {
            return text.clone();
        }
        let token = |token: Option<StoredToken>| match token {
            Some(StoredToken::Token(symbol)) => json!(self.tokens.token(symbol)),
            Some(StoredToken::Blank) => json!(""),
            None => Value::Null,
        };
        let expires_at = login.expires_in.map(|after| (self.time.now() + after).as_millisecond());
        let mut file = json!({ "claudeAiOauth": {
            "accessToken": token(login.access),
            "refreshToken": token(login.refresh),
            "expiresAt": login.expires_at.clone().unwrap_or(json!(expires_at)),
            "scopes": login.scopes.clone().unwrap_or(json!(["user:inference", "user:profile"])),
            "subscriptionType": "max",
            "rateLimitTier": "default",
        }});
        for (name, value) in &login.others {
            file[name] = value.clone();
        }
        file.to_string()
    }

    fn session(&self) -> Session {
        let browser = Arc::clone(&self.person) as Arc<dyn Browser>;
        Session::new(self.machine.clone(), self.clock.clone(), Arc::new(NoCheckpoints), browser).unwrap()
    }

    async fn take(&self, steps: &[Step]) -> String {
        let mut seen = String::new();
        let interactive = self.session();
        for step in steps {
            let output = match step {
                Step::Prompt => self.session().run(Command::Prompt).await,
                Step::BarePrompt => self.session().run(Command::BarePrompt).await,
                Step::Typed(_)
                | Step::TypedLogin(_)
                | Step::FirstStart
                | Step::Chosen(_)
                | Step::AgentsTyped(_) => {
                    panic!("the reference client has no screen")
                }
                Step::TypedPrompt => interactive.typed_prompt().await,
                Step::AuthStatus => self.session().run(Command::AuthStatus).await,
                Step::AuthStatusText => self.session().run(Command::AuthStatusText).await,
                Step::AuthLogout => self.session().run(Command::AuthLogout).await,
                Step::AuthLogin(mood) | Step::SetupToken(mood) | Step::SetupTokenWithArgument(mood) => {
                    *self.person.mood.lock().unwrap() = *mood;
                    let command = match step {
                        Step::AuthLogin(_) => Command::AuthLogin,
                        Step::SetupToken(_) => Command::SetupToken,
                        _ => Command::SetupTokenWithArgument,
                    };
                    self.session().run(command).await
                }
                Step::Advance(by) => {
                    self.time.advance(*by);
                    continue;
                }
                Step::Revoke(symbols) => {
                    self.world.revoke(symbols);
                    continue;
                }
                Step::RewriteStore(login) => {
                    self.world.sign_in(login);
                    let file = self.home.path().join(".claude/.credentials.json");
                    fs::write(file, self.credentials(login)).unwrap();
                    continue;
                }
                other => panic!("{other:?} is for processes"),
            };
            let Output { ok, exit, stdout, stderr } = output;
            assert_eq!(ok, exit.is_none_or(|exit| exit == 0) && ok);
            let exit = exit.map_or_else(|| format!("turn ok={ok}"), |exit| format!("exit {exit}"));
            writeln!(seen, "  {exit} {:?} {:?}", self.tokens.redact(&stdout), self.tokens.redact(&stderr))
                .unwrap();
        }
        seen
    }

    fn store(&self) -> String {
        let file = self.home.path().join(".claude/.credentials.json");
        let Ok(text) = fs::read_to_string(&file) else { return "no file".to_owned() };
        let link = if file.is_symlink() { "link to " } else { "" };
        #[cfg(unix)]
        let mode =
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions()) & 0o777;
        #[cfg(not(unix))]
        let mode = 0o600;
        let now = self.time.now().as_millisecond();
        let mut text = self.tokens.redact(&text);
        if let Ok(mut value) = serde_json::from_str::<Value>(&text) {
            if let Some(at) = value.pointer_mut("/claudeAiOauth/expiresAt")
                && let Some(milliseconds) = at.as_i64()
                && milliseconds > 0
            {
                *at = json!(format!("now{:+}s", (milliseconds - now) / 1000));
            }
            text = value.to_string();
        }
        format!("{link}{mode:o} {text}")
    }
}

async fn transcript(servers: &Servers, play: &Play, variant: Option<&str>) -> String {
    let given: Given =
        serde_yaml::from_str(play.given).unwrap_or_else(|error| panic!("{}: {error}", play.name));
    let steps: Vec<Step> =
        serde_yaml::from_str(play.steps).unwrap_or_else(|error| panic!("{}: {error}", play.name));
    let stage = Stage::new(servers, &given, variant);
    let printed = stage.take(&steps).await;
    let mut seen = format!("{}\n", play.name);
    for exchange in stage.world.journal() {
        writeln!(seen, "  {exchange}").unwrap();
    }
    let helper = fs::read_to_string(stage.home.path().join(HELPER_FILE)).ok();
    let calls = helper.map(|text| serde_json::from_str::<HelperFile>(&text).unwrap().calls);
    let calls = calls.map_or_else(String::new, |calls| format!(", {calls} helper calls"));
    let elapsed = stage.time.elapsed().as_millis();
    writeln!(seen, "{printed}  {}, {elapsed} ms{calls}", stage.store()).unwrap();
    assert_eq!(stage.world.unexpected(), Vec::<String>::new(), "{}", play.name);
    seen
}

#[tokio::test]
async fn the_plain_client_does_what_the_newest_release_was_seen_to_do() {
    let servers = Servers::start().await.unwrap();
    let mut seen = String::new();
    for play in PLAYS {
        seen.push_str(&transcript(&servers, play, None).await);
    }
    insta::assert_snapshot!(seen);
}

#[tokio::test]
async fn every_variant_is_caught() {
    let servers = Servers::start().await.unwrap();
    for variant in variants() {
        // `processes` stands for the tests of the program: these need more than one client at a time.
        let Some((_, caught_by)) = CAUGHT_BY.iter().find(|(name, _)| *name == variant.name) else {
            panic!("nothing catches {}", variant.name);
        };
        let Some(play) = PLAYS.iter().find(|play| play.name == *caught_by) else {
            assert_eq!(
                *caught_by, "processes",
                "{} is to be caught by a play that is not there",
                variant.name
            );
            continue;
        };
        let plain = transcript(&servers, play, None).await;
        let broken = transcript(&servers, play, Some(variant.name)).await;
        assert_ne!(plain, broken, "{} passes for the plain client", variant.name);
    }
}

#[tokio::test]
async fn a_token_endpoint_that_never_answers_costs_half_a_minute_of_virtual_time() {
    let servers = Servers::start().await.unwrap();
    let play = Play {
        name: "stalled",
        given: "{ stored_login: { access: A1, refresh: R1, expires_in: 100s }, authorization_server: { answers: [{ fault: stalled }] } }",
        steps: "[prompt]",
    };
    let seen = transcript(&servers, &play, None).await;
    assert!(seen.contains("token R1 -> no answer (stalled)\n  messages A1 -> 200"), "{seen}");
    assert!(seen.contains("30000 ms"), "{seen}");
}

#[tokio::test]
async fn a_client_speaks_to_nobody_but_loopback() {
    let servers = Servers::start().await.unwrap();
    let given: Given = serde_yaml::from_str("{ env: { ANTHROPIC_API_KEY: K1 } }").unwrap();
    let mut stage = Stage::new(&servers, &given, None);
    stage.machine.base_url = "http://192.0.2.1:9".to_owned();
    let output = stage.session().run(Command::Prompt).await;
    assert!(output.stdout.contains("speaks to loopback only"), "{}", output.stdout);
}

#[tokio::test]
async fn no_token_shows_in_debug_output() {
    let servers = Servers::start().await.unwrap();
    let given: Given = serde_yaml::from_str("{ env: { ANTHROPIC_API_KEY: K1 } }").unwrap();
    let stage = Stage::new(&servers, &given, None);
    let shown = format!("{:?} {:?}", stage.machine, stage.session().store);
    assert_eq!(stage.tokens.redact(&shown), shown);
}

#[tokio::test]
async fn an_unknown_variant_is_an_error() {
    let servers = Servers::start().await.unwrap();
    let mut stage = Stage::new(&servers, &Given::default(), None);
    stage.machine.variant = Some("no-such".to_owned());
    let machine = stage.machine.clone();
    let clock = ClientClock::new(VirtualClock::default(), SignedDuration::ZERO);
    assert!(Session::new(machine, clock, Arc::new(NoCheckpoints), Arc::new(NoBrowser)).is_err());
}
