//! Short plays, as scenarios write them; the snapshot beside the tests says what comes of each.

/// What is given, and what is done.
pub(super) struct Play {
    pub(super) name: &'static str,
    pub(super) given: &'static str,
    pub(super) steps: &'static str,
}

macro_rules! plays {
    ($($name:literal: $given:literal, $steps:literal;)*) => {
        &[$(Play { name: $name, given: $given, steps: $steps }),*]
    };
}

pub(super) const PLAYS: &[Play] = plays! {
    "good login": "{ stored_login: { access: A1, refresh: R1, expires_in: 310s } }", "[prompt]";
    "290 s left": "{ stored_login: { access: A1, refresh: R1, expires_in: 290s } }", "[prompt]";
    "revoked early": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { revoked: [A1] } }", "[prompt]";
    "revoked early, as 403": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ status: 403, error: permission_error, message: OAuth token has been revoked. Please obtain a new token. }] } }", "[prompt]";
    "forbidden": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ status: 403, error: forbidden, message: Request not allowed }] } }", "[prompt]";
    "both tokens revoked": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { revoked: [A1] }, authorization_server: { revoked: [R1] } }", "[prompt, prompt]";
    "refresh token revoked, expired": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h }, authorization_server: { revoked: [R1] } }", "[prompt, typed_prompt]";
    "refused for ever": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ times: 99, status: 401, error: authentication_error, message: Invalid authentication credentials }] } }", "[prompt]";
    "token endpoint 503 once": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h }, authorization_server: { answers: [{ status: 503 }] } }", "[prompt]";
    "token endpoint 503 once, early": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { revoked: [A1] }, authorization_server: { answers: [{ status: 503 }] } }", "[prompt]";
    "token endpoint 503, early": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { revoked: [A1] }, authorization_server: { answers: [{ times: 99, status: 503 }] } }", "[prompt]";
    "token endpoint 503, expired": "{ stored_login: { access: A1, refresh: R1, expires_in: -1m }, resource_server: { revoked: [A1] }, authorization_server: { answers: [{ times: 99, status: 503 }] } }", "[prompt]";
    "token endpoint garbage, early": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { revoked: [A1] }, authorization_server: { answers: [{ times: 99, status: 200, fault: garbage }] } }", "[prompt]";
    "token endpoint garbage, expired": "{ stored_login: { access: A1, refresh: R1, expires_in: -1m }, resource_server: { revoked: [A1] }, authorization_server: { answers: [{ times: 99, status: 200, fault: garbage }] } }", "[prompt]";
    "token endpoint redirects": "{ stored_login: { access: A1, refresh: R1, expires_in: -1m }, authorization_server: { answers: [{ fault: redirect }] } }", "[prompt]";
    "response lost": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h }, authorization_server: { answers: [{ fault: reset-after-commit }] } }", "[prompt]";
    "response lost, early": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { revoked: [A1] }, authorization_server: { answers: [{ fault: reset-after-commit }] } }", "[prompt, prompt]";
    "response truncated": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h }, authorization_server: { answers: [{ fault: truncated }] } }", "[prompt]";
    "no refresh token in the response": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h }, authorization_server: { answers: [{ without: [refresh_token] }] } }", "[prompt]";
    "no expires_in in the response": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { revoked: [A1] }, authorization_server: { answers: [{ times: 99, without: [expires_in] }] } }", "[prompt]";
    "second refresh": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h } }", "[prompt, revoke: [A2], prompt]";
    "overnight": "{ stored_login: { access: A1, refresh: R1, expires_in: 8h } }", "[typed_prompt, advance: 9h, typed_prompt]";
    "unknown members": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h, others: { mcpOAuth: { x: 1 } } } }", "[prompt]";
    "organization without OAuth": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ status: 403, error: oauth_org_not_allowed, message: no }] } }", "[prompt]";
    "refused by a proxy": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ status: 403, fault: html }] } }", "[prompt]";
    "logout of an expired login": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h } }", "[auth_logout]";
    "full disk": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h, fault: full } }", "[typed_prompt, advance: 9h, typed_prompt, prompt]";
    "symbolic link": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h, fault: symlink } }", "[prompt]";
    "read-only directory": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h, fault: read-only } }", "[prompt]";
    "unreadable": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h, fault: unreadable } }", "[prompt]";
    "corrupt": "{ stored_login: { text: '{ \"claude' } }", "[prompt, auth_login: approve, prompt]";
    "blank access token": "{ stored_login: { access: blank, refresh: R1, expires_in: -1h } }", "[prompt]";
    "blank refresh token, expired, refused": "{ stored_login: { access: A1, refresh: blank, expires_in: -1h }, resource_server: { revoked: [A1] } }", "[prompt, auth_status_text]";
    "no expiry": "{ stored_login: { access: A1, refresh: R1 } }", "[prompt]";
    "no scope for inference": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h, scopes: ['user:profile'] } }", "[prompt]";
    "nothing": "{}", "[prompt, typed_prompt, auth_status, auth_status_text, auth_logout]";
    "environment token refused": "{ env: { CLAUDE_CODE_OAUTH_TOKEN: E1 }, stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { revoked: [E1] } }", "[prompt, auth_status]";
    "API key before login": "{ env: { ANTHROPIC_API_KEY: K1 }, stored_login: { access: A1, refresh: R1, expires_in: 2h } }", "[prompt, auth_status, auth_status_text]";
    "API key refused": "{ env: { ANTHROPIC_API_KEY: K1, CLAUDE_CODE_MAX_RETRIES: '3' }, stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { revoked: [K1] } }", "[prompt]";
    "API key before environment token": "{ env: { ANTHROPIC_API_KEY: K1, CLAUDE_CODE_OAUTH_TOKEN: E1 } }", "[prompt]";
    "auth token before login": "{ env: { ANTHROPIC_AUTH_TOKEN: T1 }, stored_login: { access: A1, refresh: R1, expires_in: 2h } }", "[prompt]";
    "empty variables": "{ env: { ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: '  ', CLAUDE_CODE_OAUTH_TOKEN: '' }, stored_login: { access: A1, refresh: R1, expires_in: 2h } }", "[prompt]";
    "bare": "{ env: { CLAUDE_CODE_OAUTH_TOKEN: E1 }, stored_login: { access: A1, refresh: R1, expires_in: 2h }, settings: { apiKeyHelper: [{ key: K1 }] } }", "[bare_prompt]";
    "simple": "{ env: { CLAUDE_CODE_SIMPLE: '1' }, stored_login: { access: A1, refresh: R1, expires_in: 2h } }", "[prompt]";
    "helper": "{ settings: { apiKeyHelper: [{ key: K1 }, { key: K2 }] } }", "[typed_prompt, advance: 290s, typed_prompt, advance: 20s, typed_prompt]";
    "helper in two processes": "{ settings: { apiKeyHelper: [{ key: K1 }, { key: K2 }] } }", "[prompt, prompt]";
    "helper banner": "{ settings: { apiKeyHelper: [{ text: 'Welcome not-a-key' }] } }", "[prompt]";
    "helper refused": "{ settings: { apiKeyHelper: [{ key: K1 }, { key: K2 }] }, resource_server: { revoked: [K1] } }", "[prompt]";
    "helper refused for ever": "{ settings: { apiKeyHelper: [{ key: K1 }] }, resource_server: { revoked: [K1] } }", "[prompt]";
    "helper fails": "{ settings: { apiKeyHelper: [{ exit: 1 }] }, stored_login: { access: A1, refresh: R1, expires_in: 2h } }", "[prompt, typed_prompt, auth_status]";
    "helper fails once": "{ settings: { apiKeyHelper: [{ exit: 1 }, { key: K1 }] } }", "[prompt]";
    "resource server 503 once": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ status: 503, error: api_error }] } }", "[prompt]";
    "resource server 503": "{ env: { CLAUDE_CODE_MAX_RETRIES: '2' }, stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ times: 99, status: 503, error: api_error, message: down }] } }", "[prompt]";
    "resource server 429 with Retry-After": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ status: 429, retry_after: 20s }] } }", "[prompt]";
    "resource server resets once": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ fault: reset-before-commit }] } }", "[prompt]";
    "resource server stalls once": "{ env: { API_TIMEOUT_MS: '5000' }, stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ fault: stalled }] } }", "[prompt]";
    "resource server sends HTML": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { answers: [{ status: 200, fault: html }] } }", "[prompt]";
    "clock behind": "{ clock_skew: -3h, stored_login: { access: A1, refresh: R1, expires_in: -1h } }", "[prompt]";
    "status": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, resource_server: { revoked: [A1] }, authorization_server: { revoked: [R1] } }", "[auth_status, auth_status_text]";
    "status of an expired login": "{ stored_login: { access: A1, refresh: R1, expires_in: -1h }, authorization_server: { revoked: [R1] } }", "[auth_status, auth_status_text]";
    "logout": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h } }", "[auth_logout, prompt]";
    "logout, server down": "{ stored_login: { access: A1, refresh: R1, expires_in: 2h }, authorization_server: { revoke_answers: [{ times: 9, status: 503 }] } }", "[auth_logout]";
    "login": "{}", "[auth_login: approve, prompt]";
    "login denied": "{}", "[auth_login: deny]";
    "login, wrong state": "{}", "[auth_login: wrong-state]";
    "login, browser lost": "{}", "[auth_login: never]";
    "login, code refused": "{ authorization_server: { answers: [{ status: 400, error: invalid_grant }] } }", "[auth_login: approve]";
    "login by refresh token": "{ env: { CLAUDE_CODE_OAUTH_REFRESH_TOKEN: R1, CLAUDE_CODE_OAUTH_SCOPES: 'user:inference' } }", "[auth_login: unused, prompt, auth_login: unused]";
    "login by refresh token without scopes": "{ env: { CLAUDE_CODE_OAUTH_REFRESH_TOKEN: R1 } }", "[auth_login: unused]";
    "setup-token": "{}", "[setup_token: approve]";
    "setup-token with an argument": "{}", "[setup_token_with_argument: approve]";
};

