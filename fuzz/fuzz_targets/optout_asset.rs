//! Hostile bytes as a file with metadata: whatever it claims to be, it is read within its bounds, and twice alike.
#![no_main]

use gpai_optout::asset::Asset;
use gpai_optout::{Input, Purpose, judge, read_all};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let asset = Asset::read(data);
    assert_eq!(asset, Asset::read(data));
    let signals = read_all(&Input { path: "/a", asset: Some(&asset), year: Some(2026), ..Input::default() });
    for purpose in Purpose::ALL {
        let _ = judge(&signals, purpose);
    }
});
