//! Pages of a crawl: JSON lines, Parquet, or WARC, each with its address, its time, and what came with it.

use std::collections::VecDeque;
use std::io::BufRead;

use gpai_optout::html::Page;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::snapshots::http;
use crate::input::arrow_table::Texts;
use crate::input::open::{self, Line};
use crate::input::reader::LONGEST;
use crate::input::row::Unit;
use crate::input::warc::{Found, Warc};

/// Bytes of an answer that are looked at for signals.
const LOOKED_AT: usize = 1 << 20;

/// A page as it was fetched.
#[derive(Debug)]
pub struct Visit {
    /// What its row calls it.
    pub id: Option<Json>,
    /// Its address.
    pub url: String,
    /// When it was fetched.
    pub time: Timestamp,
    /// The same as it was written.
    pub said: String,
    /// Who fetched it, where the row says so.
    pub agent: Option<String>,
    /// Its bytes.
    pub bytes: u64,
    /// HTTP status, where it is known.
    pub status: Option<u16>,
    /// Headers of the answer.
    pub headers: Vec<(String, String)>,
    /// The page, where it was kept.
    pub page: Option<Page>,
    /// It says of itself that it is not free to read.
    pub paid: bool,
}

impl Visit {
    /// Signs that the content was not open to all.
    pub fn walls(&self) -> impl Iterator<Item = &'static str> {
        let status = match self.status {
            Some(401 | 403 | 407) => Some("access_control"),
            Some(402) => Some("paywall"),
            _ => None,
        };
        let asks = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("www-authenticate"));
        let asks = (asks && status != Some("access_control")).then_some("access_control");
        status.into_iter().chain(asks).chain((self.paid && status != Some("paywall")).then_some("paywall"))
    }
}

/// What comes next.
pub enum Next {
    /// A page, with its place.
    Visit(Box<Visit>, Unit, u64),
    /// Something that is none: code, place, records.
    Rejected(&'static str, Unit, u64, u64),
    /// Nothing yet.
    Nothing,
    /// The end.
    End,
}

/// Gives pages one by one.
pub trait Visits: Send {
    /// The next one.
    fn next(&mut self) -> Next;
}

/// A row of JSON.
#[derive(Deserialize)]
struct Row {
    url: String,
    time: String,
    agent: Option<String>,
    bytes: Option<u64>,
    text: Option<String>,
    status: Option<u16>,
    headers: Option<Map<String, Json>>,
    id: Option<Json>,
}

impl Row {
    fn visit(self) -> Result<Visit, &'static str> {
        let time = self.time.parse().map_err(|_| "no_time")?;
        let headers = self.headers.into_iter().flatten().flat_map(|(name, value)| {
            let values = match value {
                Json::Array(values) => values,
                other => vec![other],
            };
            values.into_iter().filter_map(move |v| Some((name.clone(), v.as_str()?.to_owned())))
        });
        Ok(Visit {
            id: self.id,
            url: self.url,
            time,
            said: self.time,
            agent: self.agent.filter(|a| !a.trim().is_empty()),
            bytes: self.bytes.or_else(|| self.text.as_ref().map(|t| t.len() as u64)).unwrap_or(0),
            status: self.status,
            headers: headers.collect(),
            page: None,
            paid: false,
        })
    }
}

/// JSON lines.
pub struct JsonVisits {
    /// Where they come from.
    pub input: Box<dyn BufRead + Send>,
    /// Lines so far.
    pub number: u64,
}

impl Visits for JsonVisits {
    fn next(&mut self) -> Next {
        let (mut line, mut used) = (Vec::new(), 0);
        self.number += 1;
        let reject = |code| Next::Rejected(code, Unit::Line, self.number, 1);
        match open::line(self.input.as_mut(), &mut line, LONGEST, &mut used) {
            Line::End => Next::End,
            Line::Broken(e) => Next::Rejected(open::code(&e), Unit::Line, self.number, 0),
            Line::TooLong => reject("too_long"),
            Line::Whole if line.iter().all(u8::is_ascii_whitespace) => Next::Nothing,
            Line::Whole => match serde_json::from_slice::<Row>(&line) {
                Err(e) if e.is_data() => reject("no_page"),
                Err(_) => reject("no_json_object"),
                Ok(row) => match row.visit() {
                    Ok(visit) => Next::Visit(Box::new(visit), Unit::Line, self.number),
                    Err(code) => reject(code),
                },
            },
        }
    }
}

/// WARC.
pub struct WarcVisits {
    /// Where they come from.
    pub warc: Warc,
    /// Records so far.
    pub number: u64,
}

