//! The pages of the form: plain HTML that needs no script. All text goes through one escape.

use super::fields::{Fields, TRAP};
use super::kind::{Control, Field, Kind};
use super::words::Texts;
use crate::words::{Language, colon, fill};

/// The style sheet.
pub const STYLE: &str = "\
:root{color-scheme:light dark;background:Canvas;color:CanvasText}body{font:1.05rem/1.5 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1rem 1.25rem 3rem}
h1{line-height:1.2;font-size:1.6rem}label,legend{display:block;font-weight:600;margin-top:1.2rem}.help{margin:.2rem 0;font-size:.95rem}
input,textarea,select,button{font:inherit;box-sizing:border-box;width:100%;padding:.5rem;border:1px solid #767676;border-radius:.3rem;background:Canvas;color:CanvasText}
textarea{min-height:9rem}button{width:auto;margin-top:1.5rem;padding:.6rem 1.4rem;font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid #1a5fb4;outline-offset:2px}.receipt{font:600 1.4rem/1.6 ui-monospace,monospace;overflow-wrap:anywhere;padding:.8rem;border:2px solid}
.away{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}.notice{border-left:4px solid #b5560b;padding-left:.8rem}.small{font-size:.9rem;margin-top:2.5rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}a{color:LinkText;color:light-dark(#0b4f8a,#8cc8ff)}
";

/// Text as HTML shows it: no markup, no control character but the end of a line.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line.strip_suffix('\r').unwrap_or(line), "\n"),
            None => (line, ""),
        };
        for c in gpai_forms::escape::visible(line).chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                c => out.push(c),
            }
        }
        out.push_str(end);
    }
    out
}

/// What every page of a register shares.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The texts.
    pub texts: Texts,
    /// The provider's name.
    pub provider: String,
    /// The other way to complain.
    pub contact: String,
    /// Months for which private values are kept.
    pub months: i64,
    /// What the settings add to the notice.
    pub notice: String,
}

impl Frame {
    fn text(&self, id: &str, lang: Language) -> String {
        let months = self.months.to_string();
        // Nobody is left with "Contact: ." in a notice, or "write to ." in a refusal.
        let nobody = self.texts.get("no-contact", lang);
        let contact = if self.contact.trim().is_empty() { nobody } else { self.contact.trim() };
        let values =
            [("provider", self.provider.as_str()), ("contact", contact), ("months", &months), ("notice", &self.notice)];
        escape(fill(self.texts.get(id, lang), &values).trim())
    }

    fn whole(&self, lang: Language, path: &str, title: &str, body: &str) -> String {
        let (code, other) = match lang {
            Language::En => ("en", "zh"),
            Language::Zh => ("zh-Hans", "en"),
        };
        let other_code = if other == "zh" { "zh-Hans" } else { "en" };
        format!(
            "<!doctype html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, \
             initial-scale=1\"><title>{title}</title><link rel=\"stylesheet\" href=\"/form.css\"></head><body><main>\n\
             <p><a lang=\"{other_code}\" hreflang=\"{other_code}\" href=\"{path}?lang={other}\">{}</a></p>\n{body}</main></body></html>\n",
            self.text("other-language", lang)
        )
    }

    fn field(&self, lang: Language, text: &str, id: &str, control: &str) -> String {
        let label = self.text(&format!("{text}.label"), lang);
        let help = self.text(&format!("{text}.help"), lang);
        let help =
            if help.is_empty() { String::new() } else { format!("<p class=\"help\" id=\"{id}-help\">{help}</p>\n") };
        format!("<label for=\"{id}\">{label}</label>\n{help}{control}\n")
    }

