//! Hosts that are IP addresses, as the URL standard reads them: `0x7f.1` and `2130706433` are 127.0.0.1 as well.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What a host is as an IPv4 address.
pub(super) enum Four {
    /// None: it is a name.
    Name,
    /// It ends in a number and is no address.
    Broken,
    /// That address.
    Address(Ipv4Addr),
}

/// Reads a host in lower case, without empty labels.
pub(super) fn four(host: &str) -> Four {
    let last = host.rsplit('.').next().unwrap_or_default();
    let digits = !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit());
    let hex = last.strip_prefix("0x").is_some_and(|h| h.bytes().all(|b| b.is_ascii_hexdigit()));
    if !digits && !hex {
        return Four::Name;
    }
    let parts: Option<Vec<u64>> = host.split('.').take(5).map(number).collect();
    let Some(parts) = parts.filter(|p| p.len() <= 4) else { return Four::Broken };
    let Some((last, first)) = parts.split_last() else { return Four::Broken };
    let mut address = 0_u64;
    for part in first {
        if *part > 255 {
            return Four::Broken;
        }
        address = address << 8 | part;
    }
    let free = 8 * u32::try_from(4 - first.len()).unwrap_or(0);
    if *last >= 1 << free {
        return Four::Broken;
    }
    u32::try_from(address << free | last).map_or(Four::Broken, |bits| Four::Address(Ipv4Addr::from_bits(bits)))
}

fn number(text: &str) -> Option<u64> {
    if let Some(hex) = text.strip_prefix("0x") {
        return if hex.is_empty() { Some(0) } else { u64::from_str_radix(hex, 16).ok() };
    }
    match text.strip_prefix('0') {
        Some(octal) if !octal.is_empty() => u64::from_str_radix(octal, 8).ok(),
        _ => text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten(),
    }
}

/// Reads what stands in brackets.
pub(super) fn six(text: &str) -> Option<Ipv6Addr> {
    text.parse().ok()
}