impl Visits for WarcVisits {
    fn next(&mut self) -> Next {
        let place = self.number;
        let broken = |e: std::io::Error| Next::Rejected(open::code(&e), Unit::Record, place, 0);
        let length = match self.warc.find() {
            Found::Head(length) => length,
            Found::End => return Next::End,
            Found::Broken(e) => return broken(e),
        };
        self.number += 1;
        let block = match self.warc.bytes(length, LOOKED_AT) {
            Ok(block) => block,
            Err(e) => return broken(e),
        };
        let head = &self.warc.head;
        let reject = |code| Next::Rejected(code, Unit::Record, place, 1);
        let (bytes, status, headers, body) = match head.kind.as_str() {
            "response" => match http(&block) {
                Some((status, headers, body)) => {
                    let before = block.len() - body.len();
                    (length.saturating_sub(before as u64), Some(status), headers, Some(body))
                }
                None => return reject("no_http_answer"),
            },
            "resource" | "conversion" => (length, None, Vec::new(), None),
            _ => return Next::Nothing,
        };
        let Ok(time) = head.date.parse() else { return reject("no_time") };
        let html = headers
            .iter()
            .any(|(n, v)| n.eq_ignore_ascii_case("content-type") && v.to_ascii_lowercase().contains("html"));
        let page = body.filter(|_| html);
        let paid = page.is_some_and(|body| {
            // `"isAccessibleForFree": false`, as schema.org has it, in any spacing.
            memchr::memmem::find_iter(body, b"isAccessibleForFree").any(|at| {
                let rest = body.get(at + 19..).unwrap_or_default();
                let rest: Vec<u8> = rest
                    .iter()
                    .take(24)
                    .filter(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b':'))
                    .copied()
                    .collect();
                rest.get(..5).is_some_and(|w| w.eq_ignore_ascii_case(b"false"))
            })
        });
        let visit = Visit {
            id: None,
            url: head.url.clone(),
            time,
            said: head.date.clone(),
            agent: None,
            bytes,
            status,
            headers,
            page: page.map(Page::read),
            paid,
        };
        Next::Visit(Box::new(visit), Unit::Record, place)
    }
}

/// Parquet: batches of columns, taken apart row by row.
pub struct TableVisits {
    /// Columns `url`, `time`, `agent`, `bytes` or `text`, `id`, `status`.
    pub batches: Box<dyn Iterator<Item = Result<arrow::record_batch::RecordBatch, String>> + Send>,
    /// Rows so far.
    pub number: u64,
    /// Those of the batch that was read last.
    pub ready: VecDeque<Result<Visit, &'static str>>,
}

impl Visits for TableVisits {
    fn next(&mut self) -> Next {
        if let Some(next) = self.ready.pop_front() {
            let place = self.number;
            self.number += 1;
            return match next {
                Ok(visit) => Next::Visit(Box::new(visit), Unit::Row, place),
                Err(code) => Next::Rejected(code, Unit::Row, place, 1),
            };
        }
        match self.batches.next() {
            None => Next::End,
            Some(Err(_)) => Next::Rejected("damaged_page", Unit::Row, self.number, 0),
            Some(Ok(batch)) => {
                self.ready = rows(&batch);
                Next::Nothing
            }
        }
    }
}

fn rows(batch: &arrow::record_batch::RecordBatch) -> VecDeque<Result<Visit, &'static str>> {
    use arrow::compute::cast;
    use arrow::datatypes::DataType;
    let texts = |name: &str| {
        batch.column_by_name(name).and_then(|a| Texts::of(a).or_else(|| Texts::of(&cast(a, &DataType::Utf8).ok()?)))
    };
    let text = |column: &Option<Texts>, row: usize| column.as_ref().and_then(|t| t.text(row)).map(str::to_owned);
    let (url, time, agent) = (texts("url"), texts("time"), texts("agent"));
    let (bytes, body, id, status, headers) =
        (texts("bytes"), texts("text"), texts("id"), texts("status"), texts("headers"));
    (0..batch.num_rows())
        .map(|row| {
            let number = |column: &Option<Texts>| text(column, row).and_then(|t| t.parse::<u64>().ok());
            Row {
                url: text(&url, row).ok_or("no_page")?,
                time: text(&time, row).map(|t| zoned(&t)).ok_or("no_page")?,
                agent: text(&agent, row),
                bytes: number(&bytes).or_else(|| body.as_ref().and_then(|b| b.get(row)).map(|b| b.len() as u64)),
                text: None,
                status: number(&status).and_then(|s| u16::try_from(s).ok()),
                headers: text(&headers, row).and_then(|t| serde_json::from_str(&t).ok()),
                id: text(&id, row).map(Json::from),
            }
            .visit()
        })
        .collect()
}

/// A time of a table without its offset is one of UTC.
fn zoned(text: &str) -> String {
    let tail = text.get(10..).unwrap_or_default();
    if tail.contains(['Z', 'z', '+', '-']) || tail.is_empty() { text.to_owned() } else { format!("{text}Z") }
}
