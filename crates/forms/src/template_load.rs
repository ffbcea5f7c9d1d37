//! `law/*.toml` with a `[form]` to a [`Template`]. What is malformed, or does not fit together, is refused with file and line.

use std::collections::BTreeSet;
use std::ops::Range;

use gpai_rules::law::Words;
use gpai_rules::number::Number;
use gpai_rules::toml_place::{PlacedError, Table, Text, nearest};

use super::reading::Form;
use super::template::{
    Also, Audience, BOOK, Choice, Field, GridOf, Layout, Part, Required, Section, Shape, Template, Test, kind_of,
};

type Read<T> = Result<T, PlacedError>;

/// Lists of options that several fields share, by id.
type Shared = Vec<(String, Vec<Choice>)>;

impl Template {
    /// Every form of the book: by kind, the latest version first.
    pub fn book() -> Result<Vec<Template>, PlacedError> {
        let mut all = BOOK.iter().map(|(file, text)| Template::read(file, text)).collect::<Result<Vec<_>, _>>()?;
        all.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| b.edition.cmp(&a.edition)));
        Ok(all)
    }

    /// Reads one form; refuses what does not fit together, with file and line.
    pub fn read(file: &str, text: &str) -> Result<Template, PlacedError> {
        read(file, text)
    }

    /// The latest version of one kind, without reading the others' files.
    pub fn latest(kind: &str) -> Result<Option<Template>, PlacedError> {
        let mut found = BOOK
            .iter()
            .filter(|(file, _)| belongs(file, kind))
            .map(|(file, text)| Template::read(file, text))
            .collect::<Result<Vec<_>, _>>()?;
        found.sort_by_key(|t| std::cmp::Reverse(t.edition));
        Ok(found.into_iter().next())
    }

    /// The version of one kind that a record names.
    pub fn named(kind: &str, version: &str) -> Result<Option<Template>, PlacedError> {
        for (file, text) in BOOK.iter().filter(|(file, _)| belongs(file, kind)) {
            let template = Template::read(file, text)?;
            if template.version == version {
                return Ok(Some(template));
            }
        }
        Ok(None)
    }

    /// Every kind there is, sorted.
    pub fn kinds() -> Vec<&'static str> {
        let mut kinds: Vec<&str> = BOOK.iter().map(|(file, _)| kind_of(file)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

fn belongs(file: &str, kind: &str) -> bool {
    kind_of(file) == kind
}

/// Reads one form.
pub(super) fn read(file: &str, text: &str) -> Read<Template> {
    let text = Text { file, text };
    let parsed = text.parse()?;
    let root = Table::new(text, parsed.get_ref(), parsed.span());
    let form = root.table("form")?.ok_or_else(|| root.error("`[form]` is missing"))?;
    let mut template = head(&form)?;
    let mut shared = Shared::new();
    for table in root.tables("options")? {
        let id = table.str("id")?;
        let options = choices(&table, &Shared::new())?;
        table.finish()?;
        shared.push((id, options));
    }
    for table in root.tables("section")? {
        template.sections.push(section(&table)?);
    }
    let mut spans = Vec::new();
    for table in root.tables("field")? {
        let field = field(&table, &template, &shared)?;
        if template.field(&field.id).is_some() {
            return Err(table.error(format!("field `{}` is described twice", field.id)));
        }
        spans.push(table.span());
        template.fields.push(field);
    }
    for table in root.tables("grid")? {
        let grid = grid(&table, &template)?;
        template.grids.push(grid);
    }
    root.finish()?;
    whole(text, &form, &template, &spans)?;
    Ok(template)
}

fn head(form: &Table<'_, '_>) -> Read<Template> {
    let audiences = audiences(form)?;
    if audiences.is_empty() {
        return Err(form.error("`audiences` is missing: who gets a view of this document"));
    }
    let template = Template {
        kind: form.str("kind")?,
        version: form.str("version")?,
        edition: form.need_date("edition")?,
        official: form.flag("official")?,
        title: Words::read(form, "title")?,
        subtitle: form.str("subtitle")?,
        intro: Words::read(form, "intro")?,
        source: form.str("source")?,
        reread: form.need_date("reread")?,
        audiences,
        layout: match form.opt_str("layout")?.as_deref() {
            None | Some("fields") => Layout::Fields,
            Some("prose") => Layout::Prose,
            Some(_) => return Err(form.error("`layout` is `fields` or `prose`")),
        },
        legacy_gaps: form.flag("legacy_gaps")?,
        names: form.opt_str("names")?,
        author: form.opt_str("author")?,
        numbered: form.opt_str("numbered")?,
        dated: form.opt_str("dated")?,
        signatures: strings(form, "signatures")?,
        sections: Vec::new(),
        fields: Vec::new(),
        grids: Vec::new(),
    };
    form.finish()?;
    Ok(template)
}

fn section(table: &Table<'_, '_>) -> Read<Section> {
    let id = table.str("id")?;
    let number = table.opt_str("number")?.unwrap_or_default();
    let dots = number.bytes().filter(|b| *b == b'.').count();
    let section = Section {
        level: u8::try_from(dots + 1).unwrap_or(3).min(3),
        number,
        title: table.str("title")?,
        also: also(table)?,
        id,
    };
    table.finish()?;
    Ok(section)
}

fn grid(table: &Table<'_, '_>, template: &Template) -> Read<GridOf> {
    let grid = GridOf {
        columns: strings(table, "columns")?,
        marks: table.str("marks")?,
        rows: table
            .tables("row")?
            .iter()
            .map(|row| {
                let read = (row.str("option")?, strings(row, "fields")?);
                row.finish()?;
                Ok(read)
            })
            .collect::<Read<_>>()?,
    };
    table.finish()?;
    let Some(marks) = template.field(&grid.marks) else {
        return Err(table.error(format!("`marks` names no field: `{}`", grid.marks)));
    };
    for (option, fields) in &grid.rows {
        if marks.option(option).is_none() {
            return Err(table.error(format!("`{}` has no option `{option}`", grid.marks)));
        }
        let stray = fields.iter().find(|id| template.field(id).is_none_or(|f| f.section != marks.section));
        if let Some(id) = stray {
            return Err(table.error(format!("`{id}` is no field of the section `{}`", marks.section)));
        }
        if fields.len() + 1 != grid.columns.len() {
            return Err(table.error(format!("the row `{option}` has not one field for each column")));
        }
    }
    Ok(grid)
}

fn field(table: &Table<'_, '_>, template: &Template, shared: &Shared) -> Read<Field> {
    let id = table.str("id")?;
    let section = table.str("section")?;
    if template.section(&section).is_none() {
        let error = table.error(format!("field `{id}` is in the section `{section}`, which is not described above it"));
        return Err(match nearest(&section, template.sections.iter().map(|s| s.id.as_str())) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error,
        });
    }
    let required = match table.str("required")?.as_str() {
        "mandatory" => Required::Mandatory,
        "conditional" => Required::Conditional,
        "optional" => Required::Optional,
        _ => return Err(table.error("`required` is `mandatory`, `conditional` or `optional`")),
    };
    let options = choices(table, shared)?;
    let shape = shape(table, &options, shared, 0)?;
    let mut seen_by = audiences(table)?;
    match (table.flag("own")?, seen_by.is_empty()) {
        (true, false) => return Err(table.error("an `own` field is in no view; it has no `audiences`")),
        (false, true) => seen_by.clone_from(&template.audiences),
        _ => {}
    }
    if let Some(other) = seen_by.iter().find(|a| !template.audiences.contains(a)) {
        return Err(table.error(format!("the form has no view for `{}`", other.word())));
    }
    let field = Field {
        label: table.str("label")?,
        of: table.opt_str("of")?,
        also: also(table)?,
        required,
        when: strings(table, "when")?.iter().map(|w| test(table, w)).collect::<Read<_>>()?,
        hide: table.flag("hide")?,
        na: table.flag("na")?,
        table: table.flag("table")?,
        audiences: seen_by,
        words: whole_number(table, "words")?,
        from: strings(table, "from")?,
        hints: strings(table, "hints")?,
        logs: strings(table, "logs")?,
        chart: table.opt_str("chart")?,
        rules: strings(table, "rules")?,
        cites: strings(table, "cites")?,
        doubt: table.opt_str("doubt")?,
        help: Words::read(table, "help")?,
        id,
        section,
        shape,
        options,
    };
    if field.cites.is_empty() {
        return Err(table.error(format!("field `{}` cites nothing", field.id)));
    }
    if !field.when.is_empty() && field.required == Required::Mandatory {
        return Err(table.error("`when` belongs to a conditional or optional field"));
    }
    table.finish()?;
    Ok(field)
}

