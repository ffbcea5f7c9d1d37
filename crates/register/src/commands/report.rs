//! The report of an incident, filled in from its record as the house's own form `incident-report`; nothing is sent.

use std::path::Path;

use gpai_rules::periods::Moment;

use crate::fault::Fault;
use crate::state::incident::Incident;
use crate::step::Step;
use crate::store::settings::quoted;
use crate::words::Pair;

use super::desk::{Answer, Desk};

const HEAD: Pair = Pair(
    "# Report of {id}, filled in from the register. Reporting is no admission of fault.\n\
     # Render it with `gpai doc render`; when it has gone out: gpai register incident report {id} --stage {stage} --sent TIME\n",
    "# {id} 的报告，由登记簿填写。提交报告不构成承认责任。\n\
     # 用 `gpai doc render` 生成文件；发出后：gpai register incident report {id} --stage {stage} --sent TIME\n",
);
const UNKNOWN: Pair = Pair("not yet known: nothing is recorded for it", "尚不清楚：登记簿中没有记录");
const WRITTEN: Pair = Pair("{file} is written; nothing is recorded as sent\n", "已写入 {file}；未记录为已发送\n");

/// Fills the form in.
///
/// # Errors
/// The file is there already or cannot be written.
pub fn fill(desk: &Desk, steps: &[Step], incident: &Incident, stages: &[String], to: Option<&Path>) -> Answer {
    let stage = stages.last().cloned().unwrap_or_default();
    let secrets = desk.store.secrets(&incident.id)?;
    let secret = |name: &str| secrets.iter().rev().find(|s| s.field == name).map(crate::store::read::Secret::text);
    let field = |name: &str| steps.iter().rev().map(|s| s.text(name)).find(|t| !t.is_empty()).map(str::to_owned);
    let day = |text: &str| Moment::parse(text).ok().map(|m| m.brussels_day().to_string());
    let mut out = HEAD.fill(desk.lang, &[("id", &incident.id), ("stage", &stages.join(","))]);
    out.push_str("\n[document]\nkind = \"incident-report\"\ntemplate = \"2025-11-04\"\n\n[answers]\n");
    out.push_str(&format!(
        "\"stage\" = {}\n\"version\" = {}\n",
        quoted(&stage),
        quoted(&(incident.reports.len() + 1).to_string())
    ));
    let unknown = UNKNOWN.get(desk.lang);
    let mut line = |key: &str, value: Option<String>| match value.filter(|v| !v.trim().is_empty()) {
        Some(text) => out.push_str(&format!("{} = {}\n", quoted(key), quoted(&text))),
        None => out.push_str(&format!("{} = {{ na = {} }}\n", quoted(key), quoted(unknown))),
    };
    let ended = field("ended").map(|e| format!(" – {e}")).unwrap_or_default();
    line("1", field("occurred").map(|o| format!("{o}{ended}")));
    line("2", secret("harm"));
    line("3", secret("chain"));
    line("4", field("model"));
    line("5", secret("evidence"));
    line("6", secret("response"));
    line("7", secret("recommendation"));
    line("8", secret("cause"));
    line("9", secret("patterns"));
    if !incident.classes.is_empty() {
        let classes: Vec<String> = incident.classes.iter().map(|c| quoted(c)).collect();
        out.push_str(&format!("\"class\" = [{}]\n", classes.join(", ")));
    }
    let dates = [
        ("aware-incident", field("aware_incident").or_else(|| Some(incident.recorded.clone()))),
        ("aware-model", incident.aware_model.clone()),
        ("resolved", incident.resolved.clone()),
    ];
    for (key, value) in dates {
        if let Some(day) = value.as_deref().and_then(day) {
            out.push_str(&format!("{} = {day}\n", quoted(key)));
        }
    }
    let text = out;
    match to {
        None => Ok((text, 0)),
        Some(file) if file.exists() => {
            Err(Fault::new(format!("{} is there already", file.display())).help("give another name with -o"))
        }
        Some(file) => {
            std::fs::write(file, text).map_err(|e| Fault::new(format!("{}: {e}", file.display())))?;
            Ok((WRITTEN.fill(desk.lang, &[("file", &file.display().to_string())]), 0))
        }
    }
}
