//! Law files to a law book. Whatever is malformed is refused with file and line; `lint` then checks the whole.

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use crate::book::BOOK;
use crate::book::PROVISIONS;
use crate::condition::Condition;
use crate::finding::Severity;
use crate::judged::fact_of;
use crate::law::{
    Axiom, CalendarDay, Doubt, DueKind, Duty, FactDef, FindingDef, Force, Group, Implied, Kind, Law, Paragraph,
    Paragraphs, PropositionDef, Rule, SourceDef, Threshold, ThresholdValue, Words,
};
use crate::licence::Licences;
use crate::lint;
use crate::number::Number;
use crate::toml_place::{PlacedError, Table, Text};

/// What a law file may refer to before it is read.
type Read<T> = Result<T, PlacedError>;

/// What is read of law files: the book, its provisions, and where each entry stands.
#[derive(Default)]
struct Reading {
    law: Law,
    paragraphs: BTreeMap<String, Paragraph>,
    notes: lint::Notes,
}

impl Reading {
    fn of(files: &[(&str, &str)]) -> Result<Reading, Vec<PlacedError>> {
        let mut reading = Reading::default();
        let mut errors = Vec::new();
        for (file, text) in files {
            if let Err(error) = read_file(&mut reading, Text { file, text }) {
                errors.push(error);
            }
        }
        let law = &mut reading.law;
        law.fact_index = law.facts.iter().enumerate().map(|(i, f)| (f.name.clone(), i)).collect();
        for notice in law.doubts.iter_mut().filter(|d| d.notice.is_some()) {
            notice.text = law.findings.get(&notice.id).map(|f| f.message.clone()).unwrap_or_default();
        }
        law.calendar.sort_by(|a, b| a.day.cmp(&b.day).then_with(|| a.text.en.cmp(&b.text.en)));
        errors.sort();
        if errors.is_empty() { Ok(reading) } else { Err(errors) }
    }
}

impl Law {
    /// The law book built into the program. It was checked as a whole when the program was tested (`tests/book.rs`), and its
    /// provisions are read when they are first asked for.
    pub fn book() -> Result<Law, Vec<PlacedError>> {
        let at_once: Vec<_> = BOOK.into_iter().filter(|(file, _)| !PROVISIONS.contains(file)).collect();
        let reading = Reading::of(&at_once)?;
        let provisions = || {
            let files: Vec<_> = BOOK.into_iter().filter(|(file, _)| PROVISIONS.contains(file)).collect();
            Reading::of(&files).map(|reading| reading.paragraphs).unwrap_or_default()
        };
        Ok(Law { paragraphs: Paragraphs::later(provisions), ..reading.law })
    }

    /// Reads law files and checks the whole; the order of the files and of their entries changes no answer.
    pub fn load(files: &[(&str, &str)]) -> Result<Law, Vec<PlacedError>> {
        let Reading { law, paragraphs, notes } = Reading::of(files)?;
        let law = Law { paragraphs: paragraphs.into(), ..law };
        let mut errors = lint::check(&law, &notes, files);
        errors.sort();
        errors.dedup();
        if errors.is_empty() { Ok(law) } else { Err(errors) }
    }
}