fn shape(table: &Table<'_, '_>, options: &[Choice], shared: &Shared, depth: u8) -> Read<Shape> {
    let word = table.str("type")?;
    let shape = match word.as_str() {
        "text" => Shape::Text,
        "yes-no" => Shape::YesNo,
        "choice" => Shape::Choice,
        "choices" => Shape::Choices,
        "date" => Shape::Date,
        "month" => Shape::Month,
        "period" => Shape::Period,
        "list" => Shape::List,
        "number" => {
            let figures = whole_number(table, "figures")?.and_then(|n| u8::try_from(n).ok()).unwrap_or(1);
            Shape::Number { figures, unit: table.opt_str("unit")?.unwrap_or_default() }
        }
        "rows" | "parts" if depth < 2 => {
            let parts =
                table.tables("columns")?.iter().map(|t| part(t, shared, depth + 1)).collect::<Read<Vec<_>>>()?;
            let keys: BTreeSet<&str> = parts.iter().map(|p| p.key.as_str()).collect();
            if parts.is_empty() || keys.len() != parts.len() {
                return Err(table.error("`columns` needs at least one column, each with a `key` of its own"));
            }
            const TAKEN: [&str; 6] = ["value", "na", "source", "other", "missing", "effort"];
            let own = word == "parts" && depth == 0;
            if let Some(key) = keys.iter().find(|k| own && TAKEN.contains(k)) {
                return Err(table.error(format!("a column cannot be called `{key}`, every answer may have that key")));
            }
            if word == "rows" { Shape::Rows(parts) } else { Shape::Parts(parts) }
        }
        other => return Err(table.error(format!("no type is called `{other}` here"))),
    };
    let chooses = matches!(shape, Shape::Choice | Shape::Choices);
    if chooses == options.is_empty() {
        return Err(table.error("`options` belongs to a `choice` or `choices`, and to nothing else"));
    }
    Ok(shape)
}

