//! The site as a person uses it: the built program on a small book of its own.

mod anchors;
mod build;
mod cli;
mod diagram;
mod evidence;
mod feed;
mod finish;
mod gates;
mod preprocess;
mod records;
mod serve;
mod support;
mod swear;
