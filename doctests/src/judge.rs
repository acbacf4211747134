//! Case + transcript → verdict and outcome: pure, the same for fresh and recorded transcripts.