fn part(table: &Table<'_, '_>, shared: &Shared, depth: u8) -> Read<Part> {
    let options = choices(table, shared)?;
    let shape = shape(table, &options, shared, depth)?;
    let says = match (table.opt_str("yes")?, table.opt_str("no")?) {
        (Some(yes), Some(no)) => Some((yes, no)),
        (None, None) => None,
        _ => return Err(table.error("`yes` and `no` come together: what each answer is printed as")),
    };
    let part = Part {
        key: table.str("key")?,
        label: table.opt_str("label")?.unwrap_or_default(),
        required: table.flag("required")?,
        boxes: table.flag("boxes")?,
        shape,
        options,
        says,
    };
    table.finish()?;
    Ok(part)
}

/// `options` is a list of tables, or the id of a shared list.
fn choices(table: &Table<'_, '_>, shared: &Shared) -> Read<Vec<Choice>> {
    let Some(item) = table.get("options").or_else(|| table.get("option")) else { return Ok(Vec::new()) };
    if let Some(id) = item.get_ref().as_str() {
        return shared
            .iter()
            .find(|(name, _)| name == id)
            .map(|(_, list)| list.clone())
            .ok_or_else(|| table.text().error(item.span(), format!("no `[[options]]` above is called `{id}`")));
    }
    let key = if table.get("options").is_some() { "options" } else { "option" };
    let list = table.tables(key)?.iter().map(choice).collect::<Read<Vec<_>>>()?;
    let words: BTreeSet<&str> = list.iter().map(|c| c.word.as_str()).collect();
    if list.is_empty() || words.len() != list.len() {
        return Err(table.text().error(item.span(), "an option needs a `word` of its own"));
    }
    Ok(list)
}

fn choice(table: &Table<'_, '_>) -> Read<Choice> {
    let amount = |key: &'static str| -> Read<Option<String>> {
        let Some(text) = table.opt_str(key)? else { return Ok(None) };
        Number::parse(&text).map_err(|e| table.error(e.to_string()))?;
        Ok(Some(text))
    };
    let choice = Choice {
        word: table.str("word")?,
        label: table.str("label")?,
        also: strings(table, "also")?,
        specify: table.flag("specify")?,
        facts: strings(table, "facts")?,
        above: amount("above")?,
        up_to: amount("up_to")?,
    };
    table.finish()?;
    Ok(choice)
}

