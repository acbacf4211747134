//! Many small pieces of work on several threads, with a bar that shows how far they have come.

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::Options;

/// So many pieces, at least, share what `begin` made.
const SHARE: usize = 64;

/// What `work` makes of each of `items`, in their order. A thread begins anew with `begin` from time to time.
///
/// # Errors
/// When no threads can be had.
pub(super) fn map<T: Sync, S: Send, R: Send>(
    what: &'static str,
    items: &[T],
    options: Options,
    begin: impl Fn() -> S + Sync + Send,
    work: impl Fn(&mut S, &T) -> R + Sync + Send,
) -> Result<Vec<R>> {
    let bar = bar(what, items.len(), options);
    let threads = ThreadPoolBuilder::new().num_threads(options.jobs.get()).build()?;
    let done = threads.install(|| {
        let made = items.par_iter().with_min_len(SHARE).map_init(begin, |state, item| {
            let made = work(state, item);
            bar.inc(1);
            made
        });
        made.collect()
    });
    bar.finish_and_clear();
    Ok(done)
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
