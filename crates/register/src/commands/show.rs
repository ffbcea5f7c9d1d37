//! `list` and `show`: what the register holds, for people and for machines. Text of strangers is never markup.

use std::path::PathBuf;

use clap::Args;
use gpai_forms::escape::visible;
use serde_json::{Map, Value as Json, json};

use super::desk::{Answer, Desk, Format};
use crate::fault::Fault;
use crate::secret::{read_receipt, receipt_digest};
use crate::state;
use crate::step::Step;
use crate::store::read::Secret;
use crate::words::{Language, Pair, colon, word};

/// Which records.
#[derive(Clone, Debug, Default, Args)]
pub struct List {
    /// Only those in this state, such as received, decided, open
    #[arg(long)]
    state: Option<String>,
    /// Put together what was decided alike
    #[arg(long)]
    by_decision: bool,
    /// Put together what has the same text or the same works
    #[arg(long)]
    similar: bool,
}

/// Which record.
#[derive(Clone, Debug, Args)]
pub struct Show {
    /// Its id; the beginning of it does where it is the only one
    #[arg(required_unless_present = "receipt")]
    id: Option<String>,
    /// Find it by the receipt that its sender was given
    #[arg(long)]
    receipt: Option<String>,
    /// What a person may have of the own record (Article 15 GDPR)
    #[arg(long)]
    for_subject: bool,
    /// Print one private value as it is, byte for byte
    #[arg(long, value_name = "NAME")]
    field: Option<String>,
    /// Write an archived file of the record there
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Which file, by the beginning of its digest, where there are several
    #[arg(long, value_name = "DIGEST")]
    file: Option<String>,
}

const NOTHING: Pair = Pair(
    "nothing is recorded yet. What can be: `gpai register version add`, `complaint add`, `request add`, `incident add`, `event add`\n",
    "尚无记录。可记录：`gpai register version add`、`complaint add`、`request add`、`incident add`、`event add`\n",
);
const COLUMNS: [Pair; 5] =
    [Pair("id", "编号"), Pair("kind", "种类"), Pair("since", "日期"), Pair("state", "状态"), Pair("about", "内容")];
const RECORDED: Pair = Pair("(recorded {at})", "（记录于 {at}）");
const ERASED: Pair = Pair("erased", "已删除");
const ERASED_LINE: Pair =
    Pair("{what} erased on {on} by {by} ({ground}): {why}", "{what} 于 {on} 由 {by} 删除（{ground}）：{why}");
const PRIVATE: Pair = Pair("private", "隐私数据");
const HISTORY: Pair = Pair("history", "经过");
const FILES: Pair = Pair("files", "文件");
const LOOK: Pair = Pair("look at", "请注意");
const SUBJECT: Pair = Pair(
    "What this register holds of you (Article 15 GDPR). It is kept to handle your complaint; the decision, its days, the works and a key \
     that tells whether a later complaint is from the same rightsholder stay for ten years, the rest goes after the complaint is closed. \
     Recipients: nobody outside the provider, unless stated above.",
    "本登记簿所保存的您的数据（GDPR 第 15 条）。保存目的为处理您的投诉；决定、日期、作品以及用于识别同一权利人的密钥保存十年，其余在结案后删除。\
     除上文所列外，不向提供者以外的任何人披露。",
);

