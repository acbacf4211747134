//! Scripted answers: how the first calls of an endpoint are answered in place of the rules.

use std::collections::VecDeque;

use crate::exchange::Endpoint;
use crate::scenario::given::{Answer, AnswerFault, Given};

/// What is left of the scripts of all three endpoints.
#[derive(Debug, Default)]
pub(super) struct Scripts {
    messages: VecDeque<Answer>,
    token: VecDeque<Answer>,
    revoke: VecDeque<Answer>,
    settings: VecDeque<u16>,
}

impl Scripts {
    pub(super) fn new(given: &Given) -> Self {
        let queue = |answers: &[Answer]| answers.iter().cloned().collect();
        Self {
            messages: queue(&given.resource_server.answers),
            token: queue(&given.authorization_server.answers),
            revoke: queue(&given.authorization_server.revoke_answers),
            settings: given.resource_server.settings_refused.iter().copied().collect(),
        }
    }

    /// The answer for this call; the default, which is by the rules, once the script is over.
    pub(super) fn next(&mut self, endpoint: Endpoint) -> Answer {
        let queue = self.queue(endpoint);
        while let Some(first) = queue.front_mut() {
            let left = first.times.unwrap_or(1);
            if left > 1 {
                first.times = Some(left - 1);
                return first.clone();
            }
            let last = queue.pop_front();
            if left == 1 {
                return last.unwrap_or_default();
            }
        }
        Answer::default()
    }

    /// The answer that the next call will get.
    pub(super) fn peek(&mut self, endpoint: Endpoint) -> Answer {
        let next = self.queue(endpoint).iter().find(|answer| answer.times != Some(0));
        next.cloned().unwrap_or_default()
    }

    fn queue(&mut self, endpoint: Endpoint) -> &mut VecDeque<Answer> {
        match endpoint {
            Endpoint::Messages => &mut self.messages,
            Endpoint::Token => &mut self.token,
            Endpoint::Revoke => &mut self.revoke,
        }
    }

    /// The status with which this request for an organization's settings is refused, if it is.
    pub(super) fn next_for_settings(&mut self) -> Option<u16> {
        self.settings.pop_front()
    }

    /// From now on everything is by the rules.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Whether some answer needs the front: wiremock can neither break a connection nor hold it back.
pub(super) fn breaks_connections(given: &Given) -> bool {
    let authorization = &given.authorization_server;
    let scripts = [&authorization.answers, &authorization.revoke_answers, &given.resource_server.answers];
    scripts.into_iter().flatten().any(|answer| {
        let fault = matches!(
            answer.fault,
            Some(
                AnswerFault::Truncated
                    | AnswerFault::ResetAfterCommit
                    | AnswerFault::ResetBeforeCommit
                    | AnswerFault::Stalled
            )
        );
        fault || answer.delay.is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_given_as_often_as_it_says() {
        let answer = |status, times| Answer { status: Some(status), times, ..Answer::default() };
        let mut given = Given::default();
        given.resource_server.answers = vec![answer(503, Some(2)), answer(500, Some(0)), answer(529, None)];
        let mut scripts = Scripts::new(&given);
        let mut both = || (scripts.peek(Endpoint::Messages).status, scripts.next(Endpoint::Messages).status);
        let statuses: Vec<_> = (0..4).map(|_| both()).collect();
        assert_eq!(statuses, [Some(503), Some(503), Some(529), None].map(|status| (status, status)));
        assert_eq!(scripts.next(Endpoint::Token), Answer::default());
    }
}
