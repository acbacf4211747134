//! Virtual time: servers and client share one clock, and nothing ever sleeps for real.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// When every scenario begins: a fixed instant, so that no transcript depends on the day it was made.
pub const EPOCH_SECONDS: i64 = 1_767_225_600; // 2026-01-01T00:00:00Z

/// [`EPOCH_SECONDS`] as an instant.
const EPOCH: Timestamp = Timestamp::constant(EPOCH_SECONDS, 0);

/// A clock that moves only when somebody moves it. Clones share the time.
#[derive(Debug, Clone)]
pub struct VirtualClock {
    start: Timestamp,
    now: Arc<watch::Sender<Timestamp>>,
    timers: Arc<Mutex<BTreeMap<Timestamp, usize>>>,
}

impl VirtualClock {
    /// A clock that stands at `now`.
    pub fn starting_at(now: Timestamp) -> Self {
        Self { start: now, now: Arc::new(watch::Sender::new(now)), timers: Arc::default() }
    }

    /// The servers' time.
    pub fn now(&self) -> Timestamp {
        *self.now.borrow()
    }

    /// Virtual time since the clock's start.
    pub fn elapsed(&self) -> SignedDuration {
        self.now().duration_since(self.start)
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: SignedDuration) {
        self.now.send_modify(|now| *now = later(*now, by));
    }

    /// Moves the clock to the nearest armed timer, or by `limit` when that comes first.
    /// Returns whether a timer was reached: whoever waits for an answer has then given up.
    pub fn advance_until_timer(&self, limit: SignedDuration) -> bool {
        let end = later(self.now(), limit);
        let nearest = self.timers().keys().next().copied();
        let (target, reached) = match nearest {
            Some(timer) if timer <= end => (timer, true),
            _ => (end, false),
        };
        self.now.send_modify(|now| *now = (*now).max(target));
        reached
    }

    /// Comes back once the clock has moved on by `after`. The timer is armed at the call, not at the first poll.
    pub fn timer(&self, after: SignedDuration) -> impl Future<Output = ()> + Send + use<> {
        let deadline = later(self.now(), after);
        let armed = Armed::new(Arc::clone(&self.timers), deadline);
        let mut now = self.now.subscribe();
        async move {
            let _armed = armed;
            // The sender lives as long as any clone of the clock; when all are gone nobody waits either.
            let _ = now.wait_for(|now| *now >= deadline).await;
        }
    }

    fn timers(&self) -> std::sync::MutexGuard<'_, BTreeMap<Timestamp, usize>> {
        self.timers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for VirtualClock {
    fn default() -> Self {
        Self::starting_at(EPOCH)
    }
}

/// `by` after `time`, or the end of the calendar when that comes first: durations come from scenarios.
pub fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    let end = if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX };
    time.checked_add(by).unwrap_or(end)
}

/// An armed timer; disarmed on drop.
struct Armed {
    timers: Arc<Mutex<BTreeMap<Timestamp, usize>>>,
    deadline: Timestamp,
}

impl Armed {
    fn new(timers: Arc<Mutex<BTreeMap<Timestamp, usize>>>, deadline: Timestamp) -> Self {
        *timers.lock().unwrap_or_else(PoisonError::into_inner).entry(deadline).or_insert(0) += 1;
        Self { timers, deadline }
    }
}

impl Drop for Armed {
    fn drop(&mut self) {
        let mut timers = self.timers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = timers.get_mut(&self.deadline) {
            *count -= 1;
            if *count == 0 {
                timers.remove(&self.deadline);
            }
        }
    }
}

/// The client's view of the time: the servers' clock plus its own skew.
#[derive(Debug, Clone)]
pub struct ClientClock {
    clock: VirtualClock,
    skew: SignedDuration,
}

impl ClientClock {
    /// A client clock that runs `skew` ahead of `clock` (negative: behind).
    pub fn new(clock: VirtualClock, skew: SignedDuration) -> Self {
        Self { clock, skew }
    }

    /// The time the client believes it is.
    pub fn now(&self) -> Timestamp {
        later(self.clock.now(), self.skew)
    }

    /// Waits by moving the clock: the client is the one who decides how long it sleeps.
    pub fn sleep(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    /// A time limit: comes back once the clock has moved on by `after`.
    pub fn timer(&self, after: SignedDuration) -> impl Future<Output = ()> + Send + use<> {
        self.clock.timer(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_timer_comes_back_only_when_the_clock_is_moved_past_it() {
        let clock = VirtualClock::default();
        let timer = clock.timer(SignedDuration::from_secs(30));
        assert!(!clock.advance_until_timer(SignedDuration::from_secs(10)), "no timer within ten seconds");
        assert!(clock.advance_until_timer(SignedDuration::from_hours(1)), "the timer comes first");
        timer.await;
        assert_eq!(clock.elapsed(), SignedDuration::from_secs(30));
    }

    #[test]
    fn time_ends_with_the_calendar_and_not_with_a_panic() {
        let clock = VirtualClock::default();
        clock.advance(SignedDuration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
        let client = ClientClock::new(clock, SignedDuration::MIN);
        assert_eq!(client.now(), Timestamp::MIN);
    }

    #[tokio::test]
    async fn a_dropped_timer_stops_nobody() {
        let clock = VirtualClock::default();
        drop(clock.timer(SignedDuration::from_secs(30)));
        assert!(!clock.advance_until_timer(SignedDuration::from_secs(60)));
        assert_eq!(clock.elapsed(), SignedDuration::from_secs(60));
    }
}
