//! Diagnostics and runs → text for people, for GitHub and for machines.
