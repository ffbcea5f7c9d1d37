//! The server of the page: which address gives what, and the headers that keep it to itself.

use std::future::Future as _;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use gpai_forms::escape;
use gpai_listen::{Arrived, Bounded, HEAD};
use gpai_rules::law::{Language, Law};
use jiff::civil::Date;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::timeout;

use super::api::{ApiError, Folder};
use super::assets::ASSETS;
use super::guard::Bound;
use super::{Mode, index, law_data, packed};
use crate::args::day;
use crate::outcome::Failure;

/// The largest request; all facts answered, each with a long reason, stay below.
const MAX_BODY: usize = 256 * 1024;
/// How long answers on their way are waited for at the end.
const LAST: Duration = Duration::from_secs(2);
/// What the page may do: show and run its own files, and talk to this program.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const SAME: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    // One request for each connection: so each has an end.
    ("connection", "close"),
];
/// Connections at once; a browser opens six.
const CONNECTIONS: usize = 64;
const JSON: &str = "application/json; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

/// What is served.
pub struct Site {
    /// The law.
    pub law: Arc<Law>,
    /// The folder, if there is one.
    pub folder: Option<Folder>,
    /// The day asked for; today where none was.
    pub on: Option<Date>,
    /// Language of the texts that the program makes.
    pub language: Language,
    /// What every request for the folder must carry. It stands in the address that is printed, which other accounts of the
    /// machine and other pages cannot read.
    pub key: String,
    bound: Bound,
    index: String,
    data: String,
    packed: Vec<u8>,
    /// One request works on the folder at a time.
    work: Mutex<()>,
}

impl Site {
    /// Prepares what does not change.
    pub fn new(
        law: &Law,
        folder: Option<Folder>,
        on: Option<Date>,
        language: Option<Language>,
    ) -> Result<Self, Failure> {
        let data = law_data(law)?;
        Ok(Site {
            law: Arc::new(law.clone()),
            on,
            language: language.unwrap_or(Language::English),
            key: key()?,
            bound: Bound { address: IpAddr::from([127, 0, 0, 1]), port: 0 },
            // Without a folder the page has nothing to ask of us.
            index: index(if folder.is_some() { Mode::Serve } else { Mode::Site }, language, on)?,
            packed: packed(&data)?,
            data,
            folder,
            work: Mutex::default(),
        })
    }

    fn day(&self) -> Result<Date, ApiError> {
        match self.on {
            Some(on) => Ok(on),
            None => day(None).map_err(|e| ApiError::Folder(e.to_string())),
        }
    }
}

/// 128 random bits, as hexadecimal digits.
fn key() -> Result<String, Failure> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| Failure::Internal(format!("the system gives no random numbers: {e}")))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// Listens until Ctrl-C. `started` is told the address once it listens, and the key where there is a folder to guard.
pub fn run(mut site: Site, at: SocketAddr, started: impl FnOnce(SocketAddr, Option<&str>)) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|e| Failure::Usage(format!("the server cannot start: {e}")))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(at).await.map_err(|e| Failure::Usage(refused(at, &e)))?;
        let bound = listener.local_addr().map_err(|e| Failure::Usage(format!("{at}: {e}")))?;
        site.bound = Bound { address: bound.ip(), port: bound.port() };
        let key = site.folder.as_ref().map(|_| site.key.clone());
        let router = Router::new().fallback(answer).with_state(Arc::new(site));
        let serve =
            axum::serve(Bounded::new(listener, CONNECTIONS), router.into_make_service_with_connect_info::<Arrived>())
                .with_graceful_shutdown(interrupt());
        let mut last = pin!(async {
            interrupt().await;
            tokio::time::sleep(LAST).await;
        });
        // From here on Ctrl-C is ours, before anybody is told that we listen.
        std::future::poll_fn(|cx| Poll::Ready(last.as_mut().poll(cx).is_ready())).await;
        started(bound, key.as_deref());
        tokio::select! {
            result = serve => result.map_err(|e| Failure::Usage(format!("{bound}: {e}"))),
            () = last => Ok(()),
        }
    })
}

