//! Random things and what is derived from them: ids, receipts, salted commitments, keyed digests.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::fault::Fault;

/// A SHA-256 digest.
pub type Digest = [u8; 32];

/// Letters and digits that nobody confuses (Crockford's base 32).
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// So many random bytes of the system.
///
/// # Errors
/// The system has none.
pub fn random<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| Fault::new(format!("the system gives no random bytes: {e}")))?;
    Ok(bytes)
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Hexadecimal digits as bytes.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|d| d.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair.iter().fold(0, |all, d| all * 16 + d)).collect())
}

/// The digest of some bytes.
pub fn sha256(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// What stands in the chain for a private value: without the salt nobody can try out what the value was.
pub fn commitment(salt: &[u8], value: &[u8]) -> Digest {
    Sha256::new().chain_update(salt).chain_update(value).finalize().into()
}

/// A digest that only somebody with the key can make.
pub fn keyed(key: &[u8], message: &[u8]) -> Digest {
    // A key of any length is taken.
    Hmac::<Sha256>::new_from_slice(key).map_or([0; 32], |mac| mac.chain_update(message).finalize().into_bytes().into())
}

/// Bits as groups of five letters and digits: `K7Q2M-…`.
fn crockford(bytes: &[u8], letters: usize) -> String {
    let mut out = String::new();
    let (mut bits, mut held) = (0u32, 0u32);
    let mut rest = bytes.iter();
    while out.len() < letters {
        if held < 5 {
            bits = ((bits & 0xff) << 8) | u32::from(rest.next().copied().unwrap_or(0));
            held += 8;
        }
        held -= 5;
        let letter = CROCKFORD.get((bits >> held) as usize & 31).copied().unwrap_or(b'0');
        out.push(char::from(letter));
    }
    out
}

/// An id of our form: kind, day, four random characters.
///
/// # Errors
/// The system has no random bytes.
pub fn id(kind: &str, day: jiff::civil::Date) -> Result<String, Fault> {
    Ok(format!("{kind}-{}-{}", day.strftime("%Y%m%d"), crockford(&random::<3>()?, 4)))
}

/// A receipt: a hundred random bits in groups of five, `GPC-…`.
///
/// # Errors
/// The system has no random bytes.
pub fn receipt() -> Result<String, Fault> {
    Ok(receipt_of(&random::<13>()?))
}

/// The receipt that the first hundred of some bits make.
pub fn receipt_of(bits: &[u8]) -> String {
    let letters = crockford(bits, 20);
    let groups: Vec<String> = letters.as_bytes().chunks(5).map(|g| String::from_utf8_lossy(g).into_owned()).collect();
    format!("GPC-{}", groups.join("-"))
}

/// A receipt as somebody typed it, in the form in which it was given; `None` where it cannot be one. Letters that look like
/// digits are read as those.
pub fn read_receipt(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.len() > 64 {
        return None;
    }
    let upper: String = typed.chars().filter(|c| !matches!(c, '-' | ' ')).collect::<String>().to_ascii_uppercase();
    let letters: String = upper
        .strip_prefix("GPC")
        .unwrap_or(&upper)
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let known = letters.len() == 20 && letters.bytes().all(|b| CROCKFORD.contains(&b));
    let groups: Vec<String> = letters.as_bytes().chunks(5).map(|g| String::from_utf8_lossy(g).into_owned()).collect();
    known.then(|| format!("GPC-{}", groups.join("-")))
}

/// What is kept of a receipt: its digest, so that the file tells nobody which receipts there are.
pub fn receipt_digest(receipt: &str) -> String {
    hex(&sha256(format!("gpai-receipt/1\n{receipt}").as_bytes()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn crockford_takes_all_bits() {
        assert_eq!(crockford(&[0xff, 0xff, 0xff, 0xff, 0xff], 8), "ZZZZZZZZ");
        assert_eq!(crockford(&[0x00, 0x44, 0x32, 0x14, 0xc7], 8), "01234567");
    }

    #[test]
    fn a_receipt_is_read_as_people_type_it() {
        let receipt = receipt().unwrap();
        assert_eq!(read_receipt(&receipt).as_deref(), Some(receipt.as_str()));
        assert_eq!(
            read_receipt(&format!(" {} ", receipt.to_lowercase().replace('-', " "))).as_deref(),
            Some(receipt.as_str())
        );
        assert_eq!(read_receipt("GPC-OOOOO-IIIII-LLLLL-00000").as_deref(), Some("GPC-00000-11111-11111-00000"));
        for wrong in ["", "GPC-", "GPC-00000-00000-00000-0000U", "GPC-00000-00000-00000-000000"] {
            assert_eq!(read_receipt(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn hexadecimal_both_ways() {
        assert_eq!(unhex(&hex(&[0, 1, 254, 255])).unwrap(), [0, 1, 254, 255]);
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("0g"), None);
    }

    #[test]
    fn the_keyed_digest_is_hmac() {
        // RFC 4231, case 2.
        assert_eq!(
            hex(&keyed(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
