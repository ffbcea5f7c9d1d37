//! Addresses of the Hub and of what it redirects to: `http` or `https`, a host, a port, a path. Nothing more is needed, and
//! what is not understood is refused.

use std::fmt;

/// An address without its fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Whether it is `https`.
    pub secure: bool,
    /// Host name or IP address, lower case; an IPv6 address in brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Path and query; empty, or beginning with `/`.
    pub path: String,
}

impl Address {
    /// Reads `http[s]://HOST[:PORT][/PATH]`; `None` for anything else, such as a user name in it.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = (rest.get(..end)?, rest.get(end..)?);
        let (host, port) = match authority.rsplit_once(':') {
            // The last colon of an IPv6 address without a port is inside the brackets.
            Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
            _ => (authority, if secure { 443 } else { 80 }),
        };
        let inner = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
        let known = match inner {
            Some(v6) => !v6.is_empty() && v6.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.')),
            None => {
                !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
            }
        };
        let plain = path.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\'));
        let path = if path.starts_with('?') { format!("/{path}") } else { path.to_owned() };
        (known && plain).then(|| Address { secure, host: host.to_ascii_lowercase(), port, path })
    }

    /// The same host with another path, which begins with `/`.
    pub fn with(&self, path: &str) -> Self {
        Address { path: format!("{}{path}", self.path.trim_end_matches('/')), ..self.clone() }
    }

    /// Where a redirect leads: a whole address, `//host/path` or `/path`.
    pub fn redirect(&self, location: &str) -> Option<Self> {
        let location = location.trim();
        if location.starts_with("//") {
            return Self::parse(&format!("{}:{location}", if self.secure { "https" } else { "http" }));
        }
        if location.starts_with('/') {
            return Self::parse(&format!("{}{location}", self.origin()));
        }
        Self::parse(location)
    }

    /// Scheme, host and port: what a token is for.
    pub fn origin(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        match (self.secure, self.port) {
            (true, 443) | (false, 80) => format!("{scheme}://{}", self.host),
            _ => format!("{scheme}://{}:{}", self.host, self.port),
        }
    }

    /// Whether the host is this machine: what is sent to it crosses no network.
    pub fn is_loopback(&self) -> bool {
        let inner = self.host.trim_start_matches('[').trim_end_matches(']');
        self.host == "localhost" || inner.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn addresses_and_redirects() {
        let hub = Address::parse("https://Hub.example/").unwrap();
        assert_eq!(hub.with("/api/x").to_string(), "https://hub.example/api/x");
        assert_eq!(hub.redirect("/y?z=1#part").unwrap().to_string(), "https://hub.example/y?z=1");
        assert_eq!(hub.redirect("//cdn.example/y").unwrap().to_string(), "https://cdn.example/y");
        assert_eq!(hub.redirect("http://[::1]:8080?a").unwrap().to_string(), "http://[::1]:8080/?a");
        assert_eq!(
            Address::parse("https://a:443/x").unwrap().origin(),
            Address::parse("https://A/y").unwrap().origin()
        );
        assert!(Address::parse("http://[::1]").unwrap().is_loopback());
        assert!(!Address::parse("http://127.0.0.1.evil.example").unwrap().is_loopback());
        let mirror = Address::parse("https://mirror.example/hub/").unwrap();
        assert_eq!(mirror.with("/api").to_string(), "https://mirror.example/hub/api");
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for bad in [
            "file:///etc/passwd",
            "https://",
            "https://user@host/",
            "https://host:99999/",
            "https://host:x/",
            "ftp://h/",
            "/path",
            "https://h o/",
            "https://h/a b",
            "https://h/\n",
            "https://h/\u{e9}",
            "https://[zz]/",
            "https:/h/",
            "javascript:1",
            "https://hub.example\\@evil.example/",
        ] {
            assert!(Address::parse(bad).is_none(), "{bad}");
        }
        assert!(Address::parse("https://h/").unwrap().redirect("relative").is_none());
    }
}
