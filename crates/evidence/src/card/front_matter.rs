//! The front matter of a model card: where it stands, and what single lines say when its YAML is broken.

use std::ops::Range;

use crate::limits;

/// Where the front matter stands. The Hub reads it at the head only, where blank lines may come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// At the head, between two lines `---`.
    Head,
    /// At the head, but no second line `---` ends it.
    Unclosed,
    /// Inside an HTML comment.
    Comment,
    /// Between two lines `---` further down, or after the last one.
    Later,
}

/// A front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Front {
    /// The bytes of the YAML.
    pub yaml: Range<usize>,
    /// The same with its marks.
    pub whole: Range<usize>,
    /// Where it stands.
    pub seat: Seat,
}

/// Bytes of a key.
const KEY: usize = 64;

/// Keys of which one has to occur in metadata that does not stand at the head: `---` is also a rule between paragraphs.
const SIGNS: [&str; 9] = [
    "license:",
    "license_name:",
    "base_model:",
    "pipeline_tag:",
    "library_name:",
    "tags:",
    "datasets:",
    "quantized_by:",
    "model_name:",
];

/// The front matter of a card, wherever it stands; one at the head comes first.
pub fn locate(content: &str) -> Option<Front> {
    let is_mark = |line: &str| line.trim() == "---";
    let mut at = 0;
    let mut first = None;
    // Marks with the line after them; none inside code, where a card shows how a front matter looks.
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut fenced = false;
    for line in content.split_inclusive('\n') {
        let here = at..at + line.len();
        at = here.end;
        let blank = line.trim().is_empty();
        if first.is_none() && !blank {
            first = Some(here.clone());
        }
        let fence = line.trim_start().starts_with("```");
        // In the head, code marks are part of some text value.
        let in_head = first.as_ref().is_some_and(|f| marks.len() == 1 && marks.first() == Some(f));
        fenced ^= fence && !in_head;
        if !fenced && is_mark(line) {
            // Most cards have it at the head, where nobody needs to look further.
            if let Some(first) = first.as_ref().filter(|f| marks.first() == Some(*f) && line.starts_with("---")) {
                return Some(Front { yaml: first.end..here.start, whole: 0..here.end, seat: Seat::Head });
            }
            marks.push(here);
        }
    }
    let first = first?;
    if marks.first() == Some(&first) {
        let body = content.get(first.end..)?;
        let end: usize = body.split_inclusive('\n').take_while(|l| !l.trim().is_empty()).map(str::len).sum();
        let yaml = first.end..first.end + end;
        return content.get(yaml.clone()).filter(|y| is_metadata(y)).map(|_| Front {
            whole: 0..yaml.end,
            yaml,
            seat: Seat::Unclosed,
        });
    }
    let ends = marks.iter().skip(1).cloned().chain(std::iter::once(content.len()..content.len()));
    for (mark, end) in marks.iter().zip(ends) {
        let yaml = mark.end..end.start;
        let Some(body) = content.get(yaml.clone()).filter(|y| is_metadata(y)) else { continue };
        let before = content.get(..mark.start).unwrap_or_default();
        let in_comment = before.rfind("<!--").is_some_and(|open| before.rfind("-->").is_none_or(|c| c < open));
        // A comment may end without a second mark.
        let yaml = body.find("-->").map_or(yaml.clone(), |i| yaml.start..yaml.start + i);
        let seat = if in_comment { Seat::Comment } else { Seat::Later };
        return Some(Front { whole: mark.start..end.end.max(yaml.end), yaml, seat });
    }
    None
}

/// Whether every line at the margin is a key, an item or a comment of YAML, and one of the keys is a card's.
fn is_metadata(yaml: &str) -> bool {
    let is_key = |line: &str| {
        let key = line.split_once(':').map(|(k, _)| k).unwrap_or_default();
        !key.is_empty() && key.len() <= KEY && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    };
    let plain = |line: &str| {
        line.trim().is_empty() || line.starts_with([' ', '\t', '-', '#']) || line.trim() == "-->" || is_key(line)
    };
    yaml.len() <= limits::FRONT_MATTER
        && yaml.lines().all(plain)
        && yaml.lines().any(|l| SIGNS.iter().any(|s| l.starts_with(s)))
}

/// A key of the top level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// Where it stands in the YAML.
    pub at: usize,
    /// The scalars of its value as they are written, up to the bound.
    pub values: Vec<String>,
    /// The keys and scalars of maps in its value, up to the bound; a scalar that is no text is empty.
    pub inner: Vec<(String, String)>,
}

