//! Seconds and whole numbers of tables, exact: thousandths of a second, counts that are also written `2.0`.

use gpai_rules::number::Number;

/// A whole number, which tables also write as `2.0`.
pub fn whole(cell: &str) -> Option<u128> {
    let cell = cell.trim();
    cell.strip_suffix(".0").unwrap_or(cell).parse().ok()
}

/// Seconds with a fraction, in thousandths, less than thirty years and more than none.
pub fn milliseconds(cell: &str) -> Option<u128> {
    let cell = crate::logs::score::plain(cell.trim());
    let (seconds, fraction) = cell.split_once('.').unwrap_or((&cell, ""));
    if seconds.len() > 9 || fraction.len() > 64 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let total = seconds.parse::<u128>().ok()?.checked_mul(1000)?.checked_add(thousandths.parse().ok()?)?;
    (total > 0).then_some(total)
}

/// Thousandths of seconds as hours.
pub fn hours(spent: u128) -> Option<Number> {
    let millionths = spent.checked_mul(10)?.checked_div(36)?;
    Number::parse(&format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000)).ok()
}
