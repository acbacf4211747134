//! How far times, modes, boundaries and names of variables may go.

use super::with;

/// What is wrong with a scenario whose stored login is `login`.
fn with_login(login: &str) -> String {
    with(&format!("given: {{ stored_login: {{ {login} }} }}\nsteps: [prompt]\nexpect: {{ exit: 0 }}"))
}

#[test]
fn a_time_is_no_longer_than_twenty_years_either_way() {
    let expires_in = |time: &str| with_login(&format!("access: A1, expires_in: {time}"));
    for time in ["175200h", "-175200h"] {
        assert_eq!(expires_in(time), "", "{time}");
    }
    for time in ["175200h 1s", "-175200h 1s"] {
        assert!(expires_in(time).contains("longer than 20 years"), "{time}");
    }
}

#[test]
fn a_mode_has_three_or_four_octal_digits() {
    let mode = |mode: &str| with_login(&format!("access: A1, mode: '{mode}'"));
    for right in ["600", "0600"] {
        assert_eq!(mode(right), "", "{right}");
    }
    for wrong in ["60", "00600", "680"] {
        assert!(mode(wrong).contains(&format!("`{wrong}` is no file mode")), "{wrong}");
    }
}

#[test]
fn a_fault_that_hides_a_login_needs_one() {
    for hidden in ["access: A1", "refresh: R1", "text: x"] {
        assert_eq!(with_login(&format!("{hidden}, fault: unreadable")), "", "{hidden}");
    }
    assert!(with_login("fault: unreadable").contains("there is no login that this fault could hide"));
    assert_eq!(with_login("expires_in: 2h"), "", "no fault hides anything");
}

#[test]
fn a_boundary_may_lie_on_either_side_and_as_far_as_a_minute_away() {
    let boundary = |at: &str, beyond: &str| {
        with(&format!(
            "given: {{ stored_login: {{ access: A1, refresh: R1, expires_in: 310s }} }}\nsteps: [prompt]\n\
             expect: {{ exit: 0 }}\n\
             boundary: {{ of: stored_login.expires_in, at: {at}, beyond: {beyond}, expect: {{ exit: 1 }} }}"
        ))
    };
    for (at, beyond) in
        [("310s", "290s"), ("290s", "290s"), ("310s", "330s"), ("330s", "330s"), ("5m", "250s")]
    {
        assert_eq!(boundary(at, beyond), "", "{at} {beyond}");
    }
    for (at, beyond) in [("311s", "290s"), ("289s", "290s"), ("309s", "330s"), ("331s", "330s")] {
        assert!(boundary(at, beyond).contains("not between its two sides"), "{at} {beyond}");
    }
    assert!(boundary("5m", "249s").contains("too far apart"));
}

#[test]
fn a_boundary_of_time_needs_one_advance() {
    let boundary = |steps: &str| {
        with(&format!(
            "given: {{ stored_login: {{ access: A1, refresh: R1, expires_in: 2h }} }}\nsteps: [{steps}]\n\
             expect: {{ exit: 0 }}\n\
             boundary: {{ of: advance, at: 5m, beyond: 290s, expect: {{ exit: 1 }} }}"
        ))
    };
    assert_eq!(boundary("prompt, advance: 310s, prompt"), "");
    for steps in ["prompt", "advance: 310s, advance: 310s, prompt"] {
        assert!(boundary(steps).contains("there is not exactly one `advance` step"), "{steps}");
    }
}

#[test]
fn what_decides_what_runs_and_where_it_connects_is_the_runners_own() {
    for name in ["PATH", "no_proxy", "CLIENT_CERT", "CURL_CA_BUNDLE", "NODE_OPTIONS", "XDG_CONFIG_HOME"] {
        let said =
            with(&format!("given: {{ env: {{ {name}: x }} }}\nsteps: [prompt]\nexpect: {{ exit: 0 }}"));
        assert!(said.contains("the runner's own"), "{said}");
    }
}
