//! What is given to released clients only.

use super::with;

#[test]
fn one_program_plays_one_command() {
    let settings = |keys: &str| {
        with(&format!("given: {{ settings: {{ {keys} }} }}\nsteps: [prompt]\nexpect: {{ exit: 1 }}"))
    };
    assert_eq!(settings("awsAuthRefresh: [{ exit: 0 }]"), "");
    assert_eq!(settings("awsCredentialExport: [{ text: x }]"), "");
    let two = settings("awsAuthRefresh: [{ exit: 0 }], awsCredentialExport: [{ text: x }]");
    assert!(two.contains("a scenario sets one"), "{two}");
}

#[test]
fn an_account_is_remembered_where_there_is_a_file_for_it() {
    let account = |more: &str| {
        let account = "remembered_account: { email: a@example.com, organization: A }";
        with(&format!("given: {{ {account}{more} }}\nsteps: [prompt]\nexpect: {{ exit: 1 }}"))
    };
    assert_eq!(account(""), "");
    assert_eq!(account(", onboarding: marked"), "");
    assert!(account(", onboarding: pending").contains("there is no `.claude.json`"));
}
