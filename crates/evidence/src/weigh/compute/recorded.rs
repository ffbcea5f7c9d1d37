//! Compute that the repository states, or that a trainer counted (`total_flos`).

use crate::candidates::{Flops, Part};
use crate::estimate::{Estimate, Input, Method, Of};

/// The estimate from one statement.
pub fn estimate(flops: &Flops, derived: bool) -> Estimate {
    let (method, of) = match (flops.part, derived) {
        (Part::Training, false) => (Method::Stated, Of::Training),
        (Part::Training | Part::Collection, _) => (Method::Stated, Of::Unplaced),
        (Part::Run, true) => (Method::Recorded, Of::Modification),
        (Part::Run, false) => (Method::Recorded, Of::Unplaced),
    };
    let input =
        Input { name: "flop", value: flops.best.significant(4).to_string(), source: Some(flops.source.clone()) };
    Estimate { method, of, value: flops.within.clone(), inputs: vec![input] }
}
