//! A scenario: what is given, the steps a person takes, what is expected, on which clients it holds.

mod as_written;
pub mod client;
pub mod expect;
pub mod given;
pub mod managed;
pub mod onboarding;
pub mod project;
pub mod remembered;
pub mod step;
pub mod variable;
mod written;

use std::sync::Arc;

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use client::{ClaudeCodeClaim, Clients, ReferenceClaim, VersionRange};
pub use expect::{Expect, ExpectedExchange, StoredLoginExpected};
pub use given::{Answer, AuthorizationServer, Given, HelperOutput, ResourceServer, Settings, StoredLogin};
pub use step::Step;

use self::written::DurationText;
use crate::id::Id;
use crate::located::Located;
use crate::source_file::SourceFile;

/// One documented run: a YAML file `doctests/scenarios/<topic>/<name>.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What happens, as a sentence without a full stop; the heading of the evidence panel.
    pub title: String,
    /// Why the scenario is worth having, in a few sentences; shown to people, judged by nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The world before the first step.
    #[serde(default)]
    pub given: Given,
    /// What the person does, in order.
    pub steps: Vec<Located<Step>>,
    /// What must be seen.
    pub expect: Expect,
    /// A threshold this scenario proves by running on both sides of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<Boundary>,
    /// On which clients the expectations hold.
    pub clients: Clients,
}

/// A threshold, proved by a second run just beyond it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Boundary {
    /// Which value of `given` or `steps` is moved across.
    pub of: Located<BoundaryOf>,
    /// The threshold itself: the figure a page may name.
    #[schemars(with = "DurationText")]
    pub at: Located<SignedDuration>,
    /// The value on the far side.
    #[schemars(with = "DurationText")]
    pub beyond: Located<SignedDuration>,
    /// What must be seen on the far side.
    pub expect: Expect,
}

/// The values that a boundary may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum BoundaryOf {
    /// How far ahead the stored login's expiry lies.
    #[serde(rename = "stored_login.expires_in")]
    StoredLoginExpiresIn,
    /// How far ahead the end of the stored login lies.
    #[serde(rename = "stored_login.refresh_expires_in")]
    StoredLoginRefreshExpiresIn,
    /// The (only) `advance` step.
    #[serde(rename = "advance")]
    Advance,
}

/// A scenario with its id and the file it was read from.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// `<topic>.<name>`, from the file's path.
    pub id: Id,
    /// The file.
    pub file: Arc<SourceFile>,
    /// What the file says.
    pub document: Document,
}

/// One run of a scenario: the given side, or the far side of its boundary.
#[derive(Debug, Clone)]
pub struct Case {
    /// `given` or `beyond`.
    pub name: &'static str,
    /// The world before the first step.
    pub given: Given,
    /// The steps.
    pub steps: Vec<Located<Step>>,
    /// What must be seen.
    pub expect: Expect,
}

impl Scenario {
    /// The runs that prove this scenario: one, or two with a boundary.
    pub fn cases(&self) -> Vec<Case> {
        let Document { given, steps, expect, boundary, .. } = &self.document;
        let near = Case { name: "given", given: given.clone(), steps: steps.clone(), expect: expect.clone() };
        let mut cases = vec![near];
        if let Some(boundary) = boundary {
            let mut far = Case {
                name: "beyond",
                given: given.clone(),
                steps: steps.clone(),
                expect: boundary.expect.clone(),
            };
            boundary.of.move_to(*boundary.beyond, &mut far);
            cases.push(far);
        }
        cases
    }
}

impl BoundaryOf {
    fn move_to(self, value: SignedDuration, case: &mut Case) {
        match self {
            Self::StoredLoginExpiresIn => {
                if let Some(login) = &mut case.given.stored_login {
                    login.expires_in = Some(value);
                }
            }
            Self::StoredLoginRefreshExpiresIn => {
                if let Some(login) = &mut case.given.stored_login {
                    login.refresh_expires_in = Some(value);
                }
            }
            Self::Advance => {
                for step in &mut case.steps {
                    if let Step::Advance(by) = &mut step.value {
                        *by = value;
                    }
                }
            }
        }
    }
}
