//! Compute that the repository states, that a trainer counted (`total_flos`), or that was counted while training.

use crate::candidates::{Flops, Part};
use crate::estimate::{Estimate, Input, Method, Of};

/// The estimate from one statement.
pub fn estimate(flops: &Flops, derived: bool) -> Estimate {
    let (method, of) = match (flops.part, derived) {
        (Part::Training, false) => (Method::Stated, Of::Training),
        (Part::Training | Part::Collection, _) => (Method::Stated, Of::Unplaced),
        (Part::Counted { .. }, true) => (Method::Run, Of::Modification),
        (Part::Counted { scratch: true }, false) => (Method::Run, Of::Training),
        (Part::Counted { scratch: false }, false) => (Method::Run, Of::Unplaced),
        (Part::Run, true) => (Method::Recorded, Of::Modification),
        (Part::Run, false) => (Method::Recorded, Of::Unplaced),
    };
    let value = match &flops.within.best {
        Some(_) => flops.best.significant(4).to_string(),
        None => flops.within.to_string(),
    };
    let input = Input { name: "flop", value, source: Some(flops.source.clone()) };
    Estimate { method, of, value: flops.within.clone(), inputs: vec![input] }
}