    /// A form, with what was typed and why it is shown again.
    pub fn form(&self, kind: Kind, lang: Language, token: &str, typed: &Fields, why: Option<&str>) -> String {
        let word = kind.word();
        let title = self.text(&format!("{word}.title"), lang);
        let mut body = format!("<h1>{title}</h1>\n<p>{}</p>\n", self.text(&format!("{word}.intro"), lang));
        if let Some(why) = why {
            body.push_str(&format!("<p class=\"notice\" role=\"alert\">{}</p>\n", self.text(why, lang)));
        }
        let (code, path) = (if lang == Language::Zh { "zh" } else { "en" }, kind.path());
        body.push_str(&format!("<form method=\"post\" action=\"{path}\" accept-charset=\"utf-8\">\n<input type=\"hidden\" name=\"token\" value=\"{}\">\n<input type=\"hidden\" name=\"lang\" value=\"{code}\">\n", escape(token)));
        for field in kind.fields() {
            let typed = typed.get(field.name).map(String::as_str).unwrap_or_default();
            body.push_str(&self.field(lang, field.text, field.name, &self.control(lang, field, typed)));
        }
        body.push_str(&format!(
            "<div class=\"away\" aria-hidden=\"true\"><label for=\"{TRAP}\">{}</label><input id=\"{TRAP}\" name=\"{TRAP}\" tabindex=\"-1\" autocomplete=\"off\"></div>\n",
            self.text("leave-empty", lang)
        ));
        body.push_str(&format!("<p><button type=\"submit\">{}</button></p>\n</form>\n<ul>", self.text("send", lang)));
        for other in Kind::ALL.into_iter().filter(|other| *other != kind) {
            let title = self.text(&format!("{}.title", other.word()), lang);
            body.push_str(&format!("<li><a href=\"{}?lang={code}\">{title}</a></li>", other.path()));
        }
        body.push_str(&format!(
            "<li><a href=\"/complaint/state?lang={code}\">{}</a></li></ul>\n<p class=\"small\">{}</p>\n",
            self.text("ask-state", lang),
            self.text("privacy", lang)
        ));
        self.whole(lang, path, &title, &body)
    }

    /// What a field is filled in with.
    fn control(&self, lang: Language, field: &Field, typed: &str) -> String {
        let (name, most, value) = (field.name, field.most, escape(typed));
        let help = match self.texts.get(&format!("{}.help", field.text), lang) {
            "" => String::new(),
            _ => format!(" aria-describedby=\"{name}-help\""),
        };
        let options = |words: &[&str], text: &dyn Fn(&str) -> String| -> String {
            let one = |word: &&str| {
                let chosen = if typed == *word { " selected" } else { "" };
                format!("<option value=\"{word}\"{chosen}>{}</option>", text(word))
            };
            words.iter().map(one).collect()
        };
        match field.control {
            Control::Area => {
                let required = if name == "statement" { " required" } else { "" };
                format!(
                    "<textarea id=\"{name}\" name=\"{name}\" maxlength=\"{most}\"{help}{required}>\n{value}</textarea>"
                )
            }
            Control::Line(fills) => {
                let fills = if fills.is_empty() { String::new() } else { format!(" autocomplete=\"{fills}\"") };
                format!("<input id=\"{name}\" name=\"{name}\" maxlength=\"{most}\" value=\"{value}\"{fills}{help}>")
            }
            Control::Choice(words) => {
                let options = options(words, &|word| self.text(word, lang));
                format!("<select id=\"{name}\" name=\"{name}\"{help}><option value=\"\">–</option>{options}</select>")
            }
            Control::Plain(words, none) => {
                let (none, options) = (self.text(none, lang), options(words, &|word| escape(word)));
                format!(
                    "<select id=\"{name}\" name=\"{name}\"{help}><option value=\"\">{none}</option>{options}</select>"
                )
            }
        }
    }

    /// It was recorded: its receipt.
    pub fn receipt(&self, kind: Kind, lang: Language, receipt: &str) -> String {
        let title = self.text(&format!("received-{}", kind.word()), lang);
        let code = if lang == Language::Zh { "zh" } else { "en" };
        let body = format!(
            "<h1>{title}</h1>\n<p>{}</p>\n<p class=\"receipt\">{}</p>\n<p><a href=\"/complaint/state?lang={code}\">{}</a></p>\n",
            self.text("keep-this", lang),
            escape(receipt),
            self.text("ask-state", lang)
        );
        self.whole(lang, kind.path(), &title, &body)
    }

