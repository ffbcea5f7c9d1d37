//! The server of the form: which address gives what, who is let in, and what is answered.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use gpai_listen::{Arrived, Bounded, HEAD};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::fields::{self, Fields, MOST, Wrong};
use super::kind::Kind;
use super::limits::{Limits, Who};
use super::page::{Frame, STYLE};
use super::tokens::{self, Token};
use super::writer::Post;
use crate::fault::Fault;
use crate::secret::{read_receipt, receipt_digest};
use crate::state::complaint::Complaint;
use crate::store::Store;
use crate::words::Language;

/// What a page may do: show its style, send its form.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const SAME: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
    ("connection", "close"),
];
/// Connections at once.
const CONNECTIONS: usize = 512;
const HTML: &str = "text/html; charset=utf-8";

/// What is served.
pub struct Site {
    /// Texts and names.
    pub frame: Frame,
    /// The host by which people come, as in the address.
    pub host: String,
    /// The proxy whose word on who comes is taken.
    pub behind: Option<IpAddr>,
    /// Key of tokens.
    pub key: Vec<u8>,
    /// Where posts go.
    pub posts: SyncSender<Post>,
    /// A register to read.
    pub reader: Mutex<Store>,
    /// Counters.
    pub limits: Mutex<Limits>,
    /// Bytes that must stay free; 0 asks nothing.
    pub floor: u64,
    /// Where the register lies.
    pub dir: PathBuf,
    /// Posts in quarantine at most, and how many there are.
    pub quarantine: (usize, Mutex<usize>),
}

/// Listens until it is ended. `started` is told the address.
///
/// # Errors
/// The address cannot be listened on.
pub fn run(site: Site, at: SocketAddr, started: impl FnOnce(SocketAddr)) -> Result<(), Fault> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(8)
        .build()
        .map_err(|e| Fault::new(format!("the server cannot start: {e}")))?;
    runtime.block_on(async {
        let listener =
            TcpListener::bind(at).await.map_err(|e| Fault::new(format!("{at}: cannot be listened on: {e}")))?;
        let bound = listener.local_addr().map_err(|e| Fault::new(format!("{at}: {e}")))?;
        let router = Router::new().fallback(answer).with_state(Arc::new(site));
        started(bound);
        let serve =
            axum::serve(Bounded::new(listener, CONNECTIONS), router.into_make_service_with_connect_info::<Arrived>());
        serve.await.map_err(|e| Fault::new(format!("{bound}: {e}")))
    })
}

/// An answer before its headers.
struct Reply {
    status: StatusCode,
    kind: &'static str,
    body: String,
    wait: Option<u64>,
    hidden: bool,
}

impl Reply {
    fn page(status: StatusCode, body: String) -> Reply {
        Reply { status, kind: HTML, body, wait: None, hidden: false }
    }

    fn busy(mut self, seconds: u64) -> Reply {
        self.wait = Some(seconds);
        self
    }
}

async fn answer(
    State(site): State<Arc<Site>>,
    ConnectInfo(arrived): ConnectInfo<Arrived>,
    request: Request,
) -> Response {
    arrived.set();
    let (parts, body) = request.into_parts();
    let lang = language(parts.uri.query(), &parts.headers);
    let posts = parts.method == Method::POST;
    let reply = if !is_host(&site, &parts.headers) {
        Reply::page(StatusCode::MISDIRECTED_REQUEST, site.frame.refusal(lang, "nothing-here"))
    } else if ![Method::GET, Method::HEAD, Method::POST].contains(&parts.method) {
        Reply::page(StatusCode::METHOD_NOT_ALLOWED, site.frame.refusal(lang, "nothing-here"))
    } else {
        let who = site.limits.lock().unwrap_or_else(PoisonError::into_inner).who(source(
            &site,
            arrived.peer(),
            &parts.headers,
        ));
        match (parts.uri.path(), posts) {
            ("/complaint/state", false) => {
                Reply { hidden: true, ..Reply::page(StatusCode::OK, site.frame.state(lang, None)) }
            }
            ("/complaint/state", true) => Reply { hidden: true, ..state(&site, lang, who, &parts.headers, body).await },
            ("/form.css", false) => {
                Reply { kind: "text/css; charset=utf-8", ..Reply::page(StatusCode::OK, STYLE.to_owned()) }
            }
            (path, posts) => match Kind::ALL.into_iter().find(|kind| kind.path() == path) {
                Some(kind) if posts => lodge(&site, kind, lang, who, &parts.headers, body).await,
                Some(kind) => form(&site, kind, lang, &Fields::new(), None, StatusCode::OK),
                None => Reply::page(StatusCode::NOT_FOUND, site.frame.refusal(lang, "nothing-here")),
            },
        }
    };
    if posts {
        // Neither what was written nor by whom.
        anstream::eprintln!(
            "{} {} {} {}",
            crate::store::append::now().0,
            parts.uri.path().len(),
            reply.status.as_u16(),
            reply.body.len()
        );
    }
    respond(reply, &parts.method)
}

