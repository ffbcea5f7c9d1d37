//! How producers lay the form out: styles of boxes, ways with labels, and documents in Markdown, HTML and DOCX made of the same
//! sections and questions. The truth of each is known.

use std::fmt::Write as _;

use fastrand::Rng;
use gpai_forms::template::{Choice, Field, Template};

use super::truth::{Answer, Truth};

/// How an option looks when ticked and when not.
#[derive(Clone, Copy, Debug)]
pub enum Boxes {
    /// A sign before each.
    Signs(&'static str, &'static str),
    /// A sign after each.
    After(&'static str, &'static str),
    /// The chosen one alone is written.
    Words,
    /// The chosen one alone has a sign.
    OnlyTicked(&'static str),
    /// What is not chosen is struck out.
    Struck,
}

/// Styles of boxes, by the way the format allows.
pub const BOXES: [Boxes; 14] = [
    Boxes::Signs("\u{2612}", "\u{2610}"),
    Boxes::Signs("\u{2611}", "\u{2610}"),
    Boxes::Signs("[x]", "[ ]"),
    Boxes::Signs("\u{25A0}", "\u{25A1}"),
    Boxes::Signs("\u{25CF}", "\u{25CB}"),
    Boxes::Signs("\u{221A}", "\u{25A1}"),
    Boxes::Signs("\u{FE}", "\u{A8}"),
    Boxes::Signs("\u{2705}", "\u{2B1C}"),
    Boxes::Signs("(x)", "( )"),
    Boxes::Signs("X", "\u{2610}"),
    Boxes::After("\u{2612}", "\u{2610}"),
    Boxes::Words,
    Boxes::OnlyTicked("\u{2612}"),
    Boxes::Struck,
];

/// What producers do to labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Official,
    Numbered,
    Shortened,
    Broken,
    Bare,
    Shouted,
}

/// All of them.
pub const LABELS: [Label; 6] =
    [Label::Official, Label::Numbered, Label::Shortened, Label::Broken, Label::Bare, Label::Shouted];

impl Label {
    /// The label of a field as this producer prints it.
    pub fn of(self, field: &Field, rng: &mut Rng) -> String {
        let text = field.label.as_str();
        let colon = if text.ends_with('?') { "" } else { ":" };
        match self {
            Label::Official => format!("{text}{colon}"),
            Label::Numbered => format!("{}. {text}{colon}", field.id),
            Label::Bare => text.to_owned(),
            Label::Shouted => format!("{}{colon}", text.to_uppercase()),
            Label::Shortened => {
                let mut short = text.to_owned();
                for cut in [
                    "If yes, specify the ",
                    "If yes, provide a ",
                    "If yes, ",
                    " (optional)",
                    " by the datasets concerned",
                    " that includes commitments to respect reservations of rights from the TDM exception or limitation",
                    ", such as data obtained from providers of private databases, or data intermediaries",
                    " (e.g. user input and prompts)",
                ] {
                    short = short.replace(cut, "");
                }
                let mut chars = short.chars();
                let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
                format!("{first}{}{colon}", chars.as_str())
            }
            Label::Broken => {
                let mut out = String::new();
                for c in text.replace("fi", "\u{FB01}").replace("ff", "\u{FB00}").chars() {
                    out.push(c);
                    match rng.u8(..40) {
                        0 => out.push('\u{AD}'),
                        1 => out.push('\u{200B}'),
                        _ => {}
                    }
                }
                format!("{out}{colon}")
            }
        }
    }
}

/// A producer.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub boxes: Boxes,
    pub label: Label,
}

fn options(field: &Field) -> Vec<Choice> {
    let of = |word: &str, label: &str| Choice {
        word: word.to_owned(),
        label: label.to_owned(),
        also: Vec::new(),
        specify: false,
        facts: Vec::new(),
        above: None,
        up_to: None,
    };
    if field.options.is_empty() { vec![of("yes", "Yes"), of("no", "No")] } else { field.options.clone() }
}

