//! The stored login, as other processes and faults find it.

use tempfile::TempDir;

use super::*;
use crate::run::clock::VirtualClock;

const LOGIN: &str = r#"{"claudeAiOauth":{"accessToken":"a","refreshToken":"b","expiresAt":1}}"#;

fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join(".credentials.json"), LOGIN).unwrap();
    home
}

fn store(home: &TempDir, fault: Option<StoreFault>) -> Store {
    Store::new(home.path(), fault, Behaviour::default())
}

fn blanked(store: &Store) -> Document {
    let mut document = store.document();
    document.blank();
    document
}

fn text(home: &TempDir) -> String {
    fs::read_to_string(home.path().join(".credentials.json")).unwrap()
}

#[test]
fn a_full_disk_leaves_the_old_login_and_no_debris() {
    let home = home();
    let full = store(&home, Some(StoreFault::Full));
    let error = full.save(&blanked(&full)).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    assert_eq!(text(&home), LOGIN);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_save_tightens_the_mode_to_0600() {
    use std::os::unix::fs::PermissionsExt;

    let home = home();
    fs::set_permissions(home.path().join(".credentials.json"), fs::Permissions::from_mode(0o644)).unwrap();
    let store = store(&home, None);
    store.save(&blanked(&store)).unwrap();
    let mode = fs::metadata(home.path().join(".credentials.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_replaced_and_what_it_leads_to_goes_stale() {
    let home = tempfile::tempdir().unwrap();
    let vault = tempfile::tempdir().unwrap();
    fs::write(vault.path().join("login.json"), LOGIN).unwrap();
    let link = home.path().join(".credentials.json");
    std::os::unix::fs::symlink(vault.path().join("login.json"), &link).unwrap();
    let store = store(&home, None);
    store.save(&blanked(&store)).unwrap();
    assert!(!link.is_symlink());
    assert_eq!(fs::read_to_string(vault.path().join("login.json")).unwrap(), LOGIN);
}

#[test]
fn a_file_that_is_no_json_holds_no_login() {
    let home = home();
    fs::write(home.path().join(".credentials.json"), r#"{"claudeAiOauth":{"acc"#).unwrap();
    assert_eq!(store(&home, None).login(), None);
}

#[test]
fn an_unreadable_file_holds_no_login() {
    let home = home();
    assert!(store(&home, None).login().is_some());
    assert_eq!(store(&home, Some(StoreFault::Unreadable)).login(), None);
}

#[tokio::test]
async fn only_one_holds_the_lock_and_its_end_lets_the_next_in() {
    let home = home();
    let clock = ClientClock::new(VirtualClock::default(), SignedDuration::ZERO);
    let (one, other) = (store(&home, None), store(&home, None));
    let held = one.lock(&clock).await.expect("nobody else");
    let mut waiting = Box::pin(other.lock(&clock));
    tokio::select! {
        biased;
        _ = &mut waiting => panic!("two hold the lock"),
        () = tokio::task::yield_now() => {}
    }
    drop(held);
    waiting.await.expect("the lock is free");
}

#[tokio::test]
async fn a_lock_that_is_never_freed_is_waited_for_a_limited_virtual_time() {
    let home = home();
    let time = VirtualClock::default();
    let clock = ClientClock::new(time.clone(), SignedDuration::ZERO);
    let (one, other) = (store(&home, None), store(&home, None));
    let held = one.lock(&clock).await.expect("nobody else");
    let (outcome, ()) = tokio::join!(other.lock(&clock), async {
        assert!(time.advance_until_timer(SignedDuration::from_mins(1)), "the waiting one has a limit");
    });
    assert!(matches!(outcome, Err(NotLocked::Held)));
    assert_eq!(time.elapsed(), LOCK_LIMIT);
    drop(held);
}

#[tokio::test]
async fn the_lock_of_a_dead_process_is_respected_for_a_minute() {
    let home = home();
    let time = VirtualClock::default();
    let clock = ClientClock::new(time.clone(), SignedDuration::ZERO);
    let store = store(&home, None);
    fs::write(home.path().join(".oauth_refresh.lock"), clock.now().as_millisecond().to_string()).unwrap();
    assert!(matches!(store.lock(&clock).await, Err(NotLocked::Held)));
    time.advance(SignedDuration::from_secs(51)); // 59 s, with the 8 s that were waited
    assert!(matches!(store.lock(&clock).await, Err(NotLocked::Held)));
    drop(store.lock(&clock).await.expect("a minute has passed"));
    drop(store.lock(&clock).await.expect("the last holder gave it back"));
}