/// Ends when Ctrl-C is pressed; never where the system does not tell.
async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Why an address cannot be listened on, and what to do.
fn refused(at: SocketAddr, error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let next = at.port().checked_add(1).unwrap_or(8053);
    match error.kind() {
        ErrorKind::AddrInUse => format!(
            "{at}: the port is in use, perhaps by another gpai serve\n  help: open http://{at}/, end that program, or \
             choose another port: --port {next}"
        ),
        ErrorKind::PermissionDenied => {
            format!(
                "{at}: this port needs rights that gpai does not have\n  help: choose a port above 1023: --port 8053"
            )
        }
        ErrorKind::AddrNotAvailable => {
            format!(
                "{at}: this machine does not have this address\n  help: leave --host away, or give one of its addresses"
            )
        }
        _ => format!("{at}: cannot be listened on: {error}"),
    }
}

/// An answer before its headers.
struct Reply {
    status: StatusCode,
    kind: &'static str,
    body: Vec<u8>,
    /// Whether the body is packed by gzip.
    packed: bool,
    /// Whether it may be kept until asked again whether it changed.
    keep: bool,
}

impl Reply {
    fn text(status: StatusCode, text: &str) -> Self {
        Reply { status, kind: PLAIN, body: format!("{text}\n").into(), packed: false, keep: false }
    }

    fn error(status: StatusCode, text: &str) -> Self {
        let body = escape::json(&format!("{}\n", json!({ "error": text })));
        Reply { status, kind: JSON, body: body.into(), packed: false, keep: false }
    }
}

async fn answer(
    State(site): State<Arc<Site>>,
    ConnectInfo(arrived): ConnectInfo<Arrived>,
    request: Request,
) -> Response {
    arrived.set();
    let (parts, body) = request.into_parts();
    let api = parts.uri.path().starts_with("/api/");
    let reply = match site.bound.admit(&parts) {
        Err(refusal) if api => Reply::error(refusal.0, refusal.1),
        Err(refusal) => Reply::text(refusal.0, refusal.1),
        Ok(()) if api => from_api(site, &parts.method, parts.uri.path(), &parts.headers, body).await,
        Ok(()) if parts.method == Method::POST => {
            Reply::text(StatusCode::METHOD_NOT_ALLOWED, "this address is read with GET")
        }
        Ok(()) => file(&site, parts.uri.path(), &parts.headers),
    };
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
    let keep = if reply.keep { "no-cache" } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static(keep));
    if reply.packed {
        headers.insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("gzip"));
    }
    if reply.keep {
        headers.insert(header::VARY, header::HeaderValue::from_static("accept-encoding"));
    }
    headers.insert(header::CONTENT_LENGTH, header::HeaderValue::from(reply.body.len()));
    if reply.status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, header::HeaderValue::from_static("GET, HEAD, POST"));
    }
    if method != Method::HEAD {
        *response.body_mut() = Body::from(reply.body);
    }
    response
}

/// The files of the page and the law.
fn file(site: &Site, path: &str, headers: &HeaderMap) -> Reply {
    let whole = |kind, body: &str| Reply { status: StatusCode::OK, kind, body: body.into(), packed: false, keep: true };
    let found = |kind, body: &str| match takes_packed(headers).then(|| super::packed(body)) {
        Some(Ok(bytes)) => Reply { status: StatusCode::OK, kind, body: bytes, packed: true, keep: true },
        _ => whole(kind, body),
    };
    let name = path.strip_prefix('/').unwrap_or(path);
    match name {
        "" | "index.html" => found("text/html; charset=utf-8", &site.index),
        "law.json" if takes_packed(headers) => {
            Reply { status: StatusCode::OK, kind: JSON, body: site.packed.clone(), packed: true, keep: true }
        }
        "law.json" => whole(JSON, &site.data),
        _ => match ASSETS.iter().find(|a| a.path == name) {
            Some(asset) => found(asset.kind(), asset.text),
            None => Reply::text(StatusCode::NOT_FOUND, "nothing is served at this address; the page is at /"),
        },
    }
}

