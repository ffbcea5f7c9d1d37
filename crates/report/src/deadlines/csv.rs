//! Deadlines as CSV (RFC 4180): a header, one record a deadline, days as `YYYY-MM-DD`.

use gpai_rules::clocks::deadline::Deadline;
use jiff::civil::Date;

use super::View;
use crate::survey::harmless;

/// The columns.
const COLUMNS: [&str; 19] = [
    "id",
    "model",
    "what",
    "start_event",
    "start",
    "period",
    "target",
    "due",
    "outer",
    "from",
    "safe_from",
    "state",
    "done_on",
    "force",
    "binding",
    "conditional",
    "duty",
    "cites",
    "evidence",
];

/// The whole text.
pub fn write(view: &View<'_>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for deadline in view.rows() {
        let _ = writer.write_record(cells(view, deadline).iter().map(|cell| harmless(cell)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn cells(view: &View<'_>, d: &Deadline) -> [String; 19] {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    [
        d.id.clone(),
        view.model.to_owned(),
        d.what.get(view.language).to_owned(),
        d.start.as_ref().map(|s| s.event.clone()).unwrap_or_default(),
        d.start.as_ref().map(|s| s.day.to_string()).unwrap_or_default(),
        d.period.map(|p| p.to_string()).unwrap_or_default(),
        day(d.days.target),
        day(d.days.due),
        day(d.days.outer),
        day(d.days.from),
        day(d.days.safe_from),
        d.state.word().to_owned(),
        day(d.done_on),
        d.force.word().to_owned(),
        d.binding.map_or_else(|| "unknown".to_owned(), yes),
        yes(d.conditional),
        d.duty.clone().unwrap_or_default(),
        d.cites.join(" "),
        d.evidence.get(view.language).to_owned(),
    ]
}