/// An answer as lines; `mark` writes one option.
pub fn lines(field: &Field, answer: &Answer, boxes: Boxes, strike: fn(&str) -> String) -> Vec<String> {
    match answer {
        Answer::Says(text) => vec![text.clone()],
        Answer::Ticks(ticked) => {
            let options: Vec<Choice> = options(field)
                .into_iter()
                .filter(|o| !o.specify || field.id.ends_with(".b") && o.word == "other")
                .collect();
            let on = |o: &Choice| ticked.contains(&o.word);
            match boxes {
                Boxes::Signs(yes, no) => {
                    options.iter().map(|o| format!("{} {}", if on(o) { yes } else { no }, o.label)).collect()
                }
                Boxes::After(yes, no) => {
                    options.iter().map(|o| format!("{} {}", o.label, if on(o) { yes } else { no })).collect()
                }
                Boxes::OnlyTicked(yes) => {
                    options.iter().map(|o| if on(o) { format!("{yes} {}", o.label) } else { o.label.clone() }).collect()
                }
                Boxes::Words => {
                    vec![options.iter().filter(|o| on(o)).map(|o| o.label.clone()).collect::<Vec<_>>().join(", ")]
                }
                Boxes::Struck => {
                    options.iter().map(|o| if on(o) { o.label.clone() } else { strike(&o.label) }).collect()
                }
            }
        }
    }
}

/// The parts of a document in the order of the form: sections, questions, and the table of modalities in its place.
pub enum Part<'a> {
    Section(String, usize),
    Question(&'a Field, &'a Answer),
    Table,
}

/// The form as parts.
pub fn parts<'a>(template: &'a Template, truth: &'a Truth) -> Vec<Part<'a>> {
    let mut out = Vec::new();
    for section in &template.sections {
        if !section.title.is_empty() {
            out.push(Part::Section(
                format!("{}. {}", section.number, section.title),
                section.number.matches('.').count() + 2,
            ));
        }
        let mut table = false;
        for field in template.fields.iter().filter(|f| f.section == section.id) {
            let in_table = field.id == "1.3.a" || field.id.starts_with("1.3.b") || field.id.starts_with("1.3.c");
            if in_table {
                if !std::mem::replace(&mut table, true) {
                    out.push(Part::Table);
                }
            } else if let Some(answer) = truth.get(&field.id) {
                out.push(Part::Question(field, answer));
            }
        }
    }
    out
}

/// The rows of the table of modalities: modality, size, content, each as lines.
pub fn table(template: &Template, truth: &Truth, style: Style, strike: fn(&str) -> String) -> Vec<[Vec<String>; 3]> {
    let mut out = Vec::new();
    let Some(Answer::Ticks(marked)) = truth.get("1.3.a") else { return out };
    for modality in ["text", "image", "audio", "video"] {
        let on = marked.iter().any(|m| m == modality);
        let name = format!("{}{}", modality[..1].to_uppercase(), &modality[1..]);
        let first = match style.boxes {
            Boxes::Signs(yes, no) => format!("{} {name}", if on { yes } else { no }),
            Boxes::After(yes, no) => format!("{name} {}", if on { yes } else { no }),
            Boxes::OnlyTicked(yes) if on => format!("{yes} {name}"),
            Boxes::Struck if !on => strike(&name),
            _ => name,
        };
        let size = template.field(&format!("1.3.b.{modality}")).expect("the form has it");
        let none = Answer::Ticks(Vec::new());
        let chosen = truth.get(&size.id).unwrap_or(&none);
        let mut sizes = lines(size, chosen, style.boxes, strike);
        if matches!(style.boxes, Boxes::Words | Boxes::Struck) && !on {
            sizes = vec!["N/A".to_owned()];
        }
        let content = match truth.get(&format!("1.3.c.{modality}")) {
            Some(Answer::Says(text)) => text.clone(),
            _ => "N/A".to_owned(),
        };
        out.push([vec![first], sizes, vec![content]]);
    }
    out
}

const TITLE: &str = "Public Summary of Training Content";

/// Dialects of Markdown.
pub const MARKDOWN: [&str; 9] =
    ["colon", "below", "pipes", "headings", "definitions", "items", "quoted", "plain", "grid"];

