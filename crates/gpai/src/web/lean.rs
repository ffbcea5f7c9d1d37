//! A script or style without comments and without spaces that mean nothing, for the static page. No name is changed and no
//! statement moved: what runs is what stands in `web/`.

/// A style without lines of comment and without indentation.
pub fn style(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // A comment may stand anywhere; nothing in our styles holds its signs as text.
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

/// A script without comments, with a space or a line end only where one is needed. Refuses what it cannot tell apart.
pub fn script(text: &str) -> Result<String, String> {
    let mut reader =
        Reader { rest: text.chars().collect(), at: 0, out: String::with_capacity(text.len()), gap: Gap::None };
    reader.code(false)?;
    reader.out.push('\n');
    Ok(reader.out)
}

/// What stood between the last thing written and the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Line,
}

struct Reader {
    rest: Vec<char>,
    at: usize,
    out: String,
    gap: Gap,
}

/// Behind these a statement never ends, and nothing grows together with them.
const OPEN: &str = "{([,;:?=&|<>*%!^~";
/// Before these a statement goes on or ends anyway.
const CLOSE: &str = "})],;:?=&|.";
/// Words behind which `/` begins an expression.
const WORDS: [&str; 8] = ["return", "typeof", "case", "of", "in", "await", "void", "yield"];

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        Some(c)
    }

    /// Writes the next character as it stands.
    fn copy(&mut self) {
        if let Some(c) = self.take() {
            self.out.push(c);
        }
    }

    /// Code to the end of the text, or to the brace that closes a place in a template.
    fn code(&mut self, inside: bool) -> Result<(), String> {
        let mut depth = 0u32;
        while let Some(c) = self.peek(0) {
            match c {
                '\n' => {
                    self.at += 1;
                    self.gap = Gap::Line;
                }
                c if c.is_whitespace() => {
                    self.at += 1;
                    self.gap = if self.gap == Gap::Line { Gap::Line } else { Gap::Space };
                }
                '/' if self.peek(1) == Some('/') => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                '/' if self.peek(1) == Some('*') => self.comment()?,
                '"' | '\'' => {
                    self.part(c);
                    self.at += 1;
                    self.string(c)?;
                }
                '`' => {
                    self.part(c);
                    self.at += 1;
                    self.template()?;
                }
                '/' if self.begins_expression() => {
                    self.part(c);
                    self.at += 1;
                    self.pattern()?;
                }
                '}' if inside && depth == 0 => {
                    self.gap = Gap::None;
                    return Ok(());
                }
                c => {
                    match c {
                        '{' => depth += 1,
                        '}' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    self.part(c);
                    self.at += 1;
                }
            }
        }
        if inside { Err("a template that does not end".to_owned()) } else { Ok(()) }
    }

    /// Writes a sign of code, with what must stand before it.
    fn part(&mut self, c: char) {
        if self.gap != Gap::None
            && let Some(last) = self.out.chars().last()
        {
            let together = OPEN.contains(last) || CLOSE.contains(c);
            let apart = OPEN.contains(c) || "})]".contains(last);
            match self.gap {
                Gap::Line if !together => self.out.push('\n'),
                Gap::Space if !together && !apart => self.out.push(' '),
                _ => {}
            }
        }
        self.gap = Gap::None;
        self.out.push(c);
    }

    fn comment(&mut self) -> Result<(), String> {
        self.at += 2;
        while !(self.peek(0) == Some('*') && self.peek(1) == Some('/')) {
            match self.take() {
                Some('\n') => self.gap = Gap::Line,
                Some(_) => {}
                None => return Err("a comment that does not end".to_owned()),
            }
        }
        self.at += 2;
        self.gap = if self.gap == Gap::Line { Gap::Line } else { Gap::Space };
        Ok(())
    }

    fn string(&mut self, end: char) -> Result<(), String> {
        loop {
            match self.take() {
                Some('\n') | None => return Err("a text that does not end on its line".to_owned()),
                Some('\\') => {
                    self.out.push('\\');
                    self.copy();
                }
                Some(c) => {
                    self.out.push(c);
                    if c == end {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn template(&mut self) -> Result<(), String> {
        loop {
            match self.take() {
                None => return Err("a template that does not end".to_owned()),
                Some('\\') => {
                    self.out.push('\\');
                    self.copy();
                }
                Some('$') if self.peek(0) == Some('{') => {
                    self.at += 1;
                    self.out.push_str("${");
                    self.code(true)?;
                    self.copy();
                }
                Some(c) => {
                    self.out.push(c);
                    if c == '`' {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Whether `/` begins a pattern here and does not divide.
    fn begins_expression(&self) -> bool {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        match self.out.chars().last() {
            None => true,
            Some(c) if word(c) => {
                let tail: Vec<char> = self.out.chars().rev().take_while(|c| word(*c)).collect();
                let last: String = tail.into_iter().rev().collect();
                WORDS.contains(&last.as_str())
            }
            Some(c) => !matches!(c, ')' | ']' | '}' | '"' | '\'' | '`' | '.'),
        }
    }

    fn pattern(&mut self) -> Result<(), String> {
        let mut class = false;
        loop {
            match self.take() {
                Some('\n') | None => return Err("a pattern that does not end on its line".to_owned()),
                Some('\\') => {
                    self.out.push('\\');
                    self.copy();
                }
                Some(c) => {
                    self.out.push(c);
                    match c {
                        '[' => class = true,
                        ']' => class = false,
                        '/' if !class => return Ok(()),
                        _ => {}
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_what_means_nothing_goes() {
        for (text, lean) in [
            ("// a\nconst a = b + c; // d\n\n  f( a , b );\n", "const a=b + c;f(a,b);\n"),
            ("/** a\n * b */ export const x = 1\nlet y\n", "export const x=1\nlet y\n"),
            ("if (a)\n{\n  return b\n}\nc()\n", "if(a)\n{return b}\nc()\n"),
            ("a = b\n(c)\nd\n[e]", "a=b\n(c)\nd\n[e]\n"),
            ("a - -b + +c - --d", "a - -b + +c - --d\n"),
            ("x = \"a  // b\" + 'c  /* d'", "x=\"a  // b\" + 'c  /* d'\n"),
            ("x = `a  ${ b + `c  ${ { d : 1 }.d }` }  // e\n  f`", "x=`a  ${b + `c  ${{d:1}.d}`}  // e\n  f`\n"),
            ("x = a / b / c; y = / [/\"] \\/ /g.test( z )", "x=a / b / c;y=/ [/\"] \\/ /g.test(z)\n"),
            ("return /a  b/", "return /a  b/\n"),
            ("a\n  .b()\n  ?.c", "a.b()?.c\n"),
            ("async (a) => await a", "async(a)=>await a\n"),
            ("for (const a of b) if (c) d(); else e();", "for(const a of b)if(c)d();else e();\n"),
            ("class A {\n  b = 1;\n  get c() {\n  }\n  static d() {}\n}", "class A{b=1;get c(){}\nstatic d(){}}\n"),
        ] {
            assert_eq!(script(text).unwrap(), lean, "{text}");
        }
    }

    #[test]
    fn what_does_not_end_is_refused() {
        for text in ["/* a", "\"a\n", "`a", "`${a", "x = /a\n", "x = /[/"] {
            assert!(script(text).is_err(), "{text}");
        }
    }

    #[test]
    fn styles_lose_comments_and_indentation() {
        assert_eq!(style("/* a\n b */\np {\n  margin: 0 1px; /* c */\n}\n"), "p {\nmargin: 0 1px;\n}\n");
    }
}
