//! A survey as CSV (RFC 4180): a header, one record a model, amounts as decimals.

/// What there is to show.
pub struct View<'a> {
    /// Names of the columns.
    pub columns: Vec<&'a str>,
    /// One for each model, with as many cells as there are columns.
    pub rows: Vec<Vec<Cell<'a>>>,
}

/// One cell.
pub enum Cell<'a> {
    /// A text, mostly a stranger's.
    Text(&'a str),
    /// A decimal; `None` for what is not known.
    Amount(Option<&'a str>),
}

/// The whole text.
pub fn write(view: &View<'_>) -> Result<String, String> {
    let mut out = head(&view.columns)?;
    for row in &view.rows {
        out.push_str(&line(row)?);
    }
    Ok(out)
}

/// The first line: the names of the columns.
pub fn head(columns: &[&str]) -> Result<String, String> {
    record(columns.iter().map(|name| (*name).to_owned()))
}

/// The line of one row.
pub fn line(row: &[Cell<'_>]) -> Result<String, String> {
    record(row.iter().map(|cell| match cell {
        Cell::Text(text) => harmless(text),
        Cell::Amount(amount) => amount.unwrap_or_default().to_owned(),
    }))
}

fn record(cells: impl Iterator<Item = String>) -> Result<String, String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(cells.map(String::into_bytes)).map_err(|e| e.to_string())?;
    let bytes = writer.into_inner().map_err(|e| e.to_string())?;
    String::from_utf8(bytes).map_err(|e| e.to_string())
}

/// A stranger's text that a spreadsheet would run as a formula gets an apostrophe before it; control characters become blanks.
pub(crate) fn harmless(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if plain.starts_with(['=', '+', '-', '@']) { format!("'{plain}") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_and_control_characters_are_taken_out() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("a\u{1b}[31m\nb"), "a [31m b");
        assert_eq!(harmless("org/model"), "org/model");
    }
}
