//! Energy of accelerators from their sampled power, by trapezoids, in whole numbers: milliwatts and milliseconds.

use std::collections::BTreeMap;

/// Gaps that are not bridged.
const GAP: i64 = 10 * 60 * 1_000;
/// Devices of one machine with their writers.
const DEVICES: usize = 1_024;

/// Samples so far, by device and writer.
#[derive(Default)]
pub struct Power {
    series: BTreeMap<(u32, String), Series>,
}

#[derive(Default)]
struct Series {
    last: Option<(i64, u128)>,
    samples: u64,
    /// Milliwatts times milliseconds, twice.
    double: u128,
}

impl Power {
    /// A sample; keys other than `gpu.N.powerWatts` are left. `gpu.process.N` are the same devices again.
    pub fn sample(&mut self, key: &str, value: &str, at: i64) {
        let (name, writer) = key.split_once("/l:").unwrap_or((key, ""));
        let device = name.strip_prefix("gpu.").and_then(|r| r.strip_suffix(".powerWatts")).and_then(|n| n.parse().ok());
        let Some((device, power)) = device.zip(milli(value)) else { return };
        if self.series.len() >= DEVICES && !self.series.contains_key(&(device, writer.to_owned())) {
            return;
        }
        let series = self.series.entry((device, writer.to_owned())).or_default();
        if let Some((before, was)) = series.last {
            let step = at.saturating_sub(before);
            if step <= 0 {
                return;
            }
            if let (true, Ok(step)) = (step <= GAP, u128::try_from(step)) {
                series.double = series.double.saturating_add((was + power).saturating_mul(step));
            }
        }
        series.last = Some((at, power));
        series.samples += 1;
    }

    /// kWh of all devices, of each that writer who sampled most.
    pub fn kwh(&self) -> Option<String> {
        let mut best: BTreeMap<u32, &Series> = BTreeMap::new();
        for ((device, _), series) in &self.series {
            let known = best.entry(*device).or_insert(series);
            if series.samples > known.samples {
                *known = series;
            }
        }
        let double = best.values().fold(0u128, |sum, s| sum.saturating_add(s.double));
        if double == 0 {
            return None;
        }
        // mW·ms are microjoules; 3.6e12 of them are a kWh. In millionths of it, rounded.
        let millionths = (double + 3_600_000) / 7_200_000;
        Some(format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000))
    }
}

/// Watts in thousandths, below a megawatt.
fn milli(text: &str) -> Option<u128> {
    let text = crate::logs::score::plain(text.trim());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    if whole.len() > 6 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    Some(whole.parse::<u128>().ok()? * 1_000 + thousandths.parse::<u128>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn power_over_time_is_energy() {
        let mut power = Power::default();
        for minute in 0..=60i64 {
            for device in 0..2 {
                power.sample(&format!("gpu.{device}.powerWatts"), "500.0", minute * 60_000);
                power.sample(&format!("gpu.process.{device}.powerWatts"), "500.0", minute * 60_000);
                power.sample(&format!("gpu.{device}.powerWatts/l:other"), "900", minute * 60_000 / 2);
                power.sample(&format!("gpu.{device}.temp"), "80", minute * 60_000);
            }
        }
        // The other writer sampled as often and comes later: one writer counts.
        assert_eq!(power.kwh().as_deref(), Some("1.000000"));
    }

    #[test]
    fn gaps_and_time_running_back_give_nothing() {
        let mut power = Power::default();
        for (at, watts) in [
            (0, "1000"),
            (3_600_000, "1000"),
            (3_000_000, "1000"),
            (3_660_000, "1e3"),
            (3_700_000, "x"),
            (3_700_000, "-5"),
        ] {
            power.sample("gpu.0.powerWatts", watts, at);
        }
        assert_eq!(power.kwh().as_deref(), Some("0.016667"));
        assert_eq!(Power::default().kwh(), None);
    }
}
