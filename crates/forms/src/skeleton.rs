//! A new record as TOML that teaches: every question with its help, its options and its source; what is known is filled in,
//! everything else stands there as a comment to fill in. Also adds to an existing record what it lacks, and nothing else.

use gpai_rules::law::Language;
use gpai_rules::toml_place::{PlacedError, Text};

use super::prefill::{Prefilled, Said};
use super::record::{Answer, Cells, Record, Value};
use super::template::{Choice, Field, Part, Required, Shape, Template};

/// Width of the comments in columns; a Chinese character takes two.
const WIDTH: usize = 110;

/// A whole new record.
pub fn new_record(template: &Template, known: &[Prefilled], language: Language) -> String {
    let t = |en: &'static str, zh: &'static str| if language == Language::English { en } else { zh };
    let mut out = String::new();
    comment(&mut out, "", template.title.get(language));
    if !template.subtitle.is_empty() {
        comment(&mut out, "", &template.subtitle);
    }
    out.push_str("#\n");
    for paragraph in template.intro.get(language).trim().lines() {
        comment(&mut out, "", paragraph);
    }
    out.push_str("#\n");
    comment(
        &mut out,
        "",
        t(
            "How to fill it in: take the `#` away before a line such as `# \"1.a\" = …` and write the answer. A line that stays a comment is unknown, and the document shows a gap there. What does not apply is { na = \"the reason\" }. Add `source` to say where a value comes from: { value = …, source = \"…\" }; drafts show it, the final document does not. Then: gpai doc render",
            "填写方法：去掉形如 `# \"1.a\" = …` 的行首 `#`，写上回答。仍为注释的行表示未知，文档中会显示为空缺。不适用的写 { na = \"理由\" }。用 `source` 注明出处：{ value = …, source = \"…\" }；草稿会显示出处，定稿不显示。然后运行：gpai doc render",
        ),
    );
    out.push_str(&format!(
        "\n[document]\nkind = {}\ntemplate = {}\n\n[answers]\n",
        quoted(&template.kind),
        quoted(&template.version)
    ));
    let mut section = None;
    for field in &template.fields {
        if section != Some(&field.section) {
            section = Some(&field.section);
            if let Some(s) = template.section(&field.section).filter(|s| !s.title.is_empty()) {
                let title = format!("{} {}", s.number, s.title);
                out.push_str(&format!("\n# {}\n# {}\n", "-".repeat(64), title.trim()));
            }
        }
        out.push('\n');
        block(&mut out, template, field, known.iter().find(|k| k.id == field.id), language);
    }
    out
}

/// Adds to a record the questions it lacks, and answers that are known by now; every other byte stays.
pub fn updated(
    file: &str,
    text: &str,
    template: &Template,
    known: &[Prefilled],
    language: Language,
) -> Result<String, PlacedError> {
    let windows = text.contains("\r\n") && text.matches('\n').count() == text.matches("\r\n").count();
    let body = if windows { text.replace("\r\n", "\n") } else { text.to_owned() };
    let (_, before) = Record::read(file, &body)?;
    let place = Text { file, text: &body };
    let parsed = place.parse()?;
    let answers = parsed.get_ref().get("answers").and_then(|a| a.get_ref().as_table());
    let is_key = |id: &str| answers.is_some_and(|a| a.get(id).is_some());
    let mut lines: Vec<String> = body.split('\n').map(str::to_owned).collect();
    let mut fresh = String::new();
    for field in template.fields.iter().filter(|f| !is_key(&f.id)) {
        let found = known.iter().find(|k| k.id == field.id);
        let asks = format!("{} =", quoted(&field.id));
        let at = lines
            .iter()
            .position(|l| l.trim_start().strip_prefix('#').is_some_and(|rest| rest.trim_start().starts_with(&asks)));
        match (at, found.and_then(|k| k.answer.as_ref())) {
            (Some(at), Some(answer)) => {
                lines.insert(at + 1, format!("{} = {}", quoted(&field.id), written(&field.shape, answer)))
            }
            (Some(at), None) => {
                let offered: Vec<String> = found.map(|k| offers(field, k, language)).unwrap_or_default();
                if offered.first().is_some_and(|first| !lines.contains(first)) {
                    lines.splice(at + 1..at + 1, offered);
                }
            }
            (None, _) => {
                fresh.push('\n');
                block(&mut fresh, template, field, found, language);
            }
        }
    }
    if !fresh.is_empty() {
        let head = lines.iter().position(|l| l.split('#').next().is_some_and(|l| l.trim() == "[answers]"));
        match head {
            Some(head) => lines.insert(head + 1, fresh.trim_end().to_owned()),
            None if answers.is_none() => {
                let ended = lines.last().is_some_and(String::is_empty) && lines.pop().is_some();
                lines.push(format!("\n[answers]\n{}{}", fresh.trim_end(), if ended { "\n" } else { "" }));
            }
            None => {
                return Err(place
                    .error(0..0, "questions cannot be added here")
                    .help("write the answers below a line `[answers]` of its own"));
            }
        }
    }
    let new = lines.join("\n");
    // Whatever stood there says what it said before.
    let (_, after) = Record::read(file, &new)?;
    let same = before.answers.iter().all(|(id, a)| {
        after.answers.get(id).is_some_and(|b| b.value == a.value && b.other == a.other && b.source == a.source)
    });
    if !same {
        return Err(place
            .error(0..0, "the questions cannot be added without changing answers")
            .help("start a new file with `gpai doc new KIND -o FILE` and copy from it"));
    }
    Ok(if windows { new.replace('\n', "\r\n") } else { new })
}

