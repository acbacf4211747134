//! Runs scenarios on versions, several at once, and hands over each scenario as soon as its last run ended.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use doctests::run::RunError;
use doctests::scenario::Scenario;
use doctests::transcript::Transcript;
use semver::Version;

use super::{Released, Subject};

/// One scenario on one version.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The version.
    pub version: &'a Version,
    /// The scenario.
    pub scenario: &'a Scenario,
}

/// How often and how many at once.
#[derive(Debug, Clone, Copy)]
pub struct Matrix {
    /// How often each scenario runs.
    pub runs: usize,
    /// How many runs go on at once.
    pub jobs: NonZeroUsize,
}

/// What came of one task: a transcript for each run and, in it, for each case; or why there is none.
pub type Ran = Result<Vec<Vec<Transcript>>, Failed>;

/// Why a task gave no transcripts.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// Its version could not be had.
    #[error("{0}")]
    NotFetched(String),
    /// A run broke.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// What happens while a matrix runs.
#[derive(Debug)]
pub enum Event {
    /// One run ended.
    Run,
    /// The last run of a task ended.
    Task(Ran),
}

/// One run to be made, with the version ready to run.
struct Turn<'a, B> {
    task: usize,
    of: Task<'a>,
    binary: Arc<B>,
}

/// What is said of a task: a run of it ended so, or its version could not be had.
type Word = (usize, Result<Vec<Transcript>, Failed>);

impl Matrix {
    /// Runs `tasks`, which are sorted by version. While one version runs, the next is fetched.
    /// `ended` is told of every run, and of every task after its last run; what breaks in one stops no other.
    pub fn run<R: Released>(
        self,
        released: &R,
        tasks: &[Task<'_>],
        mut ended: impl FnMut(&Task<'_>, Event) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let (turns, waiting) = sync_channel::<Turn<'_, R::Binary>>(1);
        let waiting = Arc::new(Mutex::new(waiting));
        // Bounded: when nobody listens any more, only what is under way is lost.
        let (words, heard) = sync_channel::<Word>(self.jobs.get());
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.get() {
                let (words, waiting) = (words.clone(), Arc::clone(&waiting));
                scope.spawn(move || work(released, &waiting, &words));
            }
            // Only the workers hold the queue: when they end early, because nobody listens any more, so does it.
            drop(waiting);
            scope.spawn(move || self.hand_out(released, tasks, &turns, &words));
            self.gather(tasks, heard, &mut ended)
        })
    }

    fn hand_out<'a, R: Released>(
        self,
        released: &R,
        tasks: &[Task<'a>],
        turns: &SyncSender<Turn<'a, R::Binary>>,
        words: &SyncSender<Word>,
    ) {
        let mut versions: Vec<Vec<(usize, Task<'a>)>> = Vec::new();
        for task in tasks.iter().copied().enumerate() {
            match versions.last_mut() {
                Some(group) if group[0].1.version == task.1.version => group.push(task),
                _ => versions.push(vec![task]),
            }
        }
        let fetch =
            |group: Option<&Vec<(usize, Task<'a>)>>| group.map(|group| released.fetch(group[0].1.version));
        std::thread::scope(|scope| {
            let mut ready = fetch(versions.first());
            for (at, group) in versions.iter().enumerate() {
                let next = scope.spawn({
                    let next = versions.get(at + 1);
                    move || fetch(next)
                });
                match ready.take() {
                    Some(Ok(binary)) => {
                        let binary = Arc::new(binary);
                        let runs = group.iter().flat_map(|task| std::iter::repeat_n(*task, self.runs));
                        for (task, of) in runs {
                            if turns.send(Turn { task, of, binary: Arc::clone(&binary) }).is_err() {
                                return;
                            }
                        }
                    }
                    Some(Err(error)) => {
                        let why = error.to_string();
                        for (task, _) in group {
                            if words.send((*task, Err(Failed::NotFetched(why.clone())))).is_err() {
                                return;
                            }
                        }
                    }
                    None => return,
                }
                ready = next.join().unwrap_or(None);
            }
        });
    }

    fn gather(
        self,
        tasks: &[Task<'_>],
        heard: Receiver<Word>,
        ended: &mut impl FnMut(&Task<'_>, Event) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut runs: BTreeMap<usize, (usize, Ran)> = BTreeMap::new();
        for (number, run) in heard {
            let (seen, so_far) = runs.entry(number).or_insert_with(|| (0, Ok(Vec::new())));
            *seen += 1;
            let never_ran = matches!(run, Err(Failed::NotFetched(_)));
            match (&mut *so_far, run) {
                (Ok(all), Ok(transcripts)) => all.push(transcripts),
                (so_far @ Ok(_), Err(error)) => *so_far = Err(error),
                (Err(_), _) => {}
            }
            ended(&tasks[number], Event::Run)?;
            if (*seen == self.runs || never_ran)
                && let Some((_, ran)) = runs.remove(&number)
            {
                ended(&tasks[number], Event::Task(ran))?;
            }
        }
        Ok(())
    }
}

fn work<R: Released>(released: &R, waiting: &Mutex<Receiver<Turn<'_, R::Binary>>>, words: &SyncSender<Word>) {
    loop {
        let turn = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Turn { task, of, binary }) = turn else { return };
        let subject = Subject { version: of.version, scenario: &of.scenario.id };
        let cases = of.scenario.cases();
        let run = cases.iter().map(|case| Ok(released.play(&binary, &subject, case)?)).collect();
        drop(binary);
        if words.send((task, run)).is_err() {
            return;
        }
    }
}