fn read_file(reading: &mut Reading, text: Text<'_>) -> Read<()> {
    let Reading { law, paragraphs, notes } = reading;
    if text.file.ends_with("licences.toml") {
        law.licences = Licences::load(text)?;
        return Ok(());
    }
    let parsed = text.parse()?;
    let root = Table::new(text, parsed.get_ref(), parsed.span());
    if let Some(table) = root.table("law")? {
        law.id = table.str("id")?;
        law.edition = table.need_date("edition")?.to_string();
        law.diagram_order = strings(&table, "diagram_order")?;
        law.span = Some((table.need_date("first")?, table.need_date("last")?));
        table.finish()?;
    }
    let mut force = Force::Act;
    if let Some(table) = root.table("source")? {
        force = read_force(&table)?.unwrap_or(Force::Act);
        law.sources.push(SourceDef {
            id: table.str("id")?,
            title: Words::read(&table, "title")?,
            edition: table.str("edition")?,
            link: table.opt_str("link")?,
        });
        table.finish()?;
    }
    for table in root.tables("group")? {
        let group = Group { name: table.str("name")?, title: Words::read(&table, "title")? };
        table.finish()?;
        if law.groups.iter().any(|g| g.name == group.name) {
            return Err(table.error("this group is described twice"));
        }
        law.groups.push(group);
    }
    for table in root.tables("fact")? {
        let fact = read_fact(&table, false)?;
        notes.put(&table, format!("fact {}", fact.name));
        law.facts.push(fact);
    }
    for table in root.tables("evidence")? {
        let fact = read_fact(&table, true)?;
        notes.put(&table, format!("fact {}", fact.name));
        law.facts.push(fact);
    }
    for table in root.tables("expert")? {
        let of = table.str("of")?;
        let fact = read_expert(&table, &of)?;
        notes.put(&table, format!("expert {of}"));
        notes.put(&table, format!("fact {}", fact.name));
        law.facts.push(fact);
        law.presets.experts.push(of);
    }
    for (key, conclusion) in [("conclusion", true), ("step", false)] {
        for table in root.tables(key)? {
            let def = read_proposition(&table, conclusion)?;
            notes.put(&table, format!("proposition {}", def.name));
            law.propositions.push(def);
        }
    }
    for table in root.tables("paragraph")? {
        let paragraph = Paragraph {
            id: table.str("id")?,
            section: table.str("section")?,
            november: table.opt_str("november")?,
            says: Words { en: table.str("en")?, zh: table.str("zh")? },
        };
        table.finish()?;
        if paragraphs.insert(paragraph.id.clone(), paragraph).is_some() {
            return Err(table.error("this paragraph is described twice"));
        }
    }
    for table in root.tables("threshold")? {
        let threshold = read_threshold(&table)?;
        notes.put(&table, format!("threshold {}", threshold.id));
        law.thresholds.push(threshold);
    }
    for table in root.tables("rule")? {
        let rule = read_rule(&table, force)?;
        notes.put(&table, format!("rule {}", rule.id));
        law.rules.push(rule);
    }
    for table in root.tables("duty")? {
        let duty = read_duty(&table)?;
        notes.put(&table, format!("duty {}", duty.id));
        law.duties.push(duty);
    }
    for table in root.tables("axiom")? {
        let axiom = Axiom {
            id: table.str("id")?,
            given: Condition::read(text, table.need("if")?)?,
            then: Condition::read(text, table.need("then")?)?,
            yields: table.flag("yields")?,
            cites: cites(&table)?,
            text: Words::read(&table, "text")?,
        };
        table.finish()?;
        notes.put(&table, format!("axiom {}", axiom.id));
        law.axioms.push(axiom);
    }
    for table in root.tables("implied")? {
        let (then, bounds) = (table.opt_str("then")?, table.opt_str("bounds")?);
        let bound = bounds.is_some();
        let then = then.xor(bounds).ok_or_else(|| table.error("exactly one of `then` and `bounds`"))?;
        let implied = Implied { answered: table.str("answered")?, then, bound, plus: table.opt_str("plus")? };
        table.finish()?;
        notes.put(&table, format!("implied {}", implied.answered));
        law.implied.push(implied);
    }
    for table in root.tables("doubt")? {
        let doubt = Doubt {
            id: table.str("id")?,
            notice: None,
            when: Condition::read(text, table.need("when")?)?,
            cites: cites(&table)?,
            text: Words::read(&table, "text")?,
        };
        table.finish()?;
        notes.put(&table, format!("doubt {}", doubt.id));
        law.doubts.push(doubt);
    }
    for table in root.tables("notice")? {
        let word = table.str("severity")?;
        let severity = [Severity::Warning, Severity::Info].into_iter().find(|s| s.word() == word);
        let notice = Doubt {
            id: table.str("code")?,
            notice: Some(severity.ok_or_else(|| table.error(format!("`{word}` is no severity: warning or info")))?),
            when: Condition::read(text, table.need("when")?)?,
            cites: cites(&table)?,
            text: Words::default(), // That of its finding, once all files are read.
        };
        table.finish()?;
        notes.put(&table, format!("doubt {}", notice.id));
        law.doubts.push(notice);
    }
    for table in root.tables("day")? {
        let day =
            CalendarDay { day: table.need_date("day")?, text: Words::read(&table, "text")?, cites: cites(&table)? };
        table.finish()?;
        law.calendar.push(day);
    }
    for table in root.tables("finding")? {
        let def = FindingDef {
            code: table.str("code")?,
            message: Words::read(&table, "message")?,
            help: Words::read(&table, "help")?,
        };
        table.finish()?;
        if law.findings.insert(def.code.clone(), def).is_some() {
            return Err(table.error("this finding code is described twice; a code is never reused"));
        }
    }
    law.documents.read(&root)?;
    law.clocks.read(&root)?;
    law.presets.read(&root)?;
    root.finish()
}