/// One question.
fn block(out: &mut String, template: &Template, field: &Field, known: Option<&Prefilled>, language: Language) {
    let t = |en: &'static str, zh: &'static str| if language == Language::English { en } else { zh };
    comment(out, "", &format!("{}  {}", field.id, field.full_label()));
    comment(out, "  ", field.help.get(language));
    for option in &field.options {
        comment(out, "    ", &format!("{}: {}", option.word, option.label));
    }
    if let Shape::Rows(parts) | Shape::Parts(parts) = &field.shape {
        for part in parts {
            comment(out, "    ", &about(part, language));
        }
    }
    let needed = match field.required {
        Required::Mandatory => t("mandatory", "必填").to_owned(),
        Required::Optional => t("optional", "选填").to_owned(),
        Required::Conditional if field.when.is_empty() => t("mandatory where it applies", "适用时必填").to_owned(),
        Required::Conditional => {
            let when: Vec<String> = field.when.iter().map(ToString::to_string).collect();
            format!("{} {}", t("if", "条件："), when.join(t(" or ", " 或 ")))
        }
    };
    let mut facts = vec![needed];
    if field.na {
        facts.push(t("may be not applicable", "可填不适用").to_owned());
    }
    facts.extend(field.words.map(|w| format!("{} {w} {}", t("about", "约"), t("words", "词"))));
    if let Shape::Number { figures, unit } = &field.shape {
        let asked = t("significant figures or more", "位以上有效数字");
        facts.push(format!("{figures} {asked}{}{unit}", if unit.is_empty() { "" } else { ", " }));
    }
    if field.is_own() {
        facts.push(t("our own addition, in no view", "我们自加的项，不在任何视图中").to_owned());
    } else if template.audiences.len() > 1 {
        let seen: Vec<&str> = field.audiences.iter().map(|a| a.word()).collect();
        facts.push(format!("{} {}", t("seen by", "可见："), seen.join(", ")));
    }
    if !field.rules.is_empty() {
        facts.push(format!("{} {}", t("checked by", "检查："), field.rules.join(", ")));
    }
    facts.push(field.cites.join(", "));
    facts.extend(field.doubt.as_ref().map(|d| format!("{} {d}", t("unclear:", "存疑："))));
    comment(out, "  ", &facts.join(" · "));
    if let Some(hint) = known.and_then(|k| k.hint.as_ref()) {
        comment(out, "  ", &format!("{} {hint}", t("The evidence says:", "证据显示：")));
    }
    match known.and_then(|k| k.answer.as_ref()) {
        Some(answer) => out.push_str(&format!("{} = {}\n", quoted(&field.id), written(&field.shape, answer))),
        None => {
            out.push_str(&format!("# {} = {}\n", quoted(&field.id), example(&field.shape, &field.options, field.na)))
        }
    }
    for line in known.map(|k| offers(field, k, language)).unwrap_or_default() {
        out.push_str(&line);
        out.push('\n');
    }
}

