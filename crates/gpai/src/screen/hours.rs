//! Amounts of compute in hours of an accelerator, as people know them.

use gpai_evidence::compute::{UTILISATION, accelerators, nlhu};
use gpai_rules::number::Number;

/// The accelerator that is named where nobody named one.
const USUAL: &str = "NVIDIA A100";
/// Hours that are told by two figures.
const FIGURES: u64 = 2;

/// Hours of one accelerator that certainly do not pass an amount, at the best use that is reported, and its name.
pub fn of(flop: &Number) -> Option<(u64, &'static str)> {
    let device = accelerators::find(USUAL)?;
    let hour = nlhu(&Number::from_u128(1), &device.peak.high, &Number::from_u128(UTILISATION.2));
    let hours = flop.times_in(&hour)?;
    // Rounded down, so that fewer hours are always below the line.
    let digits = u32::try_from(hours.to_string().len()).ok()?.saturating_sub(u32::try_from(FIGURES).ok()?);
    let unit = 10u64.checked_pow(digits)?;
    Some((hours.checked_div(unit)?.saturating_mul(unit), device.name.as_str())).filter(|(hours, _)| *hours > 0)
}
