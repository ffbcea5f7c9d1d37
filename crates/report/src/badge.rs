//! A badge for a model card: what was assessed, on which day, under which law, and how much is open. It states what was done and
//! never that a law is complied with: no colour says so, and no word.

use std::fmt::Write as _;

use gpai_forms::escape::markdown;
use gpai_rules::assess::DutyStatus;
use gpai_rules::law::Language;

use crate::flowchart::measure::width;
use crate::flowchart::svg::escape;
use crate::view::View;

/// Size of the text.
const SIZE: i32 = 11;
/// Around each text.
const GAP: i32 = 6;
/// Height of the badge.
const HEIGHT: i32 = 20;
/// The longest name of a model that is shown, in characters.
const NAME: usize = 40;

/// What it says, part by part.
struct Said {
    what: String,
    when: String,
    state: String,
    open: bool,
    /// All of it as a sentence.
    whole: String,
}

fn said(view: &View<'_>) -> Said {
    let a = view.assessment;
    let count = |status: DutyStatus| a.duties.iter().filter(|d| d.outcome() == status).count();
    let (applies, undecided) = (count(DutyStatus::Applies), count(DutyStatus::Open));
    let open = a.is_open();
    let name: String = match view.model.chars().count() > NAME {
        true => view.model.chars().take(NAME - 1).chain(['…']).collect(),
        false => view.model.to_owned(),
    };
    let (day, edition) = (a.as_of, &view.law.edition);
    let (what, when, state, whole) = match view.language {
        Language::English => {
            let one = |n: usize| if n == 1 { "duty" } else { "duties" };
            let state = match (applies, undecided, open) {
                (_, 1.., _) => format!("{applies} apply, {undecided} open"),
                (_, 0, true) => format!("{applies} {} apply, questions open", one(applies)),
                (_, 0, false) => format!("{applies} {} apply", one(applies)),
            };
            let whole = format!(
                "{}: assessed with gpai {} on {day}, EU AI Act, rules for general-purpose AI models, law as of {edition}. \
                 Duties that apply: {applies}; open: {undecided}. {}This is no statement of compliance.",
                view.model,
                view.version,
                if open { "Questions are open. " } else { "" }
            );
            (format!("EU AI Act · {name}"), format!("assessed {day} · law of {edition}"), state, whole)
        }
        Language::Chinese => {
            let state = match (undecided, open) {
                (1.., _) => format!("{applies} 项适用，{undecided} 项待定"),
                (0, true) => format!("{applies} 项义务适用，有待答问题"),
                (0, false) => format!("{applies} 项义务适用"),
            };
            let whole = format!(
                "{}：于 {day} 用 gpai {} 按欧盟《人工智能法》关于通用人工智能模型的规则评估，法律版本 {edition}。适用的义务：{applies} 项；\
                 待定：{undecided} 项。{}本徽章不表示合规。",
                view.model,
                view.version,
                if open { "有问题待答。" } else { "" }
            );
            (format!("欧盟人工智能法 · {name}"), format!("评估日 {day} · 法律版本 {edition}"), state, whole)
        }
    };
    Said { what, when, state, open, whole }
}

/// The badge as a self-contained SVG file.
pub fn svg(view: &View<'_>) -> String {
    let said = said(view);
    let code = match view.language {
        Language::English => "en",
        Language::Chinese => "zh-CN",
    };
    // Grey and blue for what was done; amber for what is open. No green: nothing here says that anything is in order.
    let parts = [
        (&said.what, "#3d444d", "#fff"),
        (&said.when, "#0a5394", "#fff"),
        (&said.state, if said.open { "#f2c94c" } else { "#6e7781" }, if said.open { "#1f2328" } else { "#fff" }),
    ];
    let wide: Vec<i32> = parts.iter().map(|(text, ..)| width(text, SIZE)).collect();
    let total: i32 = wide.iter().map(|w| w.saturating_add(2 * GAP)).sum();
    let whole = escape(&said.whole);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{total}\" height=\"{HEIGHT}\" viewBox=\"0 0 {total} {HEIGHT}\" role=\"img\" \
         lang=\"{code}\" aria-label=\"{whole}\">\n<title>{whole}</title>\n<g font-family=\"Verdana,Geneva,'DejaVu Sans','PingFang SC',\
         'Noto Sans CJK SC',sans-serif\" font-size=\"{SIZE}\">\n"
    );
    let mut x = 0;
    for ((text, ground, ink), wide) in parts.iter().zip(&wide) {
        let full = wide.saturating_add(2 * GAP);
        let _ = writeln!(out, "<rect x=\"{x}\" width=\"{full}\" height=\"{HEIGHT}\" fill=\"{ground}\"/>");
        let at = x + GAP;
        let _ = writeln!(
            out,
            "<text x=\"{at}\" y=\"14\" fill=\"{ink}\" textLength=\"{wide}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            escape(text)
        );
        x += full;
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// The line for a model card: the picture and, for whoever does not see it, all that it says.
pub fn line(view: &View<'_>, file: &str) -> String {
    // Inside `<…>` an address may hold blanks; what would end it is written as a number.
    let mut address = String::new();
    for c in file.chars() {
        match c {
            '<' | '>' | '\\' | '%' => {
                let _ = write!(address, "%{:02X}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(address, "%{:02X}", u32::from(c));
            }
            c => address.push(c),
        }
    }
    format!("![{}](<{address}>)\n", markdown(&said(view).whole))
}