fn respond(reply: Reply, method: &Method) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    for (name, value) in SAME {
        headers.insert(name, header::HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(reply.kind));
    headers.insert(header::CONTENT_LENGTH, header::HeaderValue::from(reply.body.len()));
    if reply.hidden {
        headers.insert("x-robots-tag", header::HeaderValue::from_static("noindex"));
    }
    if let Some(seconds) = reply.wait {
        headers.insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    if *method != Method::HEAD {
        *response.body_mut() = Body::from(reply.body);
    }
    response
}

/// The language of `?lang=`, or the first that the browser asks for.
fn language(query: Option<&str>, headers: &HeaderMap) -> Language {
    let asked = query.into_iter().flat_map(|q| q.split('&')).find_map(|p| p.strip_prefix("lang="));
    let first = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if asked.unwrap_or(first).starts_with("zh") { Language::Zh } else { Language::En }
}

fn is_host(site: &Site, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    hosts.next().is_none() && host == site.host
}

/// Who comes: the peer, or whom the proxy names, the right-most that is not the proxy.
fn source(site: &Site, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if site.behind.is_none_or(|proxy| proxy != peer) {
        return peer;
    }
    let hops = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let hops: Vec<IpAddr> = hops.filter_map(|h| h.trim().parse().ok()).collect();
    hops.into_iter().rev().find(|hop| Some(*hop) != site.behind).unwrap_or(peer)
}

fn form(site: &Site, kind: Kind, lang: Language, typed: &Fields, why: Option<&str>, status: StatusCode) -> Reply {
    match tokens::make(&site.key, seconds()) {
        Ok(token) => Reply::page(status, site.frame.form(kind, lang, &token, typed, why)),
        Err(_) => Reply::page(StatusCode::SERVICE_UNAVAILABLE, site.frame.refusal(lang, "no-room")).busy(60),
    }
}

fn seconds() -> i64 {
    crate::store::append::now().0.as_second()
}

/// The fields of a post, in bounds and in time.
async fn sent(site: &Site, lang: Language, headers: &HeaderMap, body: Body) -> Result<Fields, Reply> {
    let has = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let refuse = |status, why| Err(Reply::page(status, site.frame.refusal(lang, why)));
    if has(header::CONTENT_LENGTH).parse::<usize>().is_ok_and(|n| n > MOST) {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    }
    if has(header::CONTENT_TYPE).split(';').next().map(str::trim) != Some("application/x-www-form-urlencoded") {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-text");
    }
    match timeout(HEAD, to_bytes(body, MOST)).await {
        Ok(Ok(bytes)) => match fields::read(&bytes) {
            Some(fields) => Ok(fields),
            None => refuse(StatusCode::BAD_REQUEST, "not-text"),
        },
        Ok(Err(_)) => refuse(StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        Err(_) => refuse(StatusCode::REQUEST_TIMEOUT, "no-room"),
    }
}

async fn lodge(site: &Arc<Site>, kind: Kind, lang: Language, who: Who, headers: &HeaderMap, body: Body) -> Reply {
    let fields = match sent(site, lang, headers, body).await {
        Ok(fields) => fields,
        Err(reply) => return reply,
    };
    let lang = fields.get("lang").map_or(lang, |l| if l == "zh" { Language::Zh } else { Language::En });
    let token = fields.get("token").cloned().unwrap_or_default();
    let fast = match tokens::read(&site.key, &token, seconds()) {
        Token::Good { fast } => fast,
        Token::Old => return form(site, kind, lang, &fields, Some("token-old"), StatusCode::UNPROCESSABLE_ENTITY),
        Token::None => return Reply::page(StatusCode::BAD_REQUEST, site.frame.refusal(lang, "no-token")),
    };
    let (sheet, odd) = match kind.read(&fields) {
        Ok(read) => read,
        Err(Wrong::Empty) => {
            return form(site, kind, lang, &fields, Some("statement-missing"), StatusCode::UNPROCESSABLE_ENTITY);
        }
        Err(Wrong::Long) => return form(site, kind, lang, &fields, Some("too-long"), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let quarantined = odd || fast;
    let busy = |wait| Reply::page(StatusCode::TOO_MANY_REQUESTS, site.frame.refusal(lang, "too-many")).busy(wait);
    let full = || Reply::page(StatusCode::SERVICE_UNAVAILABLE, site.frame.refusal(lang, "no-room")).busy(60);
    if site.floor > 0 && crate::machine::free(&site.dir).is_some_and(|(free, all)| free < site.floor || free < all / 20)
    {
        anstream::eprintln!("gpai-register: the disk is nearly full; complaints are refused");
        return full();
    }
    if let Err(wait) = site.limits.lock().unwrap_or_else(PoisonError::into_inner).enter(who, Instant::now()) {
        return busy(wait);
    }
    let room = !quarantined || {
        let mut open = site.quarantine.1.lock().unwrap_or_else(PoisonError::into_inner);
        let room = *open < site.quarantine.0;
        *open += usize::from(room);
        room
    };
    let reply = if room {
        let (answer, receipt) = oneshot::channel();
        match site.posts.try_send(Post { kind, sheet, token, quarantined, answer }) {
            Ok(()) => match receipt.await {
                Ok(Ok(receipt)) => Reply::page(StatusCode::CREATED, site.frame.receipt(kind, lang, &receipt)),
                Ok(Err(fault)) => {
                    anstream::eprintln!("gpai-register: {fault}");
                    full()
                }
                Err(_) => full(),
            },
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => full().busy(1),
        }
    } else {
        full()
    };
    site.limits.lock().unwrap_or_else(PoisonError::into_inner).done(who, reply.status == StatusCode::CREATED);
    reply
}

async fn state(site: &Arc<Site>, lang: Language, who: Who, headers: &HeaderMap, body: Body) -> Reply {
    let fields = match sent(site, lang, headers, body).await {
        Ok(fields) => fields,
        Err(reply) => return reply,
    };
    let lang = fields.get("lang").map_or(lang, |l| if l == "zh" { Language::Zh } else { Language::En });
    if let Err(wait) = site.limits.lock().unwrap_or_else(PoisonError::into_inner).may_ask(who, Instant::now()) {
        return Reply::page(StatusCode::TOO_MANY_REQUESTS, site.frame.refusal(lang, "too-many")).busy(wait);
    }
    let typed = fields.get("receipt").cloned().unwrap_or_default();
    // What cannot be a receipt is looked up like one, so that the time it takes tells nothing.
    let digest = receipt_digest(&read_receipt(&typed).unwrap_or_else(|| "GPC-".to_owned()));
    let reading = Arc::clone(site);
    let found = tokio::task::spawn_blocking(move || look_up(&reading, &digest)).await;
    match found {
        Ok(Ok(Some((state, day, answer)))) => {
            Reply::page(StatusCode::OK, site.frame.state(lang, Some(Some((state, &day, answer.as_deref())))))
        }
        Ok(Ok(None)) => {
            site.limits.lock().unwrap_or_else(PoisonError::into_inner).wrong(who, Instant::now());
            Reply::page(StatusCode::NOT_FOUND, site.frame.state(lang, Some(None)))
        }
        Ok(Err(_)) | Err(_) => {
            Reply::page(StatusCode::SERVICE_UNAVAILABLE, site.frame.refusal(lang, "no-room")).busy(10)
        }
    }
}

/// State, its day, and the answer where the provider released it.
type Found = Option<(&'static str, String, Option<String>)>;

fn look_up(site: &Site, digest: &str) -> Result<Found, Fault> {
    let store = site.reader.lock().unwrap_or_else(PoisonError::into_inner);
    let known = store.marked("receipt", digest)?;
    let Some(id) = known.first().map(|step| step.id.clone()) else { return Ok(None) };
    let steps = store.steps_of(&id)?;
    let (state, verb) = match crate::state::kind(&steps) {
        "request" => match crate::state::request::Request::of(&steps).state() {
            "answered" => ("decided", "request.answer"),
            "refused" => ("decided", "request.refuse"),
            _ => ("quarantined", "request.add"),
        },
        // What comes of an incident is told to nobody here: a report of one is received.
        "incident" => ("quarantined", "incident.add"),
        _ => match Complaint::of(&steps).state() {
            "answered" | "closed" | "decided" => ("decided", "complaint.decide"),
            "asked" => ("asked", "complaint.ask"),
            "acknowledged" | "supplemented" | "decisions-conflict" => ("acknowledged", "complaint.acknowledge"),
            _ => ("quarantined", "complaint.add"),
        },
    };
    let first = steps.first().map(|s| s.on.clone()).unwrap_or_default();
    let on = steps.iter().rev().find(|s| s.verb == verb).map_or(first.as_str(), |s| s.on.as_str());
    let released = steps.iter().rev().find(|s| s.verb == "complaint.answer" && s.flag("released"));
    let answer = released.map(|s| store.secret(&s.writer, s.n, "answer")).transpose()?.flatten().map(|s| s.text());
    Ok(Some((state, on.chars().take(10).collect(), answer)))
}
