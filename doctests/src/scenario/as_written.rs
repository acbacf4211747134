//! A scenario's document as JSON that says only what its file says.

use serde_json::Value;

use super::{AuthorizationServer, Document, ResourceServer};

impl Document {
    /// The document as JSON, without what only repeats a default: format growth must not look like a change.
    pub fn as_written(&self) -> Value {
        let mut json = serde_json::to_value(self).unwrap_or_default();
        if let Some(given) = json.get_mut("given") {
            forget(given, "authorization_server", serde_json::to_value(AuthorizationServer::default()));
            forget(given, "resource_server", serde_json::to_value(ResourceServer::default()));
        }
        json
    }
}

fn forget(given: &mut Value, member: &str, default: serde_json::Result<Value>) {
    let (Some(given), Ok(Value::Object(default))) = (given.as_object_mut(), default) else { return };
    let Some(Value::Object(written)) = given.get_mut(member) else { return };
    written.retain(|key, value| default.get(key) != Some(value));
    if written.is_empty() {
        given.remove(member);
    }
}
