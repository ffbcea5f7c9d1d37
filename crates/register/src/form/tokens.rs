//! The token of a page: when it was made and something random, under a key of the register that changes every day. It proves that the
//! page was fetched, and makes one complaint of a post that is sent twice. No cookie carries it.

use crate::fault::Fault;
use crate::secret::{hex, keyed, random};

/// A page may be open for so long, in seconds.
const OPEN: i64 = 24 * 3600;
/// Nobody fills it in faster, in seconds.
const FAST: i64 = 3;
const DAY: i64 = 86_400;

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// It fits; whether the page was filled in faster than people write.
    Good {
        /// See above.
        fast: bool,
    },
    /// It was made by us and is too old.
    Old,
    /// It was not made by us.
    None,
}

fn mac(key: &[u8], day: i64, said: &str) -> String {
    let of_day = keyed(key, format!("gpai-form/1 day\n{day}").as_bytes());
    hex(&keyed(&of_day, said.as_bytes()))
}

/// Makes one.
///
/// # Errors
/// The system has no random bytes.
pub fn make(key: &[u8], now: i64) -> Result<String, Fault> {
    let said = format!("{now:x}.{}", hex(&random::<16>()?));
    Ok(format!("{said}.{}", mac(key, now.div_euclid(DAY), &said)))
}

/// Reads one.
pub fn read(key: &[u8], token: &str, now: i64) -> Token {
    if token.len() > 200 {
        return Token::None;
    }
    let Some((said, given)) = token.rsplit_once('.') else { return Token::None };
    let Some(made) = said.split('.').next().and_then(|t| i64::from_str_radix(t, 16).ok()) else { return Token::None };
    // Compared under the key, so that the time it takes tells nothing.
    let wanted = mac(key, made.div_euclid(DAY), said);
    if keyed(key, wanted.as_bytes()) != keyed(key, given.as_bytes()) {
        return Token::None;
    }
    match now - made {
        age if !(-60..=OPEN).contains(&age) => Token::Old,
        age => Token::Good { fast: age < FAST },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_our_own_and_only_for_a_day() {
        let now = 1_800_000_000;
        let token = make(b"key", now).unwrap();
        assert_eq!(read(b"key", &token, now), Token::Good { fast: true });
        assert_eq!(read(b"key", &token, now + 5), Token::Good { fast: false });
        assert_eq!(read(b"key", &token, now + OPEN), Token::Good { fast: false }, "over midnight, and after a restart");
        assert_eq!(read(b"key", &token, now + OPEN + 1), Token::Old);
        assert_eq!(read(b"yek", &token, now), Token::None);
        for bad in ["", ".", "..", "0.0.0", &token.replace('.', "x"), &format!("{token}0"), &"a".repeat(300)] {
            assert_eq!(read(b"key", bad, now), Token::None, "{bad}");
        }
    }
}