/// A document in a dialect of Markdown.
pub fn markdown(template: &Template, truth: &Truth, style: Style, dialect: &str, rng: &mut Rng) -> String {
    let strike: fn(&str) -> String = |t| format!("~~{t}~~");
    let mut out = format!("# {TITLE}\n\n");
    let mut row_open = false;
    for part in parts(template, truth) {
        match part {
            Part::Section(title, depth) => {
                row_open = false;
                let _ = writeln!(out, "\n{} {title}\n", "#".repeat(depth));
            }
            Part::Table => {
                row_open = false;
                out.push_str("\n| Modality | Training data size | Types of content |\n|---|---|---|\n");
                for row in table(template, truth, style, strike) {
                    let cells: Vec<String> = row.iter().map(|c| c.join("<br>")).collect();
                    let _ = writeln!(out, "| {} |", cells.join(" | "));
                }
                out.push('\n');
            }
            Part::Question(field, answer) => {
                let label = style.label.of(field, rng);
                let lines = lines(field, answer, style.boxes, strike);
                let below = lines.join("  \n");
                match dialect {
                    "colon" => {
                        let _ = if lines.len() == 1 {
                            writeln!(out, "**{label}** {below}\n")
                        } else {
                            writeln!(out, "**{label}**\n\n{below}\n")
                        };
                    }
                    "below" => {
                        let _ = writeln!(out, "**{label}**\n\n{below}\n");
                    }
                    "pipes" => {
                        if !std::mem::replace(&mut row_open, true) {
                            out.push_str("\n| Field | Answer |\n|---|---|\n");
                        }
                        let _ = writeln!(out, "| {label} | {} |", lines.join("<br>"));
                    }
                    "headings" => {
                        let _ = writeln!(out, "\n##### {label}\n\n{below}\n");
                    }
                    "definitions" => {
                        let _ = writeln!(out, "{label}\n: {}\n", lines.join("  \n  "));
                    }
                    "items" => {
                        let _ = writeln!(out, "- **{label}** {}", lines.join(" \u{A0} "));
                    }
                    "quoted" => {
                        let _ = writeln!(out, "**{label}**\n\n> {}\n", lines.join("  \n> "));
                    }
                    "grid" => out.push_str(&grid(&label, &lines)),
                    _ => {
                        let end = if label.ends_with([':', '?']) { "" } else { ":" };
                        let _ = writeln!(out, "{label}{end} {}\n", lines.join(" \u{A0} "));
                    }
                }
            }
        }
    }
    out
}

/// A row as pandoc writes it in a grid.
fn grid(label: &str, lines: &[String]) -> String {
    let width = 40;
    let wrap = |text: &str| {
        let mut out: Vec<String> = vec![String::new()];
        for word in text.split(' ') {
            let last = out.last_mut().expect("never empty");
            if last.chars().count() + word.chars().count() + 1 > width && !last.is_empty() {
                out.push(word.to_owned());
            } else {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(word);
            }
        }
        out
    };
    let left = wrap(label);
    let right: Vec<String> = lines.iter().flat_map(|l| wrap(l).into_iter().chain([String::new()])).collect();
    let widest = left.iter().chain(&right).map(|l| l.chars().count()).max().unwrap_or(0).max(width);
    let rule = format!("+{0}+{0}+\n", "-".repeat(widest + 2));
    let mut out = rule.clone();
    for at in 0..left.len().max(right.len()) {
        let cell = |l: &[String]| {
            let text = l.get(at).cloned().unwrap_or_default();
            let pad = widest - text.chars().count();
            format!("{text}{}", " ".repeat(pad))
        };
        let _ = writeln!(out, "| {} | {} |", cell(&left), cell(&right));
    }
    out + &rule + "\n"
}

/// Ways of HTML.
pub const HTML: [&str; 9] = ["table", "wide", "dl", "cards", "bold", "counted", "letters", "nested", "spanned"];

