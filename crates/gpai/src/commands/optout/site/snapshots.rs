//! Dated snapshots on disk, in two forms: a list of answers (`snapshots.jsonl`, as `--keep` writes it), or folders named by
//! time, each with the files of the site as they stood then: `2024-03-17T06-43-46Z/robots.txt`, or below a folder for each host.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use gpai_forms::escape;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::store::{Obtained, Store, Wanted, places};
use crate::commands::optout::files;
use crate::fetch::url::Url;

/// Name of the list.
pub const LIST: &str = "snapshots.jsonl";
/// Longest line of the list.
const LINE: u64 = 64 << 20;
/// Folders of times that are looked at.
const FOLDERS: usize = 100_000;

/// One line of the list.
#[derive(Deserialize)]
struct Line {
    url: String,
    at: String,
    status: Option<u16>,
    #[serde(default)]
    redirects: u32,
    #[serde(default)]
    headers: Vec<(String, String)>,
    body: Option<String>,
    body_b64: Option<String>,
    body_file: Option<String>,
    #[serde(default)]
    cut: bool,
    why: Option<String>,
}

/// Reads a list, or a folder.
pub fn read(path: &Path, wanted: &Wanted, store: &mut Store) -> Result<(), String> {
    let folder = fs::metadata(path).map_err(|e| format!("could not be read: {e}"))?.is_dir();
    match (folder, path.join(LIST)) {
        (true, list) if list.is_file() => lines(&list, wanted, store),
        (true, _) => dated(path, wanted, store),
        (false, _) => lines(path, wanted, store),
    }
}

fn lines(path: &Path, wanted: &Wanted, store: &mut Store) -> Result<(), String> {
    let root = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let root = root.canonicalize().map_err(|e| e.to_string())?;
    let mut reader = BufReader::new(File::open(path).map_err(|e| format!("could not be read: {e}"))?);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut text = Vec::new();
    for number in 1_u64.. {
        text.clear();
        let read = std::io::Read::take(&mut reader, LINE).read_until(b'\n', &mut text).map_err(|e| e.to_string())?;
        if read == 0 {
            return Ok(());
        }
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let wrong = |why: String| format!("line {number}: {why}");
        let line: Line = serde_json::from_slice(&text).map_err(|e| wrong(e.to_string()))?;
        let at: Timestamp = line
            .at
            .parse()
            .map_err(|_| wrong(format!("at {}: expected a time such as 2024-03-17T06:43:46Z", line.at)))?;
        let url = Url::parse(&line.url).ok_or_else(|| wrong(format!("url {}: not an address of the web", line.url)))?;
        if !wanted.has(&url, true) {
            continue;
        }
        let body = match (&line.body, &line.body_b64, &line.body_file) {
            (Some(text), None, None) => text.clone().into_bytes(),
            (None, Some(text), None) => BASE64_STANDARD.decode(text).map_err(|e| wrong(format!("body_b64: {e}")))?,
            (None, None, Some(name)) => {
                let body = root.join(name).canonicalize().map_err(|e| wrong(format!("body_file {name}: {e}")))?;
                if Path::new(name).has_root() || !body.starts_with(&root) {
                    return Err(wrong(format!("body_file {name}: outside the folder of the list")));
                }
                files::read(&body).map_err(|e| wrong(format!("body_file {name}: {e}")))?.0
            }
            (None, None, None) => Vec::new(),
            _ => return Err(wrong("give one of body, body_b64, body_file".to_owned())),
        };
        let one = Obtained {
            place: url.path.clone(),
            url: url.to_string(),
            status: line.status,
            why: line.why,
            redirects: line.redirects,
            at: Some((at, line.at)),
            headers: line.headers,
            body,
            cut: line.cut,
            from: format!("{name}:{number}"),
        };
        store.add(one).map_err(wrong)?;
    }
    Ok(())
}

