//! `gpai register serve-forms`, which `gpai serve --public-forms` starts: the public form on a listener of its own.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Mutex;

use clap::Args;

use super::desk::{Answer, Common};
use crate::fault::Fault;
use crate::form::limits::{Bounds, Limits};
use crate::form::page::Frame;
use crate::form::server::{self, Site};
use crate::form::words::Texts;
use crate::form::writer;
use crate::secret::{hex, random, unhex};
use crate::state;
use crate::store::Store;
use crate::words::Pair;

/// Serve the form by which rightsholders complain (Code of Practice, Measure 1.5)
///
/// A listener of its own: nothing else of gpai is reached by it. Put a proxy with TLS before it and name it with --behind. Each
/// complaint is on disk before its receipt is shown; no cookie, no script and no account is needed, and no address of a machine
/// is kept. Stop it with Ctrl-C.
#[derive(Clone, Debug, Args)]
pub struct ServeForms {
    /// Where to listen, such as 127.0.0.1:8053
    #[arg(value_name = "ADDRESS:PORT")]
    at: SocketAddr,
    /// The address by which people come, such as rights.example.org, with its scheme; without it the one that is listened on
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// The proxy whose X-Forwarded-For is believed
    #[arg(long, value_name = "ADDRESS")]
    behind: Option<IpAddr>,
    /// `off` lets anybody post as much as comes: for tests
    #[arg(long, value_name = "on|off", default_value = "on")]
    limits: String,
    /// Complaints of one source in an hour; a version 6 address counts by its first half
    #[arg(long, value_name = "N", default_value_t = 6)]
    per_source: usize,
    /// Complaints of all in an hour
    #[arg(long, value_name = "N", default_value_t = 1000)]
    per_hour: usize,
    /// Complaints that wait in quarantine at most
    #[arg(long, value_name = "N", default_value_t = 5000)]
    quarantined: usize,
    /// Megabytes of the disk that must stay free, and never less than a twentieth of it; 0 asks nothing
    #[arg(long, value_name = "MB", default_value_t = 1024)]
    disk_floor: u64,
    /// A program that is started with the id of a new complaint, at most once a minute
    #[arg(long, value_name = "PROGRAM")]
    on_new: Option<PathBuf>,
}

const LISTENS: Pair =
    Pair("the form is at {url}/complaint; Ctrl-C ends it\n", "表格位于 {url}/complaint；按 Ctrl-C 结束\n");
const NO_CONTACT: Pair = Pair(
    "note: settings.toml names no contact; who cannot use the form is shut out (Measure 1.5 asks for an electronic point of contact)",
    "提示：settings.toml 未写明联系方式；无法使用表格者将被拒之门外（措施 1.5 要求设电子联络点）",
);

/// The host of an address, as browsers send it.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    let default = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let host = host.strip_suffix(default).map(str::to_owned).unwrap_or(host);
    (!host.is_empty() && !host.contains('@')).then_some(host)
}

/// Serves it until it is ended.
///
/// # Errors
/// The register cannot be written, or the address not be listened on.
pub fn run(common: &Common, args: &ServeForms) -> Answer {
    let desk = common.open()?;
    desk.store.writable()?;
    let public = args.public_url.clone().unwrap_or_else(|| format!("http://{}", args.at));
    let host = host(&public).ok_or_else(|| {
        Fault::new(format!("`{public}` is no address")).help("--public-url https://rights.example.org")
    })?;
    if host.ends_with(":0") {
        return Err(Fault::new("with port 0 nobody knows the address").help("name a port, or --public-url"));
    }
    let mut key = desk.store.meta("form_key")?;
    if key.is_empty() {
        key = hex(&random::<32>()?);
        desk.store.set_meta("form_key", &key)?;
    }
    let key = unhex(&key).ok_or_else(|| Fault::new("the key of the form is damaged"))?;
    let bounds = match args.limits.as_str() {
        "off" => None,
        "on" => Some(Bounds { source_hour: args.per_source, source_now: 3, all_hour: args.per_hour, wrong_hour: 20 }),
        _ => return Err(Fault::new("--limits is on or off")),
    };
    let waiting =
        state::records(desk.store.steps()?).iter().filter(|(_, steps)| state::state(steps) == "quarantined").count();
    if desk.settings.contact.is_empty() {
        anstream::eprintln!("{}", NO_CONTACT.get(common.lang));
    }
    let dir = common.dir();
    let site = Site {
        frame: Frame {
            texts: Texts::book()?,
            provider: desk.settings.provider.clone(),
            contact: desk.settings.contact.clone(),
            months: desk.settings.complaint_months,
            notice: desk.settings.privacy_notice.clone(),
        },
        host,
        behind: args.behind,
        posts: writer::start(desk.store, key.clone(), args.on_new.clone()),
        key,
        reader: Mutex::new(Store::open(&dir)?),
        limits: Mutex::new(Limits::new(bounds)?),
        floor: args.disk_floor.saturating_mul(1 << 20),
        dir,
        quarantine: (if bounds.is_some() { args.quarantined } else { usize::MAX }, Mutex::new(waiting)),
    };
    let lang = common.lang;
    server::run(site, args.at, |_| {
        use std::io::Write as _;
        let mut out = std::io::stdout().lock();
        let _ = out
            .write_all(LISTENS.fill(lang, &[("url", public.trim_end_matches('/'))]).as_bytes())
            .and_then(|()| out.flush());
    })?;
    Ok((String::new(), 0))
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_is_as_browsers_send_it() {
        assert_eq!(host("https://Rights.Example.org/x?y").as_deref(), Some("rights.example.org"));
        assert_eq!(host("https://a.example:443").as_deref(), Some("a.example"));
        assert_eq!(host("http://127.0.0.1:8053").as_deref(), Some("127.0.0.1:8053"));
        assert_eq!(host("rights.example.org"), None);
        assert_eq!(host("https://a@b.example"), None);
    }
}