/// Which play tells each variant from the plain client.
pub(super) const CAUGHT_BY: &[(&str, &str)] = &[
    ("never-refreshes-on-401", "revoked early"),
    ("never-refreshes-ahead", "290 s left"),
    ("ignores-rotation", "second refresh"),
    ("forgets-to-save", "290 s left"),
    ("refreshes-twice", "290 s left"),
    ("no-lock", "processes"),
    ("takes-over-dead-locks", "processes"),
    ("treats-server-error-as-final-rejection", "token endpoint 503 once"),
    ("keeps-refused-tokens", "both tokens revoked"),
    ("env-token-falls-back-to-stored-login", "environment token refused"),
    ("refreshes-on-any-403", "forbidden"),
    ("helper-cache-never-expires", "helper"),
    ("helper-not-rerun-on-401", "helper refused"),
    ("drops-unknown-fields", "unknown members"),
    ("saves-world-readable", "290 s left"),
    ("replays-forever", "refused for ever"),
    ("api-key-loses-to-login", "API key before login"),
    ("logout-keeps-file", "logout"),
    ("status-asks-the-server", "status"),
    ("bare-reads-the-login", "bare"),
    ("never-retries", "resource server 503 once"),
    ("ignores-retry-after", "resource server 429 with Retry-After"),
    ("ignores-state", "login, wrong state"),
    ("setup-token-stores", "setup-token"),
    ("setup-token-ignores-argument", "setup-token with an argument"),
    ("writes-through-symlinks", "symbolic link"),
    ("always-refreshes", "good login"),
    ("missing-expiry-is-expired", "no expiry"),
    ("says-not-logged-in", "both tokens revoked"),
    ("env-token-beats-keys", "API key before environment token"),
    ("login-beats-env-token", "environment token refused"),
    ("ignores-env-token", "environment token refused"),
    ("ignores-api-key", "API key before login"),
    ("ignores-auth-token", "auth token before login"),
    ("blank-counts-as-set", "empty variables"),
    ("helper-never-cached", "helper"),
    ("helper-shared-between-processes", "helper in two processes"),
    ("helper-failure-is-final", "helper fails once"),
    ("helper-fills-one-header", "helper refused"),
    ("helper-output-unchecked", "helper banner"),
    ("refreshes-without-access-token", "blank access token"),
    ("needs-refresh-token", "blank refresh token, expired, refused"),
    ("asks-without-login", "nothing"),
    ("status-is-always-good", "nothing"),
    ("logout-needs-login", "nothing"),
    ("sign-in-always-succeeds", "login denied"),
    ("sign-in-needs-no-scopes", "login by refresh token without scopes"),
];