/// What lines alone say of some keys, for YAML that is broken as a whole: `key: value`, `key: [a, b]`, `key:` and items.
pub fn by_line(yaml: &str, wanted: &[&str]) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        if open && let Some(item) = trimmed.strip_prefix('-') {
            if let Some(key) = keys.last_mut().filter(|k| k.values.len() < limits::LIST) {
                key.values.extend(scalar(item));
            }
            continue;
        }
        open &= trimmed.is_empty() || trimmed.starts_with('#');
        let Some((name, value)) = line.split_once(':').filter(|(k, _)| wanted.contains(k)) else { continue };
        if keys.len() >= limits::LIST {
            break;
        }
        let flow = value.trim().strip_prefix('[').and_then(|v| v.strip_suffix(']'));
        let values = match flow {
            Some(items) => items.split(',').take(limits::LIST).filter_map(scalar).collect(),
            None => scalar(value).into_iter().collect(),
        };
        open = value.trim().is_empty();
        keys.push(Key { name: name.to_owned(), at: start, values, inner: Vec::new() });
    }
    keys
}

/// A scalar on one line, without its quotes and its comment; nothing if it is no plain one.
fn scalar(text: &str) -> Option<String> {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            return rest.split_once(quote).map(|(t, _)| t.trim().to_owned()).filter(|t| !t.is_empty());
        }
    }
    let text = text.split(" #").next().unwrap_or_default().trim();
    let plain = !text.is_empty() && !text.starts_with(['|', '>', '&', '*', '!', '{', '[', '%', '@', '`', '#', ':']);
    plain.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::string_slice, reason = "tests")]
    use super::*;

    fn seat(content: &str) -> Option<(Seat, &str)> {
        locate(content).map(|f| (f.seat, content.get(f.yaml).unwrap()))
    }

    #[test]
    fn stands_where_people_put_it() {
        let yaml = "license: mit\n";
        assert_eq!(seat("---\nlicense: mit\n---\n# X\n"), Some((Seat::Head, yaml)));
        assert_eq!(seat("\n\n---\nlicense: mit\n---"), Some((Seat::Head, yaml)));
        assert_eq!(seat("---\r\nlicense: mit\r\n---\r\n").unwrap().0, Seat::Head);
        assert_eq!(seat("---\nlicense: mit\n\n# X\n"), Some((Seat::Unclosed, yaml)));
        assert_eq!(seat("<!--\n---\nlicense: mit\n---\n-->\n# X\n"), Some((Seat::Comment, yaml)));
        assert_eq!(seat("<!-- card\n---\nlicense: mit\n-->\n"), Some((Seat::Comment, yaml)));
        assert_eq!(seat("# X\n\ntext\n---\nlicense: mit\n---\n"), Some((Seat::Later, yaml)));
        assert_eq!(seat("# X\n\n---\nlicense: mit\n"), Some((Seat::Later, yaml)));
        assert_eq!(seat("# X\n---\ntext: so\n---\nlicense: mit\n---\n"), Some((Seat::Later, yaml)));
    }

    #[test]
    fn rules_and_examples_are_none() {
        for content in [
            "# X\n---\nsome text\n---\n",
            "# X\n---\nThe license: mit is good\n---\n",
            "# X\n```yaml\n---\nlicense: mit\n---\n```\n",
            "----\nlicense: mit\n----\n",
            "---\nonly text, and no end\n",
            "",
            "---",
        ] {
            assert_eq!(seat(content), None, "{content}");
        }
    }

    #[test]
    fn lines_of_broken_yaml() {
        let yaml = "license: \"mit\" # free\ntags: [a, 'b']\nbase_model:\n- x/y # one\n\n  - z/w\nlicense_name: [open\nnote: a: b\n\
                    pipeline_tag: >-\n  text\n license: no\n";
        let keys = by_line(yaml, &["license", "tags", "base_model", "license_name", "pipeline_tag"]);
        let shown: Vec<_> = keys.iter().map(|k| (k.name.as_str(), k.values.join("+"))).collect();
        let want = [
            ("license", "mit"),
            ("tags", "a+b"),
            ("base_model", "x/y+z/w"),
            ("license_name", ""),
            ("pipeline_tag", ""),
        ];
        assert_eq!(shown, want.map(|(k, v)| (k, v.to_owned())));
        assert!(yaml[keys.last().unwrap().at..].starts_with("pipeline_tag"));
    }

    #[test]
    fn hostile_text_is_linear_and_harmless() {
        assert_eq!(locate(&"---\n".repeat(200_000)).map(|f| f.seat), Some(Seat::Head));
        assert_eq!(locate(&format!("x\n{}", "---\nlicense\n".repeat(100_000))), None);
        assert!(by_line(&"tags:\n- a\n".repeat(50_000), &["tags"]).len() <= limits::LIST);
    }
}