/// Whether a browser unpacks gzip.
fn takes_packed(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim() == "gzip" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

async fn from_api(site: Arc<Site>, method: &Method, path: &str, headers: &HeaderMap, body: Body) -> Reply {
    let write = match (method, path) {
        (&Method::POST, "/api/answers") => true,
        (&Method::GET | &Method::HEAD, "/api/folder") => false,
        (_, "/api/answers") => return Reply::error(StatusCode::METHOD_NOT_ALLOWED, "answers are sent with POST"),
        (_, "/api/folder") => return Reply::error(StatusCode::METHOD_NOT_ALLOWED, "the folder is read with GET"),
        _ => return Reply::error(StatusCode::NOT_FOUND, "there are api/folder and api/answers"),
    };
    if site.folder.is_none() {
        return Reply::error(StatusCode::NOT_FOUND, "no model folder here; start gpai serve with one: gpai serve PATH");
    }
    if let Err(reply) = knows(&site, headers) {
        return reply;
    }
    let body = match write {
        true => match sent(headers, body).await {
            Ok(body) => Some(body),
            Err(reply) => return reply,
        },
        false => None,
    };
    // Reading a folder is disk work: not on the thread that answers.
    let done = tokio::task::spawn_blocking(move || folder(&site, body.as_deref())).await;
    done.unwrap_or_else(|_| {
        Reply::error(StatusCode::INTERNAL_SERVER_ERROR, "internal error of gpai; its terminal says more")
    })
}

/// Whether a request carries the key of this run: who listens on the same machine does not know it.
fn knows(site: &Site, headers: &HeaderMap) -> Result<(), Reply> {
    let told = headers.get("x-gpai").map(|v| v.as_bytes()).unwrap_or_default();
    let key = site.key.as_bytes();
    // Every byte is compared, so that the time tells nothing.
    let differs = key.iter().zip(told).fold(0u8, |differs, (a, b)| differs | (a ^ b));
    if key.len() == told.len() && differs == 0 {
        return Ok(());
    }
    let why = "the key of this page is missing or old, perhaps because gpai serve was restarted; open the whole address \
               that gpai serve printed, with what stands after #";
    Err(Reply::error(StatusCode::FORBIDDEN, why))
}

/// The body of a request that writes: as JSON, in bounds and in time.
async fn sent(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Reply> {
    let has = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if has("content-type").split(';').next().map(str::trim) != Some("application/json") {
        return Err(Reply::error(StatusCode::UNSUPPORTED_MEDIA_TYPE, "expected content-type: application/json"));
    }
    let large = || {
        let why = format!("the request is larger than {MAX_BODY} bytes; save fewer answers at once");
        Reply::error(StatusCode::PAYLOAD_TOO_LARGE, &why)
    };
    if has("content-length").parse::<usize>().is_ok_and(|n| n > MAX_BODY) {
        return Err(large());
    }
    match timeout(HEAD, to_bytes(body, MAX_BODY)).await {
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(_)) => Err(large()),
        Err(_) => Err(Reply::error(StatusCode::REQUEST_TIMEOUT, "the request did not arrive in time")),
    }
}

/// Writes, if there is something to write, and gives the folder as it is then.
fn folder(site: &Site, body: Option<&[u8]>) -> Reply {
    let _one = site.work.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(folder) = &site.folder else { return Reply::error(StatusCode::NOT_FOUND, "no model folder here") };
    let shown = site.day().and_then(|on| {
        let Some(body) = body else { return folder.show(&site.law, on, site.language) };
        let today = day(None).map_err(|e| ApiError::Folder(e.to_string()))?;
        let created = folder.write(&site.law, today, body)?;
        let mut shown = folder.show(&site.law, on, site.language)?;
        if let Some(shown) = shown.as_object_mut() {
            shown.insert("created".into(), json!(created));
        }
        Ok(shown)
    });
    match shown {
        Ok(json) => {
            let body = escape::json(&format!("{json}\n"));
            Reply { status: StatusCode::OK, kind: JSON, body: body.into(), packed: false, keep: false }
        }
        Err(e) => {
            let status = match e {
                ApiError::Request(_) => StatusCode::BAD_REQUEST,
                ApiError::Folder(_) => StatusCode::UNPROCESSABLE_ENTITY,
                ApiError::Changed(_) => StatusCode::CONFLICT,
                ApiError::Disk(_) => StatusCode::INTERNAL_SERVER_ERROR,
            };
            Reply::error(status, &e.to_string())
        }
    }
}

/// Whether a folder looks like that of a model: a card, a configuration, answers or weights.
pub fn is_model_folder(folder: &Path) -> bool {
    const NAMES: [&str; 3] = ["README.md", "config.json", "gpai.toml"];
    const WEIGHTS: [&str; 6] = ["safetensors", "gguf", "bin", "pt", "ckpt", "onnx"];
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        NAMES.contains(&name.as_ref()) || ending.is_some_and(|e| WEIGHTS.contains(&e))
    })
}
