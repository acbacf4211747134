//! The authorization server and the resource server, on wiremock, with one state a scenario.
