//! A URL to its host as DNS has it. Everything a stranger may have written is
//! expected here: ports, user names, capitals, trailing dots, punycode, numbers for hosts, and text that is no URL at all.

use std::borrow::Cow;

use super::ip;

/// The longest URL that is looked at; longer ones are no URLs.
const LONGEST: usize = 64 << 10;
/// The longest name of a host that DNS allows.
const LONGEST_HOST: usize = 253;

/// What the host of a URL is. The order is that of the rows in a partial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// There is no URL, or an empty one.
    Missing,
    /// It is no URL with a host: nothing can be fetched from it.
    Broken,
    /// A host without a dot, such as `localhost`.
    Dotless,
    /// An IP address.
    Ip,
    /// A name.
    Named,
}

/// The host of a URL, written into `host`: lower case, A-labels, without port, user name and trailing dot; IPv6 in brackets.
pub fn host(url: &str, host: &mut String) -> Class {
    plain(url, host).unwrap_or_else(|| any(url, host))
}

/// The host of a URL as almost all are: `http` or `https`, a name of plain letters, no user, no port. `None` for every other one, whose
/// reading is longer and gives the same for these.
fn plain(url: &str, host: &mut String) -> Option<Class> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    if url.len() > LONGEST {
        return None;
    }
    let mut buffer = [0_u8; LONGEST_HOST + 1];
    let (mut length, mut dots, mut label) = (0, 0, 0);
    for byte in rest.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => label += 1,
            b'.' if label > 0 => {
                dots += 1;
                label = 0;
            }
            b'/' | b'?' | b'#' => break,
            _ => return None,
        }
        *buffer.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    // A dot at the end, a bare label and a number at the end are for the longer reading.
    let name = std::str::from_utf8(buffer.get(..length)?).ok()?;
    let last = name.rsplit('.').next()?.as_bytes().first()?;
    if label == 0 || dots == 0 || last.is_ascii_digit() || length > LONGEST_HOST {
        return None;
    }
    host.clear();
    host.push_str(name);
    Some(Class::Named)
}

fn any(url: &str, host: &mut String) -> Class {
    host.clear();
    let url = url.trim_matches(|c: char| c <= ' ');
    if url.is_empty() {
        return Class::Missing;
    }
    if url.len() > LONGEST {
        return Class::Broken;
    }
    // Tabs and line ends within a URL are taken out, as browsers and crawlers do.
    let url = if memchr::memchr3(b'\t', b'\n', b'\r', url.as_bytes()).is_some() {
        Cow::Owned(url.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect())
    } else {
        Cow::Borrowed(url)
    };
    let class = authority(&url).and_then(bare).map_or(Class::Broken, |raw| read(raw, host));
    if class == Class::Broken {
        host.clear();
    }
    class
}

/// What stands between `//` and the path.
fn authority(url: &str) -> Option<&str> {
    let rest = match url.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        _ => url,
    };
    let rest = rest.strip_prefix(['/', '\\'])?.strip_prefix(['/', '\\'])?;
    rest.split(['/', '\\', '?', '#']).next()
}

fn is_scheme(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// The host without user name and port.
fn bare(authority: &str) -> Option<&str> {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = if host.starts_with('[') {
        // The opening bracket stays, as the mark of an IPv6 address.
        let (inner, rest) = host.split_once(']')?;
        let port = match rest.strip_prefix(':') {
            Some(port) => port,
            None if rest.is_empty() => "",
            None => return None,
        };
        (inner, port)
    } else {
        host.rsplit_once(':').unwrap_or((host, ""))
    };
    let known =
        port.is_empty() || (port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u32>().is_ok_and(|p| p <= 65_535));
    (known && !host.is_empty()).then_some(host)
}

fn read(raw: &str, host: &mut String) -> Class {
    if let Some(six) = raw.strip_prefix('[') {
        return match ip::six(six) {
            Some(address) => {
                host.push('[');
                host.push_str(&address.to_string());
                host.push(']');
                Class::Ip
            }
            None => Class::Broken,
        };
    }
    if raw.is_ascii() && !raw.contains('%') {
        host.push_str(raw);
        host.make_ascii_lowercase();
    } else {
        match idna::domain_to_ascii_from_cow(unescaped(raw), idna::AsciiDenyList::URL) {
            Ok(name) => host.push_str(&name),
            Err(_) => return Class::Broken,
        }
    }
    if host.ends_with('.') {
        host.pop();
    }
    if host.len() > LONGEST_HOST || host.split('.').any(str::is_empty) || host.bytes().any(forbidden) {
        return Class::Broken;
    }
    match ip::four(host) {
        ip::Four::Name => {
            if host.contains('.') {
                Class::Named
            } else {
                Class::Dotless
            }
        }
        ip::Four::Broken => Class::Broken,
        ip::Four::Address(address) => {
            host.clear();
            host.push_str(&address.to_string());
            Class::Ip
        }
    }
}

/// Percent escapes of a host as the bytes they stand for.
fn unescaped(raw: &str) -> Cow<'_, [u8]> {
    if !raw.contains('%') {
        return Cow::Borrowed(raw.as_bytes());
    }
    let hex = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    let mut out = Vec::with_capacity(raw.len());
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                bytes = ahead;
            }
            _ => out.push(byte),
        }
    }
    Cow::Owned(out)
}

/// What no host may hold (the forbidden domain code points of the URL standard).
fn forbidden(byte: u8) -> bool {
    byte <= b' '
        || byte >= 0x7f
        || matches!(byte, b'#' | b'/' | b':' | b'<' | b'>' | b'?' | b'@' | b'[' | b'\\' | b']' | b'^' | b'|' | b'%')
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