/// What a record is about, in a few words, without anything private.
fn about(steps: &[Step]) -> String {
    let first = steps.first();
    let get = |name: &str| first.map(|s| s.text(name).to_owned()).filter(|t| !t.is_empty());
    let decision = steps.iter().rev().find(|s| s.verb == "complaint.decide").map(|s| s.text("decision").to_owned());
    let classes = match state::kind(steps) {
        "incident" => Some(state::incident::Incident::of(steps).classes.join(", ")).filter(|c| !c.is_empty()),
        _ => None,
    };
    let event = first.and_then(|s| s.verb.strip_prefix("event.")).map(str::to_owned);
    let parts = [
        event,
        get("name"),
        get("channel"),
        get("from"),
        get("basis"),
        get("until"),
        get("within"),
        classes,
        decision,
        get("version"),
        get("date"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The same in the words of a language.
fn about_in(steps: &[Step], lang: Language) -> String {
    about(steps).split(" · ").map(|part| visible(&word(part, lang))).collect::<Vec<_>>().join(" · ")
}

/// A cell that a spreadsheet takes for text.
fn cell(text: &str) -> String {
    let shown = visible(text);
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r']) || shown.starts_with(['=', '+', '-', '@']);
    let shown = if begins { format!("'{shown}") } else { shown };
    if shown.contains([',', '"', '\n', ';', '\'']) { format!("\"{}\"", shown.replace('"', "\"\"")) } else { shown }
}

/// Lists records of a kind, or all.
///
/// # Errors
/// The register cannot be read.
pub fn list(desk: &Desk, kind: Option<&str>, args: &List) -> Answer {
    let all = state::records(desk.store.steps()?);
    let of_kind = |steps: &[Step]| kind.map_or(!state::kind(steps).is_empty(), |kind| state::kind(steps) == kind);
    let mut rows: Vec<(String, Vec<Step>, String)> = all
        .into_iter()
        .filter(|(_, steps)| of_kind(steps))
        .map(|(id, steps)| {
            let state = state::state(&steps);
            (id, steps, state)
        })
        .filter(|(_, _, state)| args.state.as_ref().is_none_or(|wanted| wanted == state))
        .collect();
    if args.by_decision {
        let decision = |steps: &[Step]| {
            steps.iter().rev().find(|s| s.verb == "complaint.decide").map(|s| s.text("decision").to_owned())
        };
        rows.sort_by_key(|(_, steps, _)| decision(steps));
    }
    if args.similar {
        let mut keyed = Vec::new();
        for row in rows {
            let works = row.1.first().map(|s| s.text("works_key").to_owned()).unwrap_or_default();
            let secrets = desk.store.secrets(&row.0)?;
            let text =
                secrets.iter().find(|s| s.field == "statement").map(|s| s.text().to_lowercase()).unwrap_or_default();
            keyed.push(((text, works), row));
        }
        keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
        rows = keyed.into_iter().map(|(_, row)| row).collect();
    }
    match desk.format {
        Format::Json => {
            let records: Vec<Json> = rows
                .iter()
                .map(|(id, steps, state)| {
                    json!({
                        "id": id, "kind": state::kind(steps), "state": state, "on": steps.first().map(|s| s.on.clone()),
                        "recorded": steps.first().map(|s| s.recorded_at.clone()), "about": about(steps),
                        "erased": state::erased(steps),
                    })
                })
                .collect();
            Ok((
                format!(
                    "{:#}\n",
                    json!({ "format": "gpai-register-list/1", "register": desk.store.register, "records": records })
                ),
                0,
            ))
        }
        Format::Csv => {
            let mut out = String::from("id,kind,on,state,about\r\n");
            for (id, steps, state) in &rows {
                let on = steps.first().map(|s| s.on.clone()).unwrap_or_default();
                let cells: Vec<String> =
                    [id.as_str(), state::kind(steps), &on, state, &about(steps)].iter().map(|c| cell(c)).collect();
                out.push_str(&format!("{}\r\n", cells.join(",")));
            }
            Ok((out, 0))
        }
        Format::Human if rows.is_empty() => Ok((NOTHING.get(desk.lang).to_owned(), 0)),
        Format::Human => Ok((table(desk.lang, &rows), 0)),
    }
}

fn table(lang: Language, rows: &[(String, Vec<Step>, String)]) -> String {
    let mut lines: Vec<[String; 5]> = vec![COLUMNS.map(|c| c.get(lang).to_owned())];
    for (id, steps, state) in rows {
        let day: String = steps.first().map(|s| s.on.chars().take(10).collect()).unwrap_or_default();
        lines.push([visible(id), word(state::kind(steps), lang), day, word(state, lang), about_in(steps, lang)]);
    }
    let width = |text: &str| text.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum::<usize>();
    let widths: Vec<usize> =
        (0..5).map(|i| lines.iter().filter_map(|l| l.get(i)).map(|c| width(c)).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for line in lines {
        let cells: Vec<String> =
            line.iter().zip(&widths).map(|(c, w)| format!("{c}{}", " ".repeat(w.saturating_sub(width(c))))).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// Shows one record.
///
/// # Errors
/// There is none.
pub fn show(desk: &Desk, args: &Show) -> Answer {
    let id = match (&args.receipt, &args.id) {
        (Some(receipt), _) => {
            let known = read_receipt(receipt)
                .map(|r| desk.store.marked("receipt", &receipt_digest(&r)))
                .transpose()?
                .unwrap_or_default();
            known.first().map(|s| s.id.clone()).ok_or_else(|| Fault::new("no complaint has this receipt"))?
        }
        (None, Some(id)) => desk.store.find(id)?,
        (None, None) => return Err(Fault::new("which one?").help("give its id or --receipt")),
    };
    let steps = desk.store.steps_of(&id)?;
    let secrets = desk.store.secrets(&id)?;
    if let Some(name) = &args.field {
        let found = secrets.iter().rev().find(|s| s.field == *name);
        return match found {
            Some(secret) => Ok((secret.text(), 0)),
            None => Err(Fault::new(format!("{id} has no private `{}`", visible(name)))),
        };
    }
    if let Some(to) = &args.save {
        return save(desk, &steps, args.file.as_deref(), to);
    }
    if desk.format == Format::Json {
        return Ok((format!("{:#}\n", machine(&id, &steps, &secrets)), 0));
    }
    Ok((human(desk.lang, &id, &steps, &secrets, args.for_subject), 0))
}

fn save(desk: &Desk, steps: &[Step], which: Option<&str>, to: &std::path::Path) -> Answer {
    let mut digests: Vec<String> =
        steps.iter().flat_map(|s| s.files.clone()).filter(|d| which.is_none_or(|w| d.starts_with(w))).collect();
    digests.sort();
    digests.dedup();
    match digests.as_slice() {
        [one] => {
            let bytes = crate::store::files::read(&desk.store.file(one), crate::store::files::LONGEST)?;
            if to.exists() {
                return Err(Fault::new(format!("{} is there already", to.display())));
            }
            std::fs::write(to, bytes).map_err(|e| Fault::new(format!("{}: {e}", to.display())))?;
            Ok((format!("{}\n", to.display()), 0))
        }
        [] => Err(Fault::new("the record has no such file")),
        more => Err(Fault::new(format!("the record has {} files", more.len()))
            .help(format!("--file with one of: {}", more.join(", ")))),
    }
}

/// A record for machines.
pub fn machine(id: &str, steps: &[Step], secrets: &[Secret]) -> Json {
    let history: Vec<Json> = steps
        .iter()
        .map(|step| {
            let private: Map<String, Json> = step
                .private
                .keys()
                .map(|field| {
                    let there = secrets.iter().find(|s| s.writer == step.writer && s.n == step.n && s.field == *field);
                    (field.clone(), there.map_or(Json::Null, |s| s.text().into()))
                })
                .collect();
            json!({
                "entry": step.name(), "do": step.verb, "on": step.on, "recorded": step.recorded_at, "by": step.by,
                "fields": step.fields, "private": private, "files": step.files,
            })
        })
        .collect();
    let findings: Vec<Json> =
        state::findings(steps).into_iter().map(|(code, what)| json!({ "code": code, "what": what })).collect();
    json!({
        "format": "gpai-register-record/1", "id": id, "kind": state::kind(steps), "state": state::state(steps),
        "erased": state::erased(steps), "held": state::held(steps), "findings": findings, "history": history,
    })
}

/// Several lines of a stranger, each of which stands by itself.
pub fn lines(text: &str, indent: &str) -> String {
    text.lines().map(|line| format!("{indent}{}\n", visible(line))).collect()
}

fn plain(value: &Json, lang: Language) -> String {
    match value {
        Json::String(text) => word(text, lang),
        Json::Array(items) => items.iter().map(|v| plain(v, lang)).collect::<Vec<_>>().join(", "),
        Json::Object(map) => map.iter().map(|(k, v)| format!("{k}={}", plain(v, lang))).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn human(lang: Language, id: &str, steps: &[Step], secrets: &[Secret], for_subject: bool) -> String {
    const OURS: [&str; 9] =
        ["holder", "works_key", "works_count", "receipt", "token", "replaces", "values", "destroyed", "erased"];
    let colon = colon(lang);
    let mut out =
        format!("{} · {} · {}\n", visible(id), word(state::kind(steps), lang), word(&state::state(steps), lang));
    if !state::erased(steps).is_empty() {
        out.push_str(&format!("{}{colon}{}\n", ERASED.get(lang), state::erased(steps).join(", ")));
    }
    for (_, what) in state::findings(steps).iter().filter(|_| !for_subject) {
        out.push_str(&format!("{}{colon}{}\n", LOOK.get(lang), visible(what)));
    }
    out.push_str(&format!("\n{}\n", HISTORY.get(lang)));
    for step in steps {
        let by = if for_subject { String::new() } else { format!(" · {}", visible(&step.by)) };
        let done = word(&step.verb, lang);
        let done = if done == step.verb { step.verb.trim_start_matches("event.").to_owned() } else { done };
        let recorded = RECORDED.fill(lang, &[("at", &step.recorded_at)]);
        out.push_str(&format!("  {}  {done}{by}  {recorded}\n", visible(&step.on)));
        if step.verb == "record.erase" {
            let values = [
                ("what", step.words("erased").join(", ")),
                ("on", step.on.clone()),
                ("by", visible(&step.by)),
                ("ground", step.text("ground").to_owned()),
                ("why", visible(step.text("why"))),
            ];
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            out.push_str(&format!("      {}\n", ERASED_LINE.fill(lang, &values)));
            continue;
        }
        for (name, value) in step.fields.iter().filter(|(name, _)| !OURS.contains(&name.as_str())) {
            out.push_str(&format!("      {}{colon}{}\n", word(name, lang), visible(&plain(value, lang))));
        }
    }
    if !secrets.is_empty() {
        out.push_str(&format!("\n{}\n", PRIVATE.get(lang)));
        for secret in secrets {
            let text = secret.text();
            let name = word(&secret.field, lang);
            if text.contains('\n') || text.chars().count() > 80 {
                out.push_str(&format!("  {name}{}\n{}", colon.trim_end(), lines(&text, "    ")));
            } else {
                out.push_str(&format!("  {name}{colon}{}\n", visible(&text)));
            }
        }
    }
    let files: Vec<&String> = steps.iter().flat_map(|s| &s.files).collect();
    if !files.is_empty() {
        out.push_str(&format!("\n{}\n", FILES.get(lang)));
        out.extend(files.iter().map(|digest| format!("  {digest}\n")));
    }
    if for_subject {
        out.push_str(&format!("\n{}\n", SUBJECT.get(lang)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_a_spreadsheet_would_run_are_text() {
        for bad in ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"] {
            assert!(cell(bad).trim_start_matches('"').starts_with('\''), "{bad:?}: {}", cell(bad));
        }
        assert_eq!(cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }
}
