//! Letters about complaints and refused requests as drafts: text, a file for a mail program, a link. Nothing is ever sent.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value as Json;

use super::desk::{Answer, Desk};
use super::sheet::Sheet;
use crate::eml;
use crate::fault::Fault;
use crate::state::complaint::Complaint;
use crate::state::request::Request;
use crate::words::{Language, Pair, fill, word};

/// The letters of the law book.
const LETTERS: &str = include_str!("../../data/letters.toml");

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Where it goes, where that is known.
    pub to: Option<String>,
    /// From whom.
    pub from: Option<String>,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

const WRITTEN: Pair = Pair(
    "{file} is a draft: open it with your mail program, read it, send it, then record that it went out\n",
    "{file} 是草稿：请用邮件程序打开、通读并发送，然后记录已发出\n",
);

/// What becomes of a letter; nothing is recorded by it.
#[derive(Clone, Debug, Default, Args)]
pub struct Ways {
    /// Write the letter as a draft for your mail program; nothing is recorded
    #[arg(long, value_name = "FILE")]
    pub eml: Option<PathBuf>,
    /// Print the letter as text; nothing is recorded
    #[arg(long)]
    pub letter: bool,
    /// Print a link that opens a mail program with the letter; nothing is recorded
    #[arg(long)]
    pub mailto: bool,
}

impl Ways {
    /// Whether a letter is asked for.
    pub fn any(&self) -> bool {
        self.eml.is_some() || self.letter || self.mailto
    }
}

/// Subject and text of a letter in one language.
fn texts(id: &str, lang: Language) -> Result<(String, String), Fault> {
    let book: toml::Table = toml::from_str(LETTERS).map_err(|e| Fault::new(format!("law/letters.toml: {e}")))?;
    let key = match lang {
        Language::En => "en",
        Language::Zh => "zh",
    };
    let letters = book.get("letter").and_then(toml::Value::as_array);
    let letter = letters.into_iter().flatten().find(|l| l.get("id").and_then(toml::Value::as_str) == Some(id));
    let text = |name: &str| letter?.get(name)?.get(key)?.as_str().map(str::to_owned);
    text("subject").zip(text("text")).ok_or_else(|| Fault::new(format!("there is no letter for {id}")))
}

impl Letter {
    /// A letter about a complaint.
    ///
    /// # Errors
    /// There is none for that, or what it has to say is missing.
    pub fn complaint(desk: &Desk, verb: &str, id: &str, now: &Complaint, said: Option<&str>) -> Result<Letter, Fault> {
        let (subject, text) = texts(verb, desk.lang)?;
        if verb == "complaint.ask" && said.is_none_or(|s| s.trim().is_empty()) {
            return Err(Fault::new("what is asked?").help("--text \"…\" or --file FILE"));
        }
        let standing = now.standing();
        let decision = match (verb, standing.as_slice()) {
            ("complaint.answer", [one]) => Some(*one),
            ("complaint.answer", _) => {
                now.may_answer()?;
                None
            }
            _ => None,
        };
        let secrets = desk.store.secrets(id)?;
        let secret = |name: &str| secrets.iter().rev().find(|s| s.field == name).map(crate::store::read::Secret::text);
        let name = secret("name").unwrap_or(texts("nameless", desk.lang)?.1);
        let day = |on: &str| on.chars().take(10).collect::<String>();
        let values = [
            ("name", name),
            ("id", id.to_owned()),
            ("received", day(&now.received)),
            ("said", said.unwrap_or_default().trim().to_owned()),
            ("decision", decision.map(|d| word(&d.decision, desk.lang)).unwrap_or_default()),
            ("decided", decision.map(|d| day(&d.on)).unwrap_or_default()),
            ("why", decision.map(|d| d.why.clone()).unwrap_or_default()),
            ("provider", desk.settings.provider.clone()),
            ("contact", desk.settings.contact.clone()),
        ];
        Ok(Letter::filled(desk, secret("contact"), (&subject, &text), &values))
    }

