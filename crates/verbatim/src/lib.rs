//! Text of a corpus in the outputs of a model, verbatim and nearly so. The outputs are indexed, which is small; the corpus is
//! streamed once, which may be anything. Texts come in and figures go out: no input, no output, no clock.
//!
//! [`fold`] makes texts alike, [`index`] holds the outputs, [`scan`] finds what a document has in common with them, [`near`] goes on
//! where words were changed; [`tally`] adds up over all documents and threads; [`echo`], [`class`] and
//! [`interval`] say what it means.

pub mod class;
pub mod echo;
pub mod fold;
pub mod gram;
pub mod hot;
pub mod index;
pub mod interval;
pub mod near;
pub mod scan;
pub mod tally;
pub mod texts;
pub mod units;
