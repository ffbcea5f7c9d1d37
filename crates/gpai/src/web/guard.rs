//! Who is answered: requests that name this program as their host and that come from its own page. A page of a stranger,
//! and a stranger's name that was made to point at this machine, get nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};

/// Where the program listens.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// The address.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
}

/// A request that is not answered: the status, and why in one sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal(pub StatusCode, pub &'static str);

const HOST: &str = "this address is not the one gpai serve listens on; use the one it printed";
const ORIGIN: &str = "another page asked for this; gpai serve answers its own page only";
const METHOD: &str = "only GET, HEAD and POST are answered";

impl Bound {
    /// Lets a request through, or says why not.
    pub fn admit(&self, request: &Parts) -> Result<(), Refusal> {
        let host = one(&request.headers, header::HOST.as_str())?.ok_or(Refusal(StatusCode::BAD_REQUEST, HOST))?;
        // A request may carry the host in its first line too.
        let named = request.uri.authority().is_none_or(|a| self.is_named(a.as_str()));
        if !self.is_named(host) || !named {
            return Err(Refusal(StatusCode::MISDIRECTED_REQUEST, HOST));
        }
        if ![Method::GET, Method::HEAD, Method::POST].contains(&request.method) {
            return Err(Refusal(StatusCode::METHOD_NOT_ALLOWED, METHOD));
        }
        let own = |origin: &str| origin.strip_prefix("http://").is_some_and(|name| self.is_named(name));
        if one(&request.headers, header::ORIGIN.as_str())?.is_some_and(|origin| !own(origin)) {
            return Err(Refusal(StatusCode::FORBIDDEN, ORIGIN));
        }
        // Browsers also say this where they send no origin. A link on another page may lead to ours.
        let site = one(&request.headers, "sec-fetch-site")?;
        let link = request.method == Method::GET
            && !request.uri.path().starts_with("/api/")
            && one(&request.headers, "sec-fetch-mode")? == Some("navigate")
            && one(&request.headers, "sec-fetch-dest")? == Some("document");
        match site {
            None | Some("same-origin" | "none") => Ok(()),
            Some(_) if link => Ok(()),
            Some(_) => Err(Refusal(StatusCode::FORBIDDEN, ORIGIN)),
        }
    }

    /// Whether `name[:port]` is this program: never by a name that others could make point here.
    fn is_named(&self, name: &str) -> bool {
        let (host, port) = match name.rsplit_once(':') {
            // The colons of an address in brackets are not before a port.
            Some((host, port)) if !port.ends_with(']') => (host, plain_port(port)),
            _ => (name, Some(80)),
        };
        if port != Some(self.port) {
            return false;
        }
        let literal = match host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
            Some(inner) => inner.parse().ok().map(IpAddr::V6),
            None => host.parse().ok().map(IpAddr::V4),
        };
        match literal {
            Some(ip) => {
                let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
                ip == self.address || loopback.contains(&ip) || self.address.is_unspecified()
            }
            None => host.eq_ignore_ascii_case("localhost"),
        }
    }
}

/// A port as browsers write it: digits, without a sign or a zero in front.
fn plain_port(text: &str) -> Option<u16> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok()).flatten()
}

/// A header that may come once at most, as text.
fn one<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>, Refusal> {
    let refusal = Refusal(StatusCode::BAD_REQUEST, "a header comes twice or is not plain text");
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| refusal),
        (Some(_), Some(_)) => Err(refusal),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use axum::http::Request;

    use super::*;

    fn asked(bound: &str, request: axum::http::request::Builder) -> Option<u16> {
        let bound = Bound { address: bound.parse().unwrap(), port: 8053 };
        bound.admit(&request.body(()).unwrap().into_parts().0).err().map(|r| r.0.as_u16())
    }

    fn get(host: &str) -> axum::http::request::Builder {
        Request::get("/api/folder").header("host", host)
    }

    #[test]
    fn only_its_own_names_are_answered() {
        for host in ["127.0.0.1:8053", "localhost:8053", "LOCALHOST:8053", "[::1]:8053"] {
            assert_eq!(asked("127.0.0.1", get(host)), None, "{host}");
        }
        let wrong = [
            "127.0.0.1",
            "localhost",
            "localhost:80",
            "evil.example:8053",
            "localhost.evil.example:8053",
            "127.0.0.2:8053",
            "192.168.1.5:8053",
            "localhost.:8053",
            "",
            ":8053",
            "[::1]",
            "::1:8053",
            "127.0.0.1:8053:8053",
            "localhost:+8053",
            "127.0.0.1:08053",
            "localhost:-8053",
            "0x7f000001:8053",
            "127.1:8053",
            "user@127.0.0.1:8053",
        ];
        for host in wrong {
            assert_eq!(asked("127.0.0.1", get(host)), Some(421), "{host}");
        }
        assert_eq!(asked("127.0.0.1", Request::get("/")), Some(400), "no host");
        assert_eq!(asked("127.0.0.1", get("localhost:8053").header("host", "localhost:8053")), Some(400), "two hosts");
        let absolute = Request::get("http://evil.example:8053/").header("host", "localhost:8053");
        assert_eq!(asked("127.0.0.1", absolute), Some(421));
    }

    #[test]
    fn bound_elsewhere_addresses_are_answered_and_names_are_not() {
        assert_eq!(asked("192.168.1.5", get("192.168.1.5:8053")), None);
        assert_eq!(asked("192.168.1.5", get("192.168.1.6:8053")), Some(421));
        assert_eq!(asked("0.0.0.0", get("192.168.1.6:8053")), None);
        assert_eq!(asked("::", get("[fe80::1]:8053")), None);
        assert_eq!(asked("0.0.0.0", get("evil.example:8053")), Some(421));
    }

    #[test]
    fn pages_of_others_get_nothing() {
        let own = || get("localhost:8053");
        assert_eq!(asked("127.0.0.1", own().header("origin", "http://localhost:8053")), None);
        for origin in
            ["null", "http://evil.example", "https://localhost:8053", "http://localhost", "http://localhost:8054", ""]
        {
            assert_eq!(asked("127.0.0.1", own().header("origin", origin)), Some(403), "{origin}");
        }
        assert_eq!(asked("127.0.0.1", own().header("sec-fetch-site", "same-origin")), None);
        for site in ["cross-site", "same-site", "strange"] {
            assert_eq!(asked("127.0.0.1", own().header("sec-fetch-site", site)), Some(403), "{site}");
        }
    }

    #[test]
    fn a_link_on_another_page_may_lead_here_but_not_into_a_frame() {
        let from = |path: &str, dest: &str| {
            let request = Request::get(path).header("host", "localhost:8053").header("sec-fetch-site", "cross-site");
            request.header("sec-fetch-mode", "navigate").header("sec-fetch-dest", dest)
        };
        assert_eq!(asked("127.0.0.1", from("/", "document")), None);
        assert_eq!(asked("127.0.0.1", from("/", "iframe")), Some(403));
        assert_eq!(asked("127.0.0.1", from("/api/folder", "document")), Some(403));
    }

    #[test]
    fn other_methods_are_refused() {
        for method in ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"] {
            let request = Request::builder().method(method).uri("/").header("host", "localhost:8053");
            assert_eq!(asked("127.0.0.1", request), Some(405), "{method}");
        }
    }
}
