//! Which mutants a scenario has, and what notices them.