    /// A letter that refuses a request, with the reasons. What an authority asks is not refused by letter.
    ///
    /// # Errors
    /// It is an authority that asks.
    pub fn refusal(desk: &Desk, id: &str, now: &Request, why: &str) -> Result<Letter, Fault> {
        let person = now.from == "person" || now.basis.starts_with("gdpr-");
        if matches!(now.from.as_str(), "ai-office" | "nca" | "panel") {
            return Err(Fault::new(format!("{id}: what an authority asks is answered, and not refused by a letter"))
                .help(
                    "ask for more time and record it (`request extend`), or answer with what there is (`request pack`)",
                ));
        }
        let (subject, text) = texts(if person { "request.refuse.person" } else { "request.refuse" }, desk.lang)?;
        let secrets = desk.store.secrets(id)?;
        let secret = |name: &str| secrets.iter().rev().find(|s| s.field == name).map(crate::store::read::Secret::text);
        let values = [
            ("name", secret("name").unwrap_or(texts("nameless", desk.lang)?.1)),
            ("id", id.to_owned()),
            ("received", now.received.chars().take(10).collect()),
            ("why", why.trim().to_owned()),
            ("provider", desk.settings.provider.clone()),
            ("contact", desk.settings.contact.clone()),
        ];
        Ok(Letter::filled(desk, secret("contact"), (&subject, &text), &values))
    }

    /// Subject and text with their values, to who is written to.
    fn filled(
        desk: &Desk,
        contact: Option<String>,
        (subject, text): (&str, &str),
        values: &[(&str, String)],
    ) -> Letter {
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let mut text = fill(text, &values);
        while text.contains("\n\n\n") {
            text = text.replace("\n\n\n", "\n\n");
        }
        Letter {
            to: contact.and_then(|c| eml::address(&c)),
            from: eml::address(&desk.settings.contact),
            subject: fill(subject, &values),
            text,
        }
    }

    /// Gives it as text, as a file for a mail program, or as a link.
    ///
    /// # Errors
    /// The file is there already, or there is no address.
    pub fn give(&self, lang: Language, file: Option<&Path>, mailto: bool) -> Answer {
        if mailto {
            let to = self.to.as_deref().ok_or_else(|| Fault::new("there is no e-mail address in the record"))?;
            let link = eml::mailto(to, &self.subject, &self.text);
            return link
                .map(|l| (format!("{l}\n"), 0))
                .ok_or_else(|| Fault::new("the letter is too long for a link").help("--eml FILE"));
        }
        let Some(file) = file else {
            let text: String =
                self.text.lines().map(|line| format!("{}\n", gpai_forms::escape::visible(line))).collect();
            return Ok((format!("{}\n\n{text}", gpai_forms::escape::visible(&self.subject)), 0));
        };
        if file.exists() {
            return Err(Fault::new(format!("{} is there already", file.display())));
        }
        let draft = eml::draft(self.to.as_deref(), self.from.as_deref(), &self.subject, &self.text);
        std::fs::write(file, draft).map_err(|e| Fault::new(format!("{}: {e}", file.display())))?;
        Ok((WRITTEN.fill(lang, &[("file", &file.display().to_string())]), 0))
    }
}

/// A message as the sheet of a complaint.
///
/// # Errors
/// There is no text in it.
pub fn from_eml(bytes: &[u8]) -> Result<Sheet, Fault> {
    let message = eml::read(bytes);
    if message.text.is_empty() {
        return Err(Fault::new("the message holds no plain text")
            .help("save it with its text, or copy the text into --statement"));
    }
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let mut sheet = Sheet::new();
    let subject = if message.subject.is_empty() { String::new() } else { format!("{}\n\n", message.subject) };
    for (name, value) in [
        ("name", cut(&message.name, 200)),
        ("contact", message.from),
        ("statement", cut(&format!("{subject}{}", message.text), 20_000)),
        ("received_at", message.date.unwrap_or_default()),
        ("channel", "email".to_owned()),
    ] {
        if !value.trim().is_empty() {
            sheet.insert(name.to_owned(), Json::from(value));
        }
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn each_letter_is_there_in_both_languages_and_names_other_remedies() {
        for id in ["complaint.acknowledge", "complaint.ask", "complaint.answer"] {
            for lang in [Language::En, Language::Zh] {
                let (subject, text) = texts(id, lang).unwrap();
                assert!(subject.contains("{id}") && text.contains("{id}"), "{id}");
            }
        }
        assert!(texts("complaint.answer", Language::En).unwrap().1.contains("court"));
        for lang in [Language::En, Language::Zh] {
            for id in ["request.refuse", "request.refuse.person"] {
                assert!(texts(id, lang).unwrap().1.contains("{why}"), "{id}");
            }
        }
        assert!(texts("request.refuse.person", Language::En).unwrap().1.contains("supervisory authority"));
        assert!(texts("complaint.answer", Language::Zh).unwrap().1.contains("法院"));
    }
}