fn strings(table: &Table<'_, '_>, key: &'static str) -> Read<Vec<String>> {
    Ok(table.list(key)?.into_iter().map(|(s, _)| s).collect())
}

/// Citations: at least one, or the entry is refused.
fn cites(table: &Table<'_, '_>) -> Read<Vec<String>> {
    let list = strings(table, "cites")?;
    if list.is_empty() {
        return Err(table
            .error("no citation")
            .help("add `cites = [\"guidelines/17\"]`: nothing enters the law book without its source"));
    }
    Ok(list)
}

fn read_force(table: &Table<'_, '_>) -> Read<Option<Force>> {
    let Some(word) = table.opt_str("force")? else { return Ok(None) };
    [Force::Act, Force::Recital, Force::Guidelines, Force::Code]
        .into_iter()
        .find(|f| f.word() == word)
        .map(Some)
        .ok_or_else(|| table.error(format!("`{word}` is no force: act, recital, guidelines or code")))
}

fn read_fact(table: &Table<'_, '_>, evidence_only: bool) -> Read<FactDef> {
    let kind = match table.str("type")?.as_str() {
        "yes-no" => Kind::YesNo,
        "number" => Kind::Number,
        "date" => Kind::Date,
        "word" => Kind::Word,
        "set" => Kind::Set,
        "text" => Kind::Text,
        "country" => Kind::Country,
        other => return Err(table.error(format!("`{other}` is no type of fact"))),
    };
    let (question, help) = if evidence_only {
        (Words::read(table, "text")?, Words::default())
    } else {
        (Words::read(table, "question")?, Words::read(table, "help")?)
    };
    let fact = FactDef {
        name: table.str("name")?,
        id: table.opt_str("id")?,
        kind,
        unit: table.opt_str("unit")?,
        words: strings(table, "words")?,
        judged: table.flag("judged")?,
        exceptional: table.flag("exceptional")?,
        controlled: table.flag("controlled")?,
        evidence_only,
        cites: if evidence_only { strings(table, "cites")? } else { cites(table)? },
        names: Words::read_lists(table, "names")?,
        question,
        short: Words::read_optional(table, "short")?,
        help,
    };
    table.finish()?;
    if !fact.name.contains('.') {
        return Err(table.error(format!("the fact `{}` needs a dotted name, table.key", fact.name)));
    }
    if fact.kind == Kind::Number && fact.unit.is_none() {
        return Err(table.error(format!("the number `{}` needs a unit", fact.name)));
    }
    if !fact.names.is_empty() && fact.names.len() != fact.words.len() {
        let (names, words) = (fact.names.len(), fact.words.len());
        return Err(table
            .error(format!("`{}` has {words} words and {names} names", fact.name))
            .help("give `names.en` and `names.zh` one name for each word, in the same order"));
    }
    if fact.kind == Kind::Word && fact.words.is_empty() {
        return Err(table.error(format!("`{}` needs its words", fact.name)));
    }
    Ok(fact)
}

/// The fact that holds the judgement on a conclusion.
fn read_expert(table: &Table<'_, '_>, of: &str) -> Read<FactDef> {
    let fact = FactDef {
        name: fact_of(of),
        id: None,
        kind: Kind::YesNo,
        unit: None,
        words: Vec::new(),
        judged: true,
        exceptional: false,
        controlled: false,
        evidence_only: false,
        cites: cites(table)?,
        names: Vec::new(),
        question: Words::read(table, "question")?,
        short: None,
        help: Words::read(table, "help")?,
    };
    table.finish()?;
    Ok(fact)
}

fn read_proposition(table: &Table<'_, '_>, conclusion: bool) -> Read<PropositionDef> {
    let said = if conclusion {
        Some([Words::read(table, "yes")?, Words::read(table, "no")?, Words::read(table, "open")?])
    } else {
        None
    };
    let def = PropositionDef {
        name: table.str("name")?,
        conclusion,
        title: Words::read(table, "title")?,
        said,
        about: Words::read(table, "about")?,
        cites: cites(table)?,
    };
    table.finish()?;
    Ok(def)
}

fn dates(table: &Table<'_, '_>) -> Read<(Date, Option<Date>)> {
    let (from, until) = (table.need_date("from")?, table.date("until")?);
    if until.is_some_and(|last| last < from) {
        return Err(table.error("`until` is before `from`"));
    }
    Ok((from, until))
}

