//! Domains from the largest to the smallest: the list up to the cut goes to its files as it comes, and what the pictures and the
//! proof need is kept.

use std::fs::File;
use std::io::{BufWriter, Seek as _, SeekFrom, Write as _};

use arrow::array::AsArray as _;
use arrow::datatypes::Int64Type;
use serde_json::{Value as Json, json};

use super::cut::Cut;
use crate::engine::sort::{Domain, Sorted};

/// Steps of the curve.
const STEPS: u64 = 100;
/// Domains that are kept for pictures.
const SHOWN: usize = 20;

/// What the ranking gave.
#[derive(Debug)]
pub struct Ranking {
    /// Domains in all, and listed.
    pub count: u64,
    /// Listed.
    pub selected: u64,
    /// Bytes of those listed, and of all.
    pub selected_bytes: u64,
    /// Bytes of all.
    pub bytes: u64,
    /// Documents of those listed.
    pub selected_documents: u64,
    /// The last one listed and the first one that is not.
    pub edge: (Option<Domain>, Option<Domain>),
    /// The largest ones.
    pub first: Vec<Domain>,
    /// For each percent of the domains, the bytes of that many of the largest.
    pub curve: Vec<u64>,
    /// The list, a line of JSON for each domain.
    pub lines: File,
}

/// Takes the sorted domains. `csv` gets the list too.
///
/// # Errors
/// The disk or the bound on memory.
pub async fn rank(
    sorted: &mut Sorted,
    count: u64,
    cut: &Cut,
    mut csv: Option<&mut csv::Writer<File>>,
) -> Result<Ranking, String> {
    let disk = |e: std::io::Error| format!("the list of domains cannot be written: {e}");
    let selected = cut.of(count);
    let mut lines = BufWriter::new(tempfile::tempfile().map_err(disk)?);
    let mut out = Ranking {
        count,
        selected,
        selected_bytes: 0,
        bytes: 0,
        selected_documents: 0,
        edge: (None, None),
        first: Vec::new(),
        curve: vec![0],
        lines: tempfile::tempfile().map_err(disk)?,
    };
    if let Some(csv) = &mut csv {
        csv.write_record(["rank", "domain", "documents", "bytes"]).map_err(|e| e.to_string())?;
    }
    let mut rank = 0_u64;
    while let Some(batch) = sorted.next().await.map_err(|e| e.to_string())? {
        let number = |at: usize| batch.columns().get(at).and_then(|c| c.as_primitive_opt::<Int64Type>().cloned());
        let (Some(documents), Some(bytes), Some(hosts)) = (number(1), number(2), number(3)) else {
            return Err("domains without figures".to_owned());
        };
        let Some(names) = batch.columns().first().and_then(|c| c.as_string_opt::<i32>()) else {
            return Err("domains without names".to_owned());
        };
        for row in 0..batch.num_rows() {
            rank += 1;
            let whole = |column: &arrow::array::Int64Array| u64::try_from(column.value(row)).unwrap_or(0);
            let (documents, bytes, name) = (whole(&documents), whole(&bytes), names.value(row));
            out.bytes += bytes;
            if rank <= selected {
                out.selected_bytes += bytes;
                out.selected_documents += documents;
                if rank > 1 {
                    lines.write_all(b",\n").map_err(disk)?;
                }
                let line = json!({ "domain": name, "documents": documents, "bytes": bytes });
                write!(lines, "    {line}").map_err(disk)?;
                if let Some(csv) = &mut csv {
                    let record = [rank.to_string(), name.to_owned(), documents.to_string(), bytes.to_string()];
                    csv.write_record(record).map_err(|e| e.to_string())?;
                }
            }
            let kept = || Domain { name: name.to_owned(), documents, bytes, hosts: whole(&hosts) };
            if out.first.len() < SHOWN {
                out.first.push(kept());
            }
            if rank == selected {
                out.edge.0 = Some(kept());
            } else if rank == selected + 1 {
                out.edge.1 = Some(kept());
            }
            // The curve has a point at each percent of the domains, rounded up.
            while out.curve.len() as u64 <= STEPS {
                let next = (u128::from(count) * out.curve.len() as u128).div_ceil(u128::from(STEPS));
                if u128::from(rank) < next {
                    break;
                }
                out.curve.push(out.bytes);
            }
        }
    }
    if rank != count {
        return Err(format!("{rank} domains were sorted of {count}"));
    }
    if let Some(csv) = csv {
        csv.flush().map_err(disk)?;
    }
    let mut lines = lines.into_inner().map_err(|e| disk(e.into_error()))?;
    lines.seek(SeekFrom::Start(0)).map_err(disk)?;
    out.lines = lines;
    Ok(out)
}

impl Ranking {
    /// The rule with its proof.
    #[must_use]
    pub fn rule(&self, cut: &Cut, private: bool) -> Json {
        let edge = |domain: &Option<Domain>| {
            domain.as_ref().map(|d| json!({ "domain": d.name, "documents": d.documents, "bytes": d.bytes }))
        };
        json!({
            "name": cut.name(),
            "selected": self.selected,
            "private_suffixes": private,
            "arithmetic": cut.proof(self.count),
            "order": "bytes descending, then domain ascending",
            "selected_documents": self.selected_documents,
            "selected_bytes": self.selected_bytes,
            "last_selected": edge(&self.edge.0),
            "first_left_out": edge(&self.edge.1),
        })
    }
}
