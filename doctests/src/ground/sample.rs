//! Hand-made pages and scenarios for the tests of grounding.
