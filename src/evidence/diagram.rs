//! One run as a sequence diagram and as an ordered list: both tell the same events, so they cannot differ.
//!
//! The list is the content; the picture repeats it. It is drawn in the colour of the text, without script or style
//! attribute, and small enough to be read on a telephone.

mod drawing;
mod event;
mod label;
mod lifeline;
mod list;

#[cfg(test)]
mod tests;

use doctests::scenario::Case;
use doctests::transcript::Transcript;

use self::drawing::Drawing;
use super::escape::text;

pub(super) use self::list::list;

/// The picture of one side of a scenario as it was seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Diagram<'a> {
    /// What happens.
    pub(super) title: &'a str,
    /// What was given and done.
    pub(super) case: &'a Case,
    /// What was seen.
    pub(super) transcript: &'a Transcript,
}

impl Diagram<'_> {
    /// The SVG, on one line; none for a run without a request, which has no arrow.
    pub(super) fn svg(self) -> Option<String> {
        (!self.transcript.exchanges.is_empty()).then(|| self.drawn())
    }

    fn drawn(self) -> String {
        let Drawing { height, elements, .. } = Drawing::of(self.case, self.transcript);
        // The list is read instead of the picture; so one sentence for all of them is enough here.
        format!(
            "<svg class=\"sequence\" viewBox=\"0 0 {} {height}\" role=\"img\" fill=\"currentColor\"><title>{}</title>\
             <desc>A sequence diagram, to be read from top to bottom; the list beside it says the same.</desc>{elements}</svg>",
            lifeline::WIDTH,
            text(self.title),
        )
    }
}
