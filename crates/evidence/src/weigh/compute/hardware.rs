//! N·L·H·U: accelerator hours, the peak rate of the accelerator, and its utilisation (Guidelines 126–129).

use gpai_rules::number::{Interval, Number};

use super::accelerators;
use super::six_pd::shown;
use crate::candidates::{DeviceHours, Part};
use crate::estimate::{Estimate, Input, Method, Of, nlhu};

/// Utilisation in percent where nothing is stated: large training runs are reported between these.
pub const UTILISATION: (u128, u128, u128) = (30, 40, 50);
/// Percent by which a stated utilisation may be off: an average over a run is itself rounded.
pub const STATED_UTILISATION: (u32, u32) = (90, 110);

/// The estimate from one statement of hours; `None` if the accelerator is not named or not known.
pub fn estimate(hours: &DeviceHours, derived: bool) -> Option<Estimate> {
    let device = accelerators::find(hours.device.as_deref()?)?;
    let (low, best, high) = match &hours.utilisation {
        Some(stated) => (stated.percent(STATED_UTILISATION.0), stated.clone(), stated.percent(STATED_UTILISATION.1)),
        None => {
            let [low, best, high] = [UTILISATION.0, UTILISATION.1, UTILISATION.2].map(Number::from_u128);
            (low, best, high)
        }
    };
    let peak = device.peak.best.as_ref().unwrap_or(&device.peak.high);
    let value = Interval::new(
        nlhu(&hours.within.low, &device.peak.low, &low).significant(4),
        hours.best.as_ref().map(|hours| nlhu(hours, peak, &best).significant(4)),
        nlhu(&hours.within.high, &device.peak.high, &high).significant(4),
    )?;
    let of = match (hours.part, derived) {
        (Part::Collection | Part::Counted { .. }, _) => Of::Unplaced,
        (Part::Training, true) => Of::Unplaced,
        (Part::Training, false) => Of::Training,
        (Part::Run, true) => Of::Modification,
        (Part::Run, false) => Of::Unplaced,
    };
    let utilisation = match &hours.utilisation {
        Some(_) => Input { name: "utilisation", value: format!("{best} %"), source: Some(hours.source.clone()) },
        None => Input {
            name: "utilisation",
            value: format!("{low} to {high} %, not stated: {best} % assumed"),
            source: None,
        },
    };
    let point = hours.best.clone().map_or_else(|| hours.within.clone(), Interval::point);
    let inputs = vec![
        Input { name: "hours", value: format!("{} h", shown(&point)), source: Some(hours.source.clone()) },
        Input { name: "peak", value: format!("{}: {} FLOP/s", device.name, shown(&device.peak)), source: None },
        utilisation,
    ];
    Some(Estimate { method: Method::Hardware, of, value, inputs })
}
