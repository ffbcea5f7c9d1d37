//! Seeded random texts of `gpai.toml`: answers of every type in every way TOML writes them, judged ones, comments, odd
//! spacing, escapes; and the same with something broken in them.

use fastrand::Rng;
use gpai_rules::answer::read_answers;
use gpai_rules::law::{FactDef, Kind, Law};
use gpai_rules::toml_place::Text;

/// Pieces that are put somewhere into a text to break it, or not.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    " ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{feff}",
    "\u{2028}",
    "é",
    "模",
    "0",
    "1",
    "_",
    "-",
    "+",
    "e5",
    "0x1f",
    "0b1",
    "inf",
    "nan",
    "true",
    "false",
    "unknown",
    "\"unknown\"",
    "none",
    "2026-11-20",
    "2026-11-20T10:00:00Z",
    "2026-11-20 10:00",
    "10:00:00",
    "\\u0041",
    "\\U0001F916",
    "\\x41",
    "\\e",
    "\\q",
    "\\ud800",
    "\\\n  ",
    "[market]\n",
    "[market.eu]\n",
    "[role]\n",
    "market.eu = true\n",
    "low = 1\n",
    "value = true\n",
    "ünknown.key = 1\n",
    "a.b.c.d = 1\n",
];

struct Writer<'a> {
    rng: &'a mut Rng,
    law: &'a Law,
    /// Whether values are such as their facts take, however they are written.
    careful: bool,
}

/// A whole text.
pub fn text(law: &Law, rng: &mut Rng) -> String {
    let careful = rng.u8(..10) < 7;
    let mut w = Writer { rng, law, careful };
    let mut text = w.file();
    // Half of them whole, the others with one thing or a few put in, cut out or swapped.
    if w.rng.bool() {
        for _ in 0..w.rng.usize(1..4) {
            text = w.broken(&text);
        }
    }
    text
}

