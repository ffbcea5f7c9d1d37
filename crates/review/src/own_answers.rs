//! What the document under check says about itself, for rules that would otherwise need it from outside.

use jiff::civil::Date;

use crate::context::{Confirmed, Context};
use crate::work::{Said, Work, YesNo};

/// What is known, with what the document says where nobody else said it.
pub(crate) fn with_answers<'a>(context: Context<'a>, work: &Work<'_>) -> Context<'a> {
    let only = |id: &str| match work.dates(id).as_slice() {
        [one] if one.first == one.last => Some(one.first),
        _ => None,
    };
    match work.doc.kind.as_deref() {
        Some("safety-framework") => Context {
            framework_confirmed: context.framework_confirmed.or_else(|| only("confirmed").map(Confirmed::On)),
            framework_assessed: context.framework_assessed.or_else(|| only("1.3.assessed")),
            ..context
        },
        Some("model-report") => Context { last_report: context.last_report.or_else(|| last_report(work)), ..context },
        _ => context,
    }
}

/// The day of the last report or update, where the report says that the model is among the most capable and that no
/// exemption is claimed.
fn last_report(work: &Work<'_>) -> Option<Date> {
    let owed = work.yes_no("most-capable") == YesNo::Yes && matches!(work.said("7.6.exempt"), Said::NotApplicable(_));
    let days = ["7.7.sent", "dated"].into_iter().flat_map(|id| work.dates(id));
    days.filter(|_| owed).map(|found| found.last).max()
}