    /// Where a receipt is asked for, with what came of it.
    pub fn state(&self, lang: Language, found: Option<Option<(&str, &str, Option<&str>)>>) -> String {
        let title = self.text("ask-state", lang);
        let mut body = format!("<h1>{title}</h1>\n");
        match found {
            None => {}
            Some(None) => {
                body.push_str(&format!("<p class=\"notice\" role=\"alert\">{}</p>\n", self.text("unknown", lang)))
            }
            Some(Some((state, day, answer))) => {
                let colon = colon(lang);
                body.push_str(&format!(
                    "<p role=\"status\">{}{colon}<strong>{}</strong>, {} {}</p>\n",
                    self.text("state", lang),
                    self.text(state, lang),
                    self.text("since", lang),
                    escape(day)
                ));
                if let Some(answer) = answer {
                    body.push_str(&format!(
                        "<h2>{}</h2>\n<pre>{}</pre>\n",
                        self.text("our-answer", lang),
                        escape(answer)
                    ));
                }
            }
        }
        let code = if lang == Language::Zh { "zh" } else { "en" };
        body.push_str(&format!(
            "<form method=\"post\" action=\"/complaint/state\">\n<input type=\"hidden\" name=\"lang\" value=\"{code}\">\n<label for=\"receipt\">{}</label>\n\
             <input id=\"receipt\" name=\"receipt\" maxlength=\"64\" autocomplete=\"off\" required>\n<p><button type=\"submit\">{}</button></p>\n</form>\n\
             <p><a href=\"/complaint?lang={code}\">{}</a></p>\n",
            self.text("receipt", lang),
            self.text("ask", lang),
            self.text("to-form", lang)
        ));
        self.whole(lang, "/complaint/state", &title, &body)
    }

    /// A refusal that says why and names the other way.
    pub fn refusal(&self, lang: Language, why: &str) -> String {
        let title = self.text("wrong", lang);
        let body = format!(
            "<h1>{title}</h1>\n<p role=\"alert\">{}</p>\n<p><a href=\"/complaint\">{}</a></p>\n",
            self.text(why, lang),
            self.text("to-form", lang)
        );
        self.whole(lang, "/complaint", &title, &body)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const HOSTILE: [&str; 8] = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "{{7*7}} ${7*7} {contact}",
        "=HYPERLINK(\"http://x\")",
        "\u{1b}[31mred\u{202e}evil",
        "\u{0}nul",
        "a\r\nSet-Cookie: x=y",
    ];

    fn frame() -> Frame {
        Frame {
            texts: Texts::book().unwrap(),
            provider: "P <b>".to_owned(),
            contact: "c@d.example".to_owned(),
            months: 24,
            notice: String::new(),
        }
    }

    #[test]
    fn a_strangers_text_is_never_markup() {
        let tags = |text: &str| text.matches('<').count();
        for kind in Kind::ALL {
            let plain = frame().form(kind, Language::En, "t", &Fields::new(), None);
            for (bad, field) in HOSTILE.iter().flat_map(|bad| kind.fields().iter().map(move |f| (*bad, f.name))) {
                let typed = Fields::from([(field.to_owned(), bad.to_owned())]);
                let page = frame().form(kind, Language::En, "t", &typed, None);
                assert_eq!(tags(&page), tags(&plain), "{bad}");
                assert!(!page.chars().any(|c| c.is_control() && c != '\n') && !page.contains('\u{202e}'), "{bad:?}");
            }
        }
        let typed = Fields::from([("statement".to_owned(), "{contact}".to_owned())]);
        assert!(frame().form(Kind::Complaint, Language::En, "t", &typed, None).contains("{contact}"));
        let answer = frame().state(Language::En, Some(Some(("decided", "2026-01-01", Some("<b>x</b>")))));
        assert!(answer.contains("&lt;b&gt;x"));
    }

    #[test]
    fn each_control_has_a_label_in_both_languages() {
        for (kind, lang) in Kind::ALL.into_iter().flat_map(|kind| [(kind, Language::En), (kind, Language::Zh)]) {
            let page = frame().form(kind, lang, "t", &Fields::new(), Some("statement-missing"));
            for Field { name, text, .. } in kind.fields() {
                assert!(page.contains(&format!("<label for=\"{name}\">")) && page.contains(&format!("id=\"{name}\"")));
                assert_ne!(frame().texts.get(&format!("{text}.label"), lang), format!("{text}.label"), "it has a text");
            }
            assert!(page.contains("role=\"alert\"") && !page.contains("<script"));
            assert!(!frame().receipt(kind, lang, "GPC-1").contains("received-"), "the receipt has its text");
        }
    }
}
