//! `settings.toml` beside the register: what people may edit.

use std::path::Path;

use crate::fault::Fault;

/// The name of the file.
pub const FILE: &str = "settings.toml";

/// What people may set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The provider, as letters name it.
    pub provider: String,
    /// Who records, where no command says.
    pub by: String,
    /// Where complaints can be sent by e-mail.
    pub contact: String,
    /// The provider's zone.
    pub zone: String,
    /// Days on which the provider does not work, beside weekends.
    pub holidays: Vec<String>,
    /// Months after which the private part of a closed complaint goes.
    pub complaint_months: i64,
    /// Days after which a post in quarantine goes.
    pub quarantine_days: i64,
    /// What the notice under Article 13 GDPR says beside what is fixed.
    pub privacy_notice: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            provider: String::new(),
            by: String::new(),
            contact: String::new(),
            zone: "Europe/Brussels".to_owned(),
            holidays: Vec::new(),
            complaint_months: 24,
            quarantine_days: 30,
            privacy_notice: String::new(),
        }
    }
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    // Escapes of JSON are those of TOML, but for one character.
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// The file of a new register.
pub fn fresh(provider: &str, by: &str, contact: &str) -> String {
    format!(
        "# Settings of this register. Nothing here is an entry; change it as you like.\n\
         # 本登记簿的设置。此处内容并非登记条目，可随意修改。\n\n\
         # The provider, as letters name it / 函件中提供者的名称\n\
         provider = {}\n\
         # Who records, where a command has no --by / 命令未给出 --by 时的记录人\n\
         by = {}\n\
         # Where complaints can be sent by e-mail / 投诉电子邮箱\n\
         contact = {}\n\
         # Your time zone by its IANA name / 您所在时区\n\
         zone = \"Europe/Brussels\"\n\
         # Days on which you do not work, beside weekends, such as 2027-01-06 / 周末之外的休息日\n\
         holidays = []\n\n\
         [retention]\n\
         # Months after closing, then name, contact, text and answer of a complaint go with `gpai register tidy` / 结案后保留月数\n\
         complaint_months = 24\n\
         # Days that a post in quarantine is kept / 隔离投诉保留天数\n\
         quarantine_days = 30\n\n\
         [form]\n\
         # Added to the privacy notice of the public form (Article 13 GDPR) / 公开表格隐私声明的补充\n\
         privacy_notice = \"\"\n",
        quoted(provider),
        quoted(by),
        quoted(contact)
    )
}

impl Settings {
    /// Reads the settings of a register; where the file is missing, what holds without it.
    ///
    /// # Errors
    /// File, line and mend.
    pub fn read(dir: &Path) -> Result<Settings, Fault> {
        let path = dir.join(FILE);
        let Ok(text) = std::fs::read_to_string(&path) else { return Ok(Settings::default()) };
        Settings::parse(&text).map_err(|why| Fault::new(format!("{}:{why}", path.display())))
    }

    /// Reads the text.
    ///
    /// # Errors
    /// Line and mend.
    pub fn parse(text: &str) -> Result<Settings, String> {
        let table: toml::Table = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(1, |span| text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1);
            format!("{line}: {}", e.message())
        })?;
        let mut out = Settings::default();
        let known = ["provider", "by", "contact", "zone", "holidays", "retention", "form"];
        for (key, value) in &table {
            let line = text
                .lines()
                .position(|l| l.trim_start().trim_start_matches('[').starts_with(key.as_str()))
                .map_or(1, |n| n + 1);
            let word =
                || value.as_str().map(str::to_owned).ok_or_else(|| format!("{line}: `{key}` must be a text in quotes"));
            match key.as_str() {
                "provider" => out.provider = word()?,
                "by" => out.by = word()?,
                "contact" => out.contact = word()?,
                "zone" => {
                    out.zone = word()?;
                    if zone(&out.zone).is_none() {
                        return Err(format!(
                            "{line}: no zone `{}`\n  help: an IANA name, such as Europe/Berlin or Asia/Shanghai",
                            out.zone
                        ));
                    }
                }
                "holidays" => {
                    for day in value.as_array().ok_or_else(|| format!("{line}: `holidays` must be a list"))? {
                        let date = day.as_datetime().map(|d| d.to_string());
                        let text = day.as_str().map_or_else(|| date.unwrap_or_default(), str::to_owned);
                        let parsed: jiff::civil::Date = text
                            .parse()
                            .map_err(|_| format!("{line}: `{text}` is no day\n  help: write 2027-01-06"))?;
                        out.holidays.push(parsed.to_string());
                    }
                }
                "retention" => {
                    let number = |name: &str, or: i64| match value.get(name) {
                        None => Ok(or),
                        Some(v) => v
                            .as_integer()
                            .filter(|n| (0..=1200).contains(n))
                            .ok_or_else(|| format!("{line}: `retention.{name}` must be a whole number from 0 to 1200")),
                    };
                    out.complaint_months = number("complaint_months", out.complaint_months)?;
                    out.quarantine_days = number("quarantine_days", out.quarantine_days)?;
                }
                "form" => {
                    out.privacy_notice =
                        value.get("privacy_notice").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
                }
                other => {
                    let near = known.iter().max_by(|a, b| strsim::jaro(a, other).total_cmp(&strsim::jaro(b, other)));
                    return Err(format!(
                        "{line}: unknown key `{other}`\n  help: did you mean `{}`?",
                        near.copied().unwrap_or_default()
                    ));
                }
            }
        }
        Ok(out)
    }

    /// Who records: what the command says, the settings, or the account.
    pub fn recorder(&self, said: Option<&str>) -> String {
        let said = said.map(str::trim).filter(|s| !s.is_empty());
        let name = said.or(Some(self.by.as_str()).filter(|s| !s.is_empty()));
        name.map_or_else(account, str::to_owned)
    }
}

/// A zone by its name; UTC where the name is well formed and this machine has no list of zones; `None` where there is no such zone.
pub fn zone(name: &str) -> Option<jiff::tz::TimeZone> {
    use jiff::tz::TimeZone;
    if name == "Europe/Brussels"
        && let Some(zone) = gpai_rules::periods::moment::brussels()
    {
        return Some(zone);
    }
    let known = TimeZone::get(name).ok();
    let no_list = || TimeZone::get("Europe/Paris").is_err();
    let formed =
        || name.contains('/') && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'));
    known.or_else(|| (no_list() && formed()).then_some(TimeZone::UTC))
}

/// The name of the account, where nobody gave a name.
pub fn account() -> String {
    for variable in ["USER", "LOGNAME", "USERNAME"] {
        if let Ok(name) = std::env::var(variable)
            && !name.is_empty()
        {
            return name;
        }
    }
    crate::machine::account()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_fresh_file_is_what_holds_without_one() {
        let settings = Settings::parse(&fresh("", "", "")).unwrap();
        assert_eq!(settings, Settings::default());
        assert_eq!(Settings::parse(&fresh("A \"B\"\nC", "x", "y@z")).unwrap().provider, "A \"B\"\nC");
    }

    #[test]
    fn a_slip_is_told_with_its_line_and_mend() {
        assert!(Settings::parse("zone = \"Brussels\"").unwrap_err().starts_with("1: no zone"));
        assert!(Settings::parse("\nholydays = []").unwrap_err().contains("did you mean `holidays`"));
        assert!(Settings::parse("holidays = [\"6 January\"]").unwrap_err().contains("2027-01-06"));
    }
}