/// What logs of other tools say, as comments: lines for people, and rows to take over by taking the marks away.
fn offers(field: &Field, known: &Prefilled, language: Language) -> Vec<String> {
    let t = |en: &'static str, zh: &'static str| if language == Language::English { en } else { zh };
    if known.said == Said::default() {
        return Vec::new();
    }
    let mut out = String::new();
    comment(&mut out, "  ", t("Logs of the folder say, unchecked:", "文件夹中的日志显示（未经核对）："));
    known.said.lines.iter().for_each(|line| comment(&mut out, "    ", line));
    if !known.said.rows.is_empty() {
        comment(
            &mut out,
            "  ",
            t("Rows to take over: take the `#` away before each line.", "可采用的行：去掉各行行首的 `#`。"),
        );
        out.push_str(&format!("# {} = [\n", quoted(&field.id)));
        for row in &known.said.rows {
            out.push_str(&format!("#   {},\n", toml_row(&field.shape, row)));
        }
        out.push_str("# ]\n");
    }
    out.lines().map(str::to_owned).collect()
}

fn about(part: &Part, language: Language) -> String {
    let t = |en: &'static str, zh: &'static str| if language == Language::English { en } else { zh };
    let mut text = part.key.clone();
    if !part.label.is_empty() && part.label.to_lowercase() != part.key {
        text.push_str(&format!(" ({})", part.label));
    }
    let words: Vec<String> = part.options.iter().map(|o| format!("{} = {}", o.word, o.label)).collect();
    let what = if words.is_empty() { kind(&part.shape, language).to_owned() } else { words.join("; ") };
    let needed = if part.required { "" } else { t(", optional", "，选填") };
    format!("{text}: {what}{needed}")
}

fn kind(shape: &Shape, language: Language) -> &'static str {
    let t = |en: &'static str, zh: &'static str| if language == Language::English { en } else { zh };
    match shape {
        Shape::Text => t("text", "文本"),
        Shape::YesNo => t("yes or no", "是或否"),
        Shape::Choice => t("one word", "选一"),
        Shape::Choices => t("words", "可多选"),
        Shape::Date => t("day", "日期"),
        Shape::Month => t("month", "月份"),
        Shape::Period => t("period", "期间"),
        Shape::Number { .. } => t("number", "数字"),
        Shape::List => t("list of texts", "文本列表"),
        Shape::Rows(_) => t("rows", "多行"),
        Shape::Parts(_) => t("several answers", "多项回答"),
    }
}

/// What an answer of this shape looks like.
fn example(shape: &Shape, options: &[Choice], na: bool) -> String {
    let text = match shape {
        Shape::YesNo => "\"yes\"  # or \"no\"".to_owned(),
        other => example_value(other, options),
    };
    if na { format!("{text}  # or {{ na = \"…\" }}") } else { text }
}

fn example_value(shape: &Shape, options: &[Choice]) -> String {
    let word = options.first().map_or("…", |o| o.word.as_str());
    let cells = |parts: &[Part]| {
        let list: Vec<String> =
            parts.iter().map(|p| format!("{} = {}", p.key, example_value(&p.shape, &p.options))).collect();
        format!("{{ {} }}", list.join(", "))
    };
    match shape {
        Shape::Text => "\"…\"".to_owned(),
        Shape::YesNo => "\"yes\"".to_owned(),
        Shape::Choice => quoted(word),
        Shape::Choices => format!("[{}]", quoted(word)),
        Shape::Date => "2026-01-31".to_owned(),
        Shape::Month => "\"2026-01\"".to_owned(),
        Shape::Period => "{ from = \"2025-01\", to = \"2025-06\" }".to_owned(),
        Shape::Number { figures, .. } => if *figures > 1 { "7.3e10" } else { "1234" }.to_owned(),
        Shape::List => "[\"…\"]".to_owned(),
        Shape::Rows(parts) => format!("[{}]", cells(parts)),
        Shape::Parts(parts) => cells(parts),
    }
}