impl Writer<'_> {
    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.rng.usize(..of.len())]
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(..100) < percent
    }

    fn file(&mut self) -> String {
        let mut out = String::new();
        if self.chance(5) {
            out.push('\u{feff}');
        }
        let mut defs: Vec<&FactDef> = self.law.facts.iter().collect();
        self.rng.shuffle(&mut defs);
        defs.truncate(self.rng.usize(0..9));
        // Facts of one table belong together, but not always do they stand so.
        if self.chance(85) {
            defs.sort_by(|a, b| a.name.cmp(&b.name));
        }
        let style = self.rng.u8(..10);
        let mut open = String::new();
        for def in defs {
            if def.evidence_only && !self.chance(3) {
                continue;
            }
            let (table, key) = def.name.split_once('.').unwrap();
            out.push_str(self.one(&[
                "",
                "",
                "",
                "\n",
                "  ",
                "\t",
                "# a comment = 1\n",
                "#\n",
                "\r\n",
                "# 模型 \"\n\n",
            ]));
            let spelled = self.key(key);
            match style {
                // `table.key = …`
                0 | 1 => {
                    let table = self.key(table);
                    let dot = self.one(&[".", ".", " . ", "\t."]);
                    out.push_str(&format!("{table}{dot}{spelled}"));
                }
                // `table = { key = … }`
                2 => {
                    let value = self.value(def);
                    let key = format!("{}{}", self.one(&["", " ", "\n "]), spelled);
                    let end = self.one(&["", " ", ",", ", ", "\n", ", # more\n"]);
                    out.push_str(&format!("{table} ={}{{{key} = {value}{end}}}\n", self.one(&["", " "])));
                    continue;
                }
                // `[table.key]` with the value below, and plain tables else.
                3 if self.chance(40) => {
                    let value = self.value(def);
                    out.push_str(&format!("[{table}.{spelled}]\nvalue = {value}\n"));
                    if self.chance(50) {
                        let by = self.string("A. Meier");
                        out.push_str(&format!("by = {by}\n"));
                    }
                    open.clear();
                    continue;
                }
                _ => {
                    if open != table {
                        let table = self.key(table);
                        let (a, b) = (self.one(&["", "", " "]), self.one(&["", "", "\t", " # a table"]));
                        out.push_str(&format!("{a}[{a}{table}{a}]{b}\n"));
                    }
                    open = table.to_owned();
                    out.push_str(&spelled);
                }
            }
            let equals = self.one(&[" = ", " = ", "=", "\t=  ", " ="]);
            let value = self.claim(def);
            let end = self.one(&["\n", "\n", "\n", "\r\n", " # why\n", "\t#\n", "#x\n"]);
            out.push_str(&format!("{equals}{value}{end}"));
        }
        if self.chance(10) {
            out.push_str(self.one(&[
                "[market]",
                "[role]\n",
                "[unknown]\n",
                "market.ue = 1\n",
                "\"\" = 1\n",
                "x = [1, 2]\n",
                "[[role]]\n",
            ]));
        }
        if self.chance(10) {
            out = out.trim_end().to_owned();
        }
        out
    }

    fn key(&mut self, key: &str) -> String {
        match self.rng.u8(..20) {
            0 => format!("\"{key}\""),
            1 => format!("'{key}'"),
            2 => format!("\"{}\"", key.replacen('e', "\\u0065", 1)),
            3 if !self.careful => format!("{}x", key),
            _ => key.to_owned(),
        }
    }

    /// A value, often judged.
    fn claim(&mut self, def: &FactDef) -> String {
        self.fitting(def, Self::claimed)
    }

    fn value(&mut self, def: &FactDef) -> String {
        self.fitting(def, Self::valued)
    }

    /// Tries until the program takes it, where this is a careful writer.
    fn fitting(&mut self, def: &FactDef, make: fn(&mut Self, &FactDef) -> String) -> String {
        let mut made = make(self, def);
        for _ in 0..20 {
            let text = format!("{} = {made}\n", def.name);
            if !self.careful || read_answers(self.law, Text { file: "gpai.toml", text: &text }).is_ok() {
                break;
            }
            made = make(self, def);
        }
        made
    }

    fn claimed(&mut self, def: &FactDef) -> String {
        let value = self.value(def);
        if !self.chance(30) {
            return value;
        }
        let mut parts = vec![format!("value = {value}")];
        for key in ["by", "on", "why"] {
            if !self.chance(75) {
                continue;
            }
            let said = match key {
                "on" if self.chance(85) => {
                    self.one(&["2026-11-20", "\"2026-11-20\"", "2024-02-29", "0000-01-01"]).to_owned()
                }
                "on" => self
                    .one(&["2026-02-30", "\"2026-2-3\"", "20261120", "\"\"", "2026-11-20T00:00:00", "true"])
                    .to_owned(),
                _ if self.chance(5) => self.one(&["1", "true", "[]", "\"\"", "{}"]).to_owned(),
                _ => {
                    let plain =
                        self.one(&["R. Meier", "李明", "x", " ", "a \"b\" \\ c", "zwei\nZeilen", ""]).to_owned();
                    self.string(&plain)
                }
            };
            parts.push(format!("{key} = {said}"));
        }
        if self.chance(4) {
            parts.push(self.one(&["who = \"x\"", "value = 1", "low = 1", "by.a = 1", "\"by\" = \"y\""]).to_owned());
        }
        self.rng.shuffle(&mut parts);
        let comma = self.one(&[", ", ",", " , ", ",\n  ", ", # c\n"]);
        let (a, b) = (self.one(&["", " ", "\n"]), self.one(&["", " ", ",", ",\n"]));
        format!("{{{a}{}{b}}}", parts.join(comma))
    }

    fn valued(&mut self, def: &FactDef) -> String {
        if self.chance(3) {
            return self
                .one(&[
                    "\"unknown\"",
                    "'unknown'",
                    "\" unknown \"",
                    "\"none\"",
                    "\"\"",
                    "\"  \"",
                    "[]",
                    "{}",
                    "0",
                    "1.5",
                    "true",
                    "2026-01-01",
                ])
                .to_owned();
        }
        match def.kind {
            Kind::YesNo => {
                self.one(&["true", "false", "\"yes\"", "\"no\"", "'true'", "\" yes \"", "\"YES\"", "1"]).to_owned()
            }
            Kind::Number => self.number(),
            Kind::Date => self
                .one(&[
                    "2026-11-20",
                    "\"2026-11-20\"",
                    "2024-02-29",
                    "2025-02-29",
                    "2026-13-01",
                    "\" 2026-11-20\"",
                    "2026-11-20T10:00:00Z",
                    "2026-1-2",
                ])
                .to_owned(),
            Kind::Country => {
                let code = self.one(&["DE", "fr", "EL", "UK", "EU", "us", "XX", " gb ", "ß", "D"]).to_owned();
                self.string(&code)
            }
            Kind::Word => {
                let word = self.word(def);
                self.string(&word)
            }
            Kind::Set => self.set(def),
            Kind::Text => {
                let plain = self
                    .one(&[
                        "apache-2.0",
                        "docs/summary.pdf",
                        " a ",
                        "模型 🤖",
                        "a\\b",
                        "\"quoted\"",
                        "tab\there",
                        "two\nlines\n",
                        "\r\n",
                        "none",
                        "bell\u{7}",
                        "\u{202e}x",
                        "'",
                        "\\u0041",
                    ])
                    .to_owned();
                self.string(&plain)
            }
        }
    }

    fn word(&mut self, def: &FactDef) -> String {
        let word = match def.words.is_empty() {
            true => "word".to_owned(),
            false => def.words[self.rng.usize(..def.words.len())].clone(),
        };
        match self.rng.u8(..12) {
            0 => word.replace('_', "-"),
            1 => word.replace('-', "_"),
            2 => format!(" {word}\t"),
            3 => word.to_uppercase(),
            4 => format!("{word}\u{3000}"),
            _ => word,
        }
    }

    fn set(&mut self, def: &FactDef) -> String {
        let words: Vec<String> = (0..self.rng.usize(0..4)).map(|_| self.word(def)).collect();
        match self.rng.u8(..6) {
            0 => {
                let list = words.join(self.one(&[",", ", ", ",,"]));
                self.string(&list)
            }
            1 => self.one(&["\"none\"", "[\"none\"]", "[ 'none', 'text' ]", "[1]", "[[]]", "[\"\"]"]).to_owned(),
            _ => {
                let quoted: Vec<String> = words.iter().map(|w| self.string(w)).collect();
                let comma = self.one(&[", ", ",", "\n,\n", " , # c\n\t", ",, "]);
                let (a, b) = (self.one(&["", " ", "\n", "# c\n"]), self.one(&["", " ", ",", ", # c\n"]));
                format!("[{a}{}{b}]", quoted.join(comma))
            }
        }
    }

    fn number(&mut self) -> String {
        const ONE: &[&str] = &[
            "1e25",
            "7300000000",
            "7_300_000_000",
            "1.8e23",
            "1.80E+23",
            "+5",
            "-5",
            "0",
            "-0",
            "0.5",
            "1e-3",
            "00",
            "01",
            "1_",
            "_1",
            "1__0",
            "1.",
            ".5",
            "1e",
            "1e61",
            "1.5_0e1_0",
            "0x10",
            "0o7",
            "inf",
            "+nan",
            "1_000.5e20",
            "1e999999999999999999999",
            "1.2.3",
            "99999999999999999999999999999999999999999999999999999999999999999",
            "123456789012345678901234567890.000000001",
        ];
        if self.chance(60) {
            let one = self.one(ONE).to_owned();
            return if self.chance(25) { self.string(&one) } else { one };
        }
        let digits = |w: &mut Self| format!("{}e{}", w.rng.u8(1..10), w.rng.u8(20..26));
        let (low, best, high) = (digits(self), digits(self), digits(self));
        match self.rng.u8(..6) {
            0 => format!("{{ low = {low}, high = {high} }}"),
            1 => format!("{{ low = {low}, best = {best}, high = {high} }}"),
            2 => format!("{{high = \"{high}\",low = {low},}}"),
            3 => format!("{{ low = {low} }}"),
            4 => format!("{{ low = {low}, high = {high}, mid = 1 }}"),
            _ => format!("{{ low = 1e20, best = \"2e22\", high = {high} }}"),
        }
    }

    /// A text in one of the four forms of TOML; not always the one that can hold it.
    fn string(&mut self, text: &str) -> String {
        let mut escaped = String::new();
        for c in text.chars() {
            match c {
                '"' => escaped.push_str("\\\""),
                '\\' => escaped.push_str("\\\\"),
                '\n' => escaped.push_str("\\n"),
                '\r' => escaped.push_str("\\r"),
                '\t' if self.rng.bool() => escaped.push_str("\\t"),
                c if c.is_control() && c != '\t' => escaped.push_str(&format!("\\u{:04X}", u32::from(c))),
                c if self.rng.u8(..25) == 0 => match self.rng.bool() {
                    true => escaped.push_str(&format!("\\U{:08x}", u32::from(c))),
                    false if u32::from(c) < 256 => escaped.push_str(&format!("\\x{:02x}", u32::from(c))),
                    false => escaped.push(c),
                },
                c => escaped.push(c),
            }
        }
        match self.rng.u8(..12) {
            0 => format!("'{text}'"),
            1 => format!("'''{}{text}'''", self.one(&["", "\n", "\r\n"])),
            2 => format!(
                "\"\"\"{}{}\"\"\"",
                self.one(&["", "\n", "\r\n"]),
                text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\"\"")
            ),
            3 => format!("\"\"\"{}{escaped}\"\"\"", self.one(&["\\\n   ", "\\  \r\n\t\n", "\n"])),
            4 => format!("\"\"\"{escaped}{}\"\"\"", self.one(&["", "\"", "\"\"", "\"\"\"", "\\\"", "\\ "])),
            _ => format!("\"{escaped}\""),
        }
    }

    /// The same text with something put in, cut out, doubled or swapped.
    fn broken(&mut self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let at = self.rng.usize(..=chars.len());
        let end = (at + self.rng.usize(0..6)).min(chars.len());
        let (head, tail): (String, String) = (chars[..at].iter().collect(), chars[end..].iter().collect());
        let cut: String = chars[at..end].iter().collect();
        match self.rng.u8(..8) {
            0 => format!("{head}{tail}"),
            1 => format!("{head}{cut}{cut}{tail}"),
            2 => head,
            3 => {
                let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
                if lines.len() > 1 {
                    let (a, b) = (self.rng.usize(..lines.len()), self.rng.usize(..lines.len()));
                    lines.swap(a, b);
                }
                lines.concat()
            }
            _ => {
                let piece = self.one(PIECES);
                format!("{head}{piece}{cut}{tail}")
            }
        }
    }
}
