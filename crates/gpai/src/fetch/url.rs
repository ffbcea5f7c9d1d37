//! Addresses of the web as far as robots.txt needs them: scheme, host with port, path with query.

use std::fmt;

/// An address: `http` or `https`, no user name, no fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Url {
    /// `http` or `https`.
    pub scheme: &'static str,
    /// Host in lower case, with the port where it is not the scheme's own.
    pub host: String,
    /// Path with query, beginning with `/`.
    pub path: String,
}

impl Url {
    /// Reads an absolute address; `None` for anything else.
    pub fn parse(text: &str) -> Option<Url> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => "http",
            "https" => "https",
            _ => return None,
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = (rest.get(..end)?, rest.get(end..)?);
        // A user name is no part of the origin.
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_ascii_lowercase();
        let own = if scheme == "https" { ":443" } else { ":80" };
        let host = host.strip_suffix(own).unwrap_or(&host).trim_end_matches(':').to_owned();
        if host.is_empty() || host.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c)) {
            return None;
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Some(Url { scheme, host, path })
    }

    /// Scheme and host: what one robots.txt speaks for.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.host)
    }

    /// Another path of the same origin, which begins with `/`.
    pub fn at(&self, path: &str) -> Url {
        Url { path: path.to_owned(), ..self.clone() }
    }

    /// Where a link or a redirect on this page leads; `None` where that is no address of the web.
    pub fn resolve(&self, location: &str) -> Option<Url> {
        let location = location.trim().split('#').next().unwrap_or_default();
        if location.contains("://") {
            return Url::parse(location);
        }
        if let Some(rest) = location.strip_prefix("//") {
            return Url::parse(&format!("{}://{rest}", self.scheme));
        }
        // `mailto:`, `javascript:` and the like.
        if location.split(['/', '?']).next().is_some_and(|first| first.contains(':')) {
            return None;
        }
        let plain = self.path.split('?').next().unwrap_or_default();
        let path = match location.chars().next() {
            None => self.path.clone(),
            Some('/') => location.to_owned(),
            Some('?') => format!("{plain}{location}"),
            Some(_) => format!("{}/{location}", plain.rsplit_once('/').map_or("", |(folder, _)| folder)),
        };
        Some(self.at(&straight(&path)))
    }

    /// Whether the host is this machine or a network of its own, by its name or number.
    pub fn is_private(&self) -> bool {
        let host = match self.host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => self.host.split(':').next().unwrap_or_default(),
        };
        if host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") {
            return true;
        }
        match host.parse::<std::net::IpAddr>() {
            Ok(std::net::IpAddr::V4(ip)) => {
                ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
            }
            Ok(std::net::IpAddr::V6(ip)) => {
                let local = matches!(ip.segments().first(), Some(0xfc00..=0xfdff | 0xfe80..=0xfebf));
                ip.is_loopback() || ip.is_unspecified() || local || ip.to_ipv4_mapped().is_some()
            }
            Err(_) => false,
        }
    }

    /// The address as it is sent: what is not ASCII is encoded.
    pub fn sent(&self) -> String {
        let mut out = self.origin();
        for byte in self.path.bytes() {
            if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
            {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
        out
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

/// A path without `.` and `..`.
fn straight(path: &str) -> String {
    let (plain, query) = path.split_at_checked(path.find('?').unwrap_or(path.len())).unwrap_or((path, ""));
    let mut parts: Vec<&str> = Vec::new();
    let mut folder = false;
    for part in plain.split('/').skip(1) {
        folder = matches!(part, "." | ".." | "");
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            "" => {}
            other => parts.push(other),
        }
    }
    let end = if folder && !parts.is_empty() { "/" } else { "" };
    format!("/{}{end}{query}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn addresses_are_read_and_resolved() {
        let url = |text: &str| Url::parse(text).unwrap();
        assert_eq!(url("HTTPS://User:p@A.example:443/x?y#z").to_string(), "https://a.example/x?y");
        assert_eq!(url("http://a.example:8080").to_string(), "http://a.example:8080/");
        assert_eq!(url("https://a.example?q").path, "/?q");
        assert_eq!(url("https://a.example/ツ x").sent(), "https://a.example/%E3%83%84%20x");
        for broken in ["a.example", "ftp://a/", "https://", "https:// a/", "/x"] {
            assert_eq!(Url::parse(broken), None, "{broken}");
        }
        let base = url("https://a.example/b/c?d");
        for (location, to) in [
            ("http://x.example/y", "http://x.example/y"),
            ("//x.example", "https://x.example/"),
            ("/e", "https://a.example/e"),
            ("e", "https://a.example/b/e"),
            ("../e/./f", "https://a.example/e/f"),
            ("?g", "https://a.example/b/c?g"),
            ("", "https://a.example/b/c?d"),
            ("../../../../e", "https://a.example/e"),
        ] {
            assert_eq!(base.resolve(location).unwrap().to_string(), to, "{location}");
        }
        assert_eq!((base.resolve("mailto:a"), base.resolve("file:///etc/passwd")), (None, None));
    }

    #[test]
    fn networks_of_ones_own_are_known() {
        let private = |host: &str| Url::parse(&format!("http://{host}/")).unwrap().is_private();
        for host in
            ["localhost", "127.0.0.1:80", "[::1]:9", "10.1.2.3", "192.168.0.1", "169.254.1.1", "[fe80::1]", "x.local"]
        {
            assert!(private(host), "{host}");
        }
        for host in ["a.example", "8.8.8.8", "127.0.0.1.example", "[2001:db8::1]"] {
            assert!(!private(host), "{host}");
        }
    }
}
