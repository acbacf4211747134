//! Many small pieces of work on several threads, with a bar that shows how far they have come.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Options;

/// So many pieces are taken at once.
const SHARE: usize = 16;

/// What `work` makes of each of `items`, in their order. Each thread has a state of its own, made by `begin`.
pub(super) fn map<T: Sync, S, R: Send>(
    what: &'static str,
    items: &[T],
    options: Options,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
) -> Vec<R> {
    let bar = bar(what, items.len(), options);
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.get() {
            let (next, begin, work, bar, sender) = (&next, &begin, &work, &bar, sender.clone());
            scope.spawn(move || {
                let mut state = begin();
                loop {
                    let start = next.fetch_add(SHARE, Ordering::Relaxed);
                    let Some(rest) = items.get(start..).filter(|rest| !rest.is_empty()) else { break };
                    for (place, item) in rest.iter().take(SHARE).enumerate() {
                        // The receiver lives until every thread has ended.
                        let _ = sender.send((start + place, work(&mut state, item)));
                        bar.inc(1);
                    }
                }
            });
        }
    });
    drop(sender);
    bar.finish_and_clear();
    let mut done: Vec<(usize, R)> = receiver.iter().collect();
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// A bar on standard error; none where nobody watches.
pub(super) fn bar(what: &'static str, length: usize, options: Options) -> ProgressBar {
    let target = if options.progress { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(length as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}, {eta} left") {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}
