//! Which scene a request belongs to, by the path prefix `/w/<number>/`; without one it is the only scene's.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::http::{Reply, Request};
use super::scene::Scene;

/// The open scenes. A number is given once: a late request never finds a later scene.
#[derive(Debug, Default)]
pub(super) struct Registry {
    /// There is one scene at a time, and paths have no prefix: the client believes it talks to the real hosts.
    alone: bool,
    opened: AtomicU64,
    scenes: RwLock<BTreeMap<u64, Arc<Scene>>>,
}

impl Registry {
    /// For one scene at a time, whose paths have no prefix.
    pub(super) fn alone() -> Self {
        Self { alone: true, ..Self::default() }
    }

    /// Whether a client may keep its connections: only where no other scene's requests can come in on them.
    pub(super) const fn keeps_connections(&self) -> bool {
        self.alone
    }

    /// Opens a scene under a new number.
    pub(super) fn open(&self, scene: impl FnOnce(u64) -> Scene) -> (u64, Arc<Scene>) {
        let number = self.opened.fetch_add(1, Ordering::Relaxed) + 1;
        let scene = Arc::new(scene(number));
        self.scenes.write().unwrap_or_else(PoisonError::into_inner).insert(number, Arc::clone(&scene));
        (number, scene)
    }

    /// Forgets a scene.
    pub(super) fn close(&self, number: u64) {
        self.scenes.write().unwrap_or_else(PoisonError::into_inner).remove(&number);
    }

    /// Lets the scene that `request` names answer it. Nobody's request is answered with 404 and kept nowhere.
    pub(super) fn answer(&self, request: &Request<'_>) -> Reply {
        match self.find(request.path) {
            Some((scene, path)) => scene.answer(&Request { path, ..*request }),
            None => Reply::not_found(),
        }
    }

    fn find<'p>(&self, path: &'p str) -> Option<(Arc<Scene>, &'p str)> {
        if self.alone {
            let scenes = self.scenes.read().unwrap_or_else(PoisonError::into_inner);
            return Some((Arc::clone(scenes.values().next_back()?), path));
        }
        let rest = path.strip_prefix("/w/")?;
        let (number, _) = rest.split_once('/')?;
        let path = &rest[number.len()..];
        let scenes = self.scenes.read().unwrap_or_else(PoisonError::into_inner);
        Some((Arc::clone(scenes.get(&number.parse().ok()?)?), path))
    }
}