/// A document in HTML; boxes as signs, or drawn where `drawn` says how.
pub fn html(
    template: &Template,
    truth: &Truth,
    style: Style,
    way: &str,
    drawn: Option<(&str, &str)>,
    rng: &mut Rng,
) -> String {
    let strike: fn(&str) -> String = |t| format!("<s>{t}</s>");
    let show = |lines: &[String]| {
        let text = lines.join("<br>");
        match (drawn, style.boxes) {
            (Some((on, off)), Boxes::Signs(yes, no)) => text.replace(yes, on).replace(no, off),
            _ => text,
        }
    };
    let css = "<style>.cb{display:inline-block;width:9px;height:9px;border:1px solid #333}.cb.on{background:#333}.t::before{content:\"\\2612\"}.f::before{content:\"\\2610\"}</style>";
    let mut out =
        format!("<!DOCTYPE html><html lang=\"en\"><head><title>{TITLE}</title>{css}</head><body><h1>{TITLE}</h1>\n");
    let mut open = false;
    let mut count = 0;
    let close = |out: &mut String, open: &mut bool, way: &str| {
        if std::mem::take(open) {
            out.push_str(if way == "dl" { "</dl>\n" } else { "</table>\n" });
        }
    };
    for part in parts(template, truth) {
        match part {
            Part::Section(title, depth) => {
                close(&mut out, &mut open, way);
                let _ = writeln!(out, "<h{depth}>{title}</h{depth}>");
            }
            Part::Table => {
                close(&mut out, &mut open, way);
                out.push_str("<table><tr><th>Modality</th><th>Training data size</th><th>Types of content</th></tr>\n");
                for [first, sizes, content] in table(template, truth, style, strike) {
                    if way == "spanned" && sizes.len() > 1 {
                        let _ = writeln!(
                            out,
                            "<tr><td rowspan=\"{0}\">{1}</td><td>{2}</td><td rowspan=\"{0}\">{3}</td></tr>",
                            sizes.len(),
                            show(&first),
                            show(&sizes[..1]),
                            show(&content)
                        );
                        for size in &sizes[1..] {
                            let _ = writeln!(out, "<tr><td>{}</td></tr>", show(std::slice::from_ref(size)));
                        }
                    } else {
                        let _ = writeln!(
                            out,
                            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
                            show(&first),
                            show(&sizes),
                            show(&content)
                        );
                    }
                }
                out.push_str("</table>\n");
            }
            Part::Question(field, answer) => {
                count += 1;
                let label = style.label.of(field, rng);
                let said = show(&lines(field, answer, style.boxes, strike));
                let begin = |out: &mut String, open: &mut bool, tag: &str| {
                    if !std::mem::replace(open, true) {
                        out.push_str(tag);
                    }
                };
                let _ = match way {
                    "dl" => {
                        begin(&mut out, &mut open, "<dl>");
                        writeln!(out, "<dt>{label}</dt><dd>{said}</dd>")
                    }
                    "cards" => writeln!(
                        out,
                        "<div class=\"card\"><div class=\"name\">{label}</div><div class=\"value\">{said}</div></div>"
                    ),
                    "bold" => writeln!(out, "<p><b>{label}</b><br>{said}</p>"),
                    "wide" => {
                        begin(&mut out, &mut open, "<table>");
                        writeln!(out, "<tr><td colspan=\"2\"><b>{label}</b></td></tr><tr><td></td><td>{said}</td></tr>")
                    }
                    "counted" => {
                        begin(&mut out, &mut open, "<table>");
                        writeln!(out, "<tr><td>{count}</td><td>{label}</td><td>{said}</td></tr>")
                    }
                    "letters" => {
                        begin(&mut out, &mut open, "<table>");
                        writeln!(
                            out,
                            "<tr><td><p>{}</p><p>{label}</p></td><td>{said}</td></tr>",
                            char::from(b'A' + (count % 26) as u8)
                        )
                    }
                    "nested" => {
                        begin(&mut out, &mut open, "<table>");
                        writeln!(out, "<tr><td>{label}</td><td><table><tr><td>{said}</td></tr></table></td></tr>")
                    }
                    _ => {
                        begin(&mut out, &mut open, "<table>");
                        writeln!(out, "<tr><td>{label}</td><td>{said}</td></tr>")
                    }
                };
            }
        }
    }
    close(&mut out, &mut open, way);
    out + "</body></html>"
}