/// Other labels: texts, or tables that also say which form prints them.
fn also(table: &Table<'_, '_>) -> Read<Vec<Also>> {
    let Some(item) = table.get("also") else { return Ok(Vec::new()) };
    let text = table.text();
    let wrong = |span: Range<usize>| text.error(span, "`also` is a list of labels, or of { label, form, language }");
    let array = item.get_ref().as_array().ok_or_else(|| wrong(item.span()))?;
    let mut out = Vec::new();
    for value in array {
        if let Some(label) = value.get_ref().as_str() {
            out.push(Also { label: label.to_owned(), form: None, language: "en".to_owned() });
            continue;
        }
        let inner = value.get_ref().as_table().ok_or_else(|| wrong(value.span()))?;
        let inner = Table::new(text, inner, value.span());
        let form = match inner.opt_str("form")?.as_deref() {
            None => None,
            Some("official") => Some(Form::Official),
            Some("official-relabelled") => Some(Form::OfficialRelabelled),
            Some("variant") => Some(Form::Variant),
            Some("draft") => Some(Form::Draft),
            Some(_) => return Err(inner.error("`form` is official, official-relabelled, variant or draft")),
        };
        let language = inner.opt_str("language")?.unwrap_or_else(|| "en".to_owned());
        out.push(Also { label: inner.str("label")?, form, language });
        inner.finish()?;
    }
    Ok(out)
}

/// `2.1.a is yes`, `1.3.a has text`.
fn test(table: &Table<'_, '_>, written: &str) -> Read<Test> {
    let parts: Vec<&str> = written.split_whitespace().collect();
    match parts.as_slice() {
        [field, "is", word] => Ok(Test::Is((*field).to_owned(), (*word).to_owned())),
        [field, "has", word] => Ok(Test::Has((*field).to_owned(), (*word).to_owned())),
        _ => Err(table.error(format!("`{written}` is no condition; write `2.1.a is yes` or `1.3.a has text`"))),
    }
}

fn audiences(table: &Table<'_, '_>) -> Read<Vec<Audience>> {
    table
        .list("audiences")?
        .into_iter()
        .map(|(word, span)| {
            Audience::named(&word).ok_or_else(|| table.text().error(span, "an audience is public, dp, nca or aio"))
        })
        .collect()
}

fn strings(table: &Table<'_, '_>, key: &'static str) -> Read<Vec<String>> {
    Ok(table.list(key)?.into_iter().map(|(text, _)| text).collect())
}

fn whole_number(table: &Table<'_, '_>, key: &'static str) -> Read<Option<u32>> {
    let Some(item) = table.get(key) else { return Ok(None) };
    let number = item.get_ref().as_integer().and_then(|i| i.as_str().parse::<u32>().ok());
    number.map(Some).ok_or_else(|| table.text().error(item.span(), format!("`{key}` must be a whole number")))
}

/// What only the whole form shows: conditions and the fields named by `[form]`.
fn whole(text: Text<'_>, form: &Table<'_, '_>, template: &Template, spans: &[Range<usize>]) -> Read<()> {
    let ids: BTreeSet<&str> = template.sections.iter().map(|s| s.id.as_str()).collect();
    if ids.len() != template.sections.len() {
        return Err(form.error("two sections have the same id"));
    }
    for (field, span) in template.fields.iter().zip(spans) {
        for test in &field.when {
            let wrong = |message: String| text.error(span.clone(), message);
            let asked = template
                .field(test.field())
                .ok_or_else(|| wrong(format!("`{test}`: no field is called `{}`", test.field())))?;
            let fits = match (test, &asked.shape) {
                (Test::Is(_, word), Shape::YesNo) => word == "yes" || word == "no",
                (Test::Is(_, word), Shape::Choice) | (Test::Has(_, word), Shape::Choices) => {
                    asked.option(word).is_some()
                }
                _ => false,
            };
            if !fits {
                return Err(wrong(format!("`{test}` cannot be: `{}` is a {}", asked.id, asked.shape.word())));
            }
            // Whoever sees a field may also see what its condition rests on, or a view would tell of what it hides.
            if field.audiences.iter().any(|a| !asked.audiences.contains(a)) {
                return Err(wrong(format!("`{test}`: a reader of `{}` does not see `{}`", field.id, asked.id)));
            }
        }
    }
    for name in [&template.names, &template.author, &template.numbered, &template.dated].into_iter().flatten() {
        let field = template.field(name).ok_or_else(|| form.error(format!("no field is called `{name}`")))?;
        if field.audiences.len() != template.audiences.len() {
            return Err(form.error(format!("`{name}` stands on every view, but not everybody may see it")));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
