//! A job: one case for a released client, as it goes into the sandbox, and what comes back.

use serde::{Deserialize, Serialize};

use crate::located::Located;
use crate::scenario::{Case, Expect, Given, Step};
use crate::transcript::Transcript;

/// One case to be played on a released client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// The client's name in the transcript: `claude-code@2.1.330`.
    pub client: String,
    /// Which side of the scenario: `given`, or `beyond` its boundary.
    pub side: Side,
    /// The world before the first step.
    pub given: Given,
    /// The steps.
    pub steps: Vec<Located<Step>>,
}

/// The side of a boundary that a case is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// As the scenario gives it.
    Given,
    /// Just beyond the boundary.
    Beyond,
}

/// What came of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Played {
    /// It was played.
    Transcript(Box<Transcript>),
    /// No release can be given what the case asks for; the reason.
    Unsupported(String),
    /// The run itself broke; how.
    Broke(String),
}

impl Job {
    /// `case` for `client`. What is expected stays outside: it is judged afterwards.
    pub fn new(client: impl Into<String>, case: &Case) -> Self {
        let side = if case.name == "beyond" { Side::Beyond } else { Side::Given };
        Self { client: client.into(), side, given: case.given.clone(), steps: case.steps.clone() }
    }

    /// The case to play; it expects nothing.
    pub fn case(&self) -> Case {
        let name = match self.side {
            Side::Given => "given",
            Side::Beyond => "beyond",
        };
        Case { name, given: self.given.clone(), steps: self.steps.clone(), expect: Expect::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::StoredLogin;

    #[test]
    fn a_job_comes_out_as_it_went_in() {
        let stored_login = Some(StoredLogin {
            expires_in: Some(jiff::SignedDuration::from_hours(-1)),
            expires_at: Some(serde_json::Value::Null),
            scopes: Some(serde_json::Value::Null),
            ..StoredLogin::default()
        });
        let given = Given { stored_login, ..Given::default() };
        let steps = vec![Located::nowhere(Step::Prompt), Located::nowhere(Step::Prompts(3))];
        let case = Case { name: "beyond", given, steps, expect: Expect::default() };
        let job = Job::new("claude-code@2.1.330", &case);
        let text = serde_json::to_string(&job).unwrap();
        assert_eq!(serde_json::from_str::<Job>(&text).unwrap(), job);
        assert_eq!(job.case().name, "beyond");
    }
}