/// Folders named by time, below the folder itself or below one named by the host.
fn dated(root: &Path, wanted: &Wanted, store: &mut Store) -> Result<(), String> {
    let origins: Vec<Url> = wanted.origins().filter_map(Url::parse).collect();
    let single = origins.len() == 1;
    let mut any = false;
    for origin in &origins {
        let own = root.join(origin.host.replace(':', "_"));
        let folder = if own.is_dir() {
            own
        } else if single {
            root.to_owned()
        } else {
            continue;
        };
        let entries = fs::read_dir(&folder).map_err(|e| format!("could not be read: {e}"))?;
        let mut names: Vec<PathBuf> =
            entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_dir()).take(FOLDERS).collect();
        names.sort();
        for moment in names {
            let name = moment.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let Some(at) = time(&name) else { continue };
            any = true;
            let pages = wanted.pages().filter_map(Url::parse).filter(|page| page.origin() == origin.origin());
            let pages = pages.map(|page| page.path);
            for place in places().map(str::to_owned).chain(pages) {
                let file = moment.join(place.trim_start_matches('/'));
                let inside =
                    file.canonicalize().is_ok_and(|real| moment.canonicalize().is_ok_and(|m| real.starts_with(m)));
                if !inside || !file.is_file() {
                    continue;
                }
                let (body, cut) = files::read(&file).map_err(|e| format!("{name}{place}: {e}"))?;
                store.add(Obtained {
                    url: origin.at(&place).to_string(),
                    status: Some(200),
                    why: None,
                    redirects: 0,
                    at: Some((at, at.to_string())),
                    headers: Vec::new(),
                    body,
                    cut,
                    from: format!("{name}{place}"),
                    place,
                })?;
            }
        }
    }
    if any || origins.is_empty() {
        return Ok(());
    }
    Err(format!(
        "holds no {LIST} and no folder named by time\n  help: 2024-03-17T06-43-46Z/robots.txt, below a folder named by the host where there are several"
    ))
}

/// The time that a name stands for: with `-` or `_` where a file name takes no colon, or as web archives write it.
fn time(name: &str) -> Option<Timestamp> {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    if name.len() == 14 && digits.len() == 14 {
        let parts =
            [(0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14)].map(|(a, b)| digits.get(a..b).unwrap_or_default());
        let [y, mo, d, h, mi, s] = parts;
        return format!("{y}-{mo}-{d}T{h}:{mi}:{s}Z").parse().ok();
    }
    if name.len() == 10
        && let Ok(day) = name.parse::<jiff::civil::Date>()
    {
        return format!("{day}T00:00:00Z").parse().ok();
    }
    let (day, clock) = name.split_once('T')?;
    // An offset behind the time keeps its sign.
    let (clock, offset) = clock.split_at_checked(8)?;
    format!("{day}T{}{offset}", clock.replace(['-', '_', '.'], ":")).parse().ok()
}

/// Writes what was obtained into a folder: bodies by their digest, and a line in the list for each answer. What is there stays.
pub fn keep<'o>(folder: &Path, all: impl Iterator<Item = &'o Obtained>, agent: &str) -> Result<(), String> {
    let bodies = folder.join("bodies");
    fs::create_dir_all(&bodies).map_err(|e| format!("{}: {e}", bodies.display()))?;
    let list = folder.join(LIST);
    let opened = fs::OpenOptions::new().create(true).append(true).open(&list);
    let mut list_file = opened.map_err(|e| format!("{}: {e}", list.display()))?;
    for one in all {
        let digest = one.sha256();
        let file = bodies.join(&digest);
        if !one.body.is_empty() && !file.exists() {
            fs::write(&file, &one.body).map_err(|e| format!("{}: {e}", file.display()))?;
        }
        let mut line = json!({
            "url": one.url,
            "at": one.at.as_ref().map(|(_, written)| written),
            "status": one.status,
            "redirects": one.redirects,
            "headers": one.headers,
            "length": one.body.len(),
            "sha256": digest,
            "agent": agent,
        });
        if let Some(object) = line.as_object_mut() {
            if !one.body.is_empty() {
                object.insert("body_file".to_owned(), json!(format!("bodies/{digest}")));
            }
            if one.cut {
                object.insert("cut".to_owned(), json!(true));
            }
            if let Some(why) = &one.why {
                object.insert("why".to_owned(), json!(why));
            }
        }
        let line = escape::json(&line.to_string());
        list_file.write_all(format!("{line}\n").as_bytes()).map_err(|e| format!("{}: {e}", list.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn names_of_times() {
        let expected = "2024-03-17T06:43:46Z".parse().ok();
        for name in ["2024-03-17T06-43-46Z", "2024-03-17T06_43_46Z", "20240317064346", "2024-03-17T08-43-46+02:00"] {
            assert_eq!(time(name), expected, "{name}");
        }
        assert_eq!(time("2024-03-17"), "2024-03-17T00:00:00Z".parse().ok());
        assert_eq!([time("latest"), time("20240317"), time("2024-13-17"), time("")], [None; 4]);
    }
}