/// An answer as it stands in a record.
fn written(shape: &Shape, answer: &Answer) -> String {
    let bare = match &answer.value {
        Value::NotApplicable(why) => format!("na = {}", quoted(why)),
        Value::Missing { reason, effort } => format!("missing = {}, effort = {}", quoted(reason), quoted(effort)),
        value => {
            let value = toml(shape, value);
            if answer.other.is_none() && answer.source.is_none() {
                return value;
            }
            format!("value = {value}")
        }
    };
    let mut parts = vec![bare];
    parts.extend(answer.other.as_ref().map(|o| format!("other = {}", quoted(o))));
    parts.extend(answer.source.as_ref().map(|s| format!("source = {}", quoted(s))));
    format!("{{ {} }}", parts.join(", "))
}

/// The cells of a row in the order of the form's columns.
fn toml_row(shape: &Shape, row: &Cells) -> String {
    let parts = match shape {
        Shape::Rows(parts) | Shape::Parts(parts) => parts.as_slice(),
        _ => &[],
    };
    let list: Vec<String> =
        parts.iter().filter_map(|p| row.get(&p.key).map(|v| format!("{} = {}", p.key, toml(&p.shape, v)))).collect();
    format!("{{ {} }}", list.join(", "))
}

fn toml(shape: &Shape, value: &Value) -> String {
    let cells = |row: &Cells| toml_row(shape, row);
    match value {
        Value::Text(text) | Value::Word(text) => quoted(text),
        Value::Yes(yes) => quoted(if *yes { "yes" } else { "no" }),
        Value::Words(list) | Value::List(list) => {
            format!("[{}]", list.iter().map(|t| quoted(t)).collect::<Vec<_>>().join(", "))
        }
        Value::Date(day) => day.to_string(),
        Value::Month(month) => quoted(&month.iso()),
        Value::Period(from, to) => format!("{{ from = {}, to = {} }}", quoted(&from.iso()), quoted(&to.iso())),
        Value::Number(number) => quoted(number),
        // One row a line: rows are long. A table that holds them then stands over several lines, which only a list may.
        Value::Rows(rows) if rows.len() > 1 => {
            format!("[\n{}]", rows.iter().map(|r| format!("  {},\n", cells(r))).collect::<String>())
        }
        Value::Rows(rows) => format!("[{}]", rows.iter().map(cells).collect::<Vec<_>>().join(", ")),
        Value::Parts(row) => cells(row),
        Value::NotApplicable(_) | Value::Missing { .. } => String::new(),
    }
}

/// A TOML string in double quotes, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A comment, wrapped; further lines keep the indent.
fn comment(out: &mut String, indent: &str, text: &str) {
    let width = WIDTH - indent.len();
    let mut line = String::new();
    let mut used = 0;
    for word in words(text) {
        let wide: usize = word.trim_end().chars().map(columns).sum();
        if used > 0 && used + wide > width {
            push_line(out, indent, &line);
            line.clear();
            used = 0;
        }
        used += word.chars().map(columns).sum::<usize>();
        line.push_str(&word);
    }
    push_line(out, indent, &line);
}

fn push_line(out: &mut String, indent: &str, line: &str) {
    out.push_str(format!("# {indent}{}", line.trim_end()).trim_end());
    out.push('\n');
}

fn columns(c: char) -> usize {
    if matches!(c, '\u{2e80}'..='\u{ffef}') { 2 } else { 1 }
}

/// A text cut where a line may break: behind a space, and behind a Chinese character that no closing mark follows.
fn words(text: &str) -> Vec<String> {
    let clean: Vec<char> = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut out = Vec::new();
    let mut word = String::new();
    for (i, c) in clean.iter().enumerate() {
        word.push(*c);
        let next = clean.get(i + 1);
        let closes = next.is_some_and(|n| "，。；：、）》”’！？…".contains(*n));
        let opens = "（《“‘".contains(*c);
        if *c == ' ' || (columns(*c) == 2 && !closes && !opens) {
            out.push(std::mem::take(&mut word));
        }
    }
    out.push(word);
    out
}

#[cfg(test)]
#[path = "skeleton_tests.rs"]
mod tests;
