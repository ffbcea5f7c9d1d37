//! Cases of clocks of our own (`register_cases.json`) against the built program: each family of clocks, what starts, stops, waives
//! and ends it, what it makes of a duty.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod clock_cases;

#[test]
fn every_case_shows_its_deadlines_and_states() {
    let cases: serde_json::Value = serde_json::from_str(include_str!("register_cases.json")).unwrap();
    let (wrong, days) = clock_cases::differences(&cases);
    assert!(wrong.is_empty(), "{wrong}");
    assert!(days > 100, "{days} days");
}