fn read_threshold(table: &Table<'_, '_>) -> Read<Threshold> {
    let strict = || match table.str("comparison")?.as_str() {
        ">" => Ok(true),
        ">=" => Ok(false),
        other => Err(table.error(format!("`{other}` is no comparison: `>` or `>=`"))),
    };
    let value = match (table.opt_str("value")?, table.opt_str("fraction")?, table.date("day")?) {
        (Some(number), None, None) => {
            let (amount, divisor) = number.split_once('/').unwrap_or((&number, "1"));
            let divisor = divisor.parse().ok().filter(|d| (1..=1000).contains(d));
            ThresholdValue::Amount {
                value: Number::parse(amount).map_err(|e| table.error(e.to_string()))?,
                divisor: divisor.ok_or_else(|| table.error(format!("`{number}` has no divisor between 1 and 1000")))?,
                unit: table.str("unit")?,
                strict: strict()?,
            }
        }
        (None, Some(fraction), None) => {
            let parts = fraction.split_once('/').and_then(|(n, d)| Some((n.parse().ok()?, d.parse().ok()?)));
            match parts {
                Some((numerator, denominator)) if numerator > 0 && denominator > 0 => {
                    ThresholdValue::Fraction { numerator, denominator, strict: strict()? }
                }
                _ => return Err(table.error(format!("`{fraction}` is no fraction such as 1/3"))),
            }
        }
        (None, None, Some(day)) => ThresholdValue::Day(day),
        (None, None, None) => ThresholdValue::Countries(strings(table, "countries")?),
        _ => return Err(table.error("a threshold has one of `value`, `fraction`, `day`, `countries`")),
    };
    let (from, until) = dates(table)?;
    let threshold = Threshold {
        id: table.str("id")?,
        value,
        cites: cites(table)?,
        from,
        until,
        short: Words::read_optional(table, "short")?,
        text: Words::read(table, "text")?,
    };
    table.need_date("reread")?;
    table.finish()?;
    Ok(threshold)
}

fn read_rule(table: &Table<'_, '_>, default: Force) -> Read<Rule> {
    let (concludes, holds) = match (table.opt_str("concludes")?, table.opt_str("denies")?) {
        (Some(name), None) => (name, true),
        (None, Some(name)) => (name, false),
        _ => return Err(table.error("a rule has exactly one of `concludes` and `denies`")),
    };
    let (from, until) = dates(table)?;
    let unclear = if table.get("unclear").is_some() { Some(Words::read(table, "unclear")?) } else { None };
    let rule = Rule {
        id: table.str("id")?,
        concludes,
        holds,
        displaces: strings(table, "displaces")?,
        when: Condition::read(table.text(), table.need("when")?)?,
        force: read_force(table)?.unwrap_or(default),
        cites: cites(table)?,
        from,
        until,
        reread: table.need_date("reread")?,
        text: Words::read(table, "text")?,
        unclear,
        place: (table.text().file.to_owned(), table.span().start),
    };
    table.finish()?;
    Ok(rule)
}

fn read_duty(table: &Table<'_, '_>) -> Read<Duty> {
    let due = match table.str("due")?.as_str() {
        "placing" => DueKind::Placing,
        "notification" => DueKind::Notification,
        "systemic-risk" => DueKind::SystemicRisk,
        other => {
            return Err(table.error(format!("`{other}` is no kind of due date: placing, notification, systemic-risk")));
        }
    };
    let (from, until) = dates(table)?;
    let duty = Duty {
        id: table.str("id")?,
        when: Condition::read(table.text(), table.need("when")?)?,
        exempt: table.get("exempt").map(|i| Condition::read(table.text(), i)).transpose()?,
        due,
        before: table.flag("before")?,
        document: table.opt_str("document")?,
        public: table.flag("public")?,
        named: table.opt_str("named")?,
        absent: table.opt_str("absent")?,
        from,
        until,
        reread: table.need_date("reread")?,
        cites: cites(table)?,
        title: Words::read(table, "title")?,
        text: Words::read(table, "text")?,
        todo: Words::read(table, "todo")?,
        place: (table.text().file.to_owned(), table.span().start),
    };
    table.finish()?;
    if (duty.public || duty.named.is_some()) != duty.absent.is_some() {
        return Err(table
            .error(format!("the duty `{}` has only one half of a gap", duty.id))
            .help("`public` or `named` says when what it asks for is not there, `absent` which finding says so"));
    }
    Ok(duty)
}
