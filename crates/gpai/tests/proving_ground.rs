//! A proving ground for the reader of documents: the form filled with random but consistent answers and laid out as many
//! producers do, with the truth known. Nothing that is there may be called absent, no question may have both answers, and
//! what a person can read has to be read. `GPAI_SEEDS=FROM..TO` runs others than the usual seeds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fastrand::Rng;
use gpai_forms::reading::{Reading, State};
use gpai_forms::template::Template;
use gpai_review::{Book, Context, lint};
use gpai_rules::law::Law;

#[path = "proving_ground/layouts.rs"]
mod layouts;
#[path = "proving_ground/truth.rs"]
mod truth;
#[path = "proving_ground/word.rs"]
mod word;

use layouts::{BOXES, Boxes, HTML, LABELS, Label, MARKDOWN, Style};
use truth::{Answer, Truth};

#[derive(Default, Debug)]
struct Counts {
    documents: usize,
    fields: usize,
    right: usize,
    unreadable: usize,
    wrong: Vec<String>,
    absent: Vec<String>,
    both: Vec<String>,
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn seeds() -> std::ops::Range<u64> {
    let given = std::env::var("GPAI_SEEDS").ok().and_then(|s| {
        let (from, to) = s.split_once("..")?;
        Some(from.parse().ok()?..to.parse().ok()?)
    });
    given.unwrap_or(1..3)
}

struct Ground {
    template: Template,
    book: Book,
    counts: Counts,
    by_layout: BTreeMap<String, (usize, usize)>,
}

impl Ground {
    fn new() -> Self {
        let law = Law::book().unwrap();
        Ground {
            template: Template::latest("training-summary").unwrap().unwrap(),
            book: Book::book(&law).unwrap(),
            counts: Counts::default(),
            by_layout: BTreeMap::new(),
        }
    }

    fn look(&mut self, layout: &str, name: &str, bytes: &[u8], truth: &Truth) {
        let reading = gpai_read::read(name, bytes, None).unwrap_or_else(|e| panic!("{layout}: {e}"));
        // As the program has it: a file is read in a process of its own, and what was read comes back as JSON.
        let reading = gpai_forms::wire::read(&gpai_forms::wire::write(&reading)).unwrap();
        self.counts.documents += 1;
        let of = self.by_layout.entry(layout.split(' ').next().unwrap().to_owned()).or_default();
        for (id, answer) in truth {
            self.counts.fields += 1;
            of.1 += 1;
            match judge(&reading, id, answer) {
                Ok(true) => {
                    self.counts.right += 1;
                    of.0 += 1;
                }
                Ok(false) => self.counts.unreadable += 1,
                Err(why) => self.counts.wrong.push(format!("{layout}: {id} {why}")),
            }
        }
        let report = lint(&reading, &Context::default(), &self.book);
        for finding in &report.findings {
            let id = finding.field();
            let answered = truth.contains_key(id) || truth.keys().any(|k| k.starts_with(&format!("{id}.")));
            let missing =
                matches!(finding.case.as_deref(), Some("missing" | "section" | "question" | "blank" | "none"));
            let said = format!("{layout}: {} {id}", finding.code);
            if missing && answered && !matches!(finding.code.as_str(), "TS-201" | "TS-102") {
                self.counts.absent.push(said);
            } else if matches!(finding.case.as_deref(), Some("both" | "several"))
                && finding.code.starts_with("TS-")
                && finding.code != "TS-D17"
            {
                self.counts.both.push(said);
            }
        }
        if report.findings.iter().any(|f| matches!(f.code.as_str(), "TS-D15" | "TS-D16" | "TS-D17")) {
            self.counts.wrong.push(format!("{layout}: not followed"));
        }
    }

    fn close(&self, unreadable: usize) {
        let c = &self.counts;
        let mut said = String::new();
        for list in [&c.absent, &c.both, &c.wrong] {
            for line in list.iter().take(40) {
                let _ = writeln!(said, "{line}");
            }
        }
        let _ = writeln!(
            said,
            "documents {} fields {} right {} unreadable {} wrong {} false absent {} false both {}",
            c.documents,
            c.fields,
            c.right,
            c.unreadable,
            c.wrong.len(),
            c.absent.len(),
            c.both.len()
        );
        for (layout, (right, all)) in &self.by_layout {
            let _ = writeln!(said, "{layout}: {right}/{all}");
        }
        println!("{said}");
        assert!(c.absent.is_empty() && c.both.is_empty(), "{said}");
        assert!(c.wrong.len() * 100 <= c.fields, "{said}");
        assert!(c.unreadable * 100 <= c.fields * unreadable, "{said}");
    }
}

/// Whether an answer was read right; false where it was called unreadable.
fn judge(reading: &Reading, id: &str, answer: &Answer) -> Result<bool, String> {
    let Some(field) = reading.fields.get(id) else { return Err("not found".to_owned()) };
    if field.state == State::Unreadable {
        return Ok(false);
    }
    match answer {
        Answer::Ticks(ticked) => {
            let (mut a, mut b) = (field.ticked.clone(), ticked.clone());
            a.sort();
            b.sort();
            if a == b { Ok(true) } else { Err(format!("{:?} for {ticked:?}, text `{}`", field.ticked, field.text)) }
        }
        Answer::Says(text) if bare(&field.text) == bare(text) => Ok(true),
        Answer::Says(text) => Err(format!("`{}` for `{text}`", field.text)),
    }
}

fn styles(seed: u64, layout: usize) -> Vec<Style> {
    // Some of the styles of boxes and ways with labels, others for each layout and seed; over seeds every pair comes.
    let seed = usize::try_from(seed).unwrap();
    (0..3)
        .map(|n| Style {
            boxes: BOXES[(layout * 3 + n * 5 + seed * 4) % BOXES.len()],
            label: LABELS[(layout + n + seed) % LABELS.len()],
        })
        .collect()
}

#[test]
fn markdown_of_many_hands_is_read() {
    let mut ground = Ground::new();
    for seed in seeds() {
        let truth = truth::truth(&ground.template, seed);
        for (at, dialect) in MARKDOWN.into_iter().enumerate() {
            for style in styles(seed, at) {
                // A question without a colon in running text is no label anybody could tell, and a struck word in a grid is one.
                let hopeless = matches!(dialect, "grid") && matches!(style.boxes, Boxes::Struck);
                if hopeless {
                    continue;
                }
                let mut rng = Rng::with_seed(seed);
                let text = layouts::markdown(&ground.template, &truth, style, dialect, &mut rng);
                ground.look(
                    &format!("md/{dialect} {:?} {:?} seed {seed}", style.boxes, style.label),
                    "summary.md",
                    text.as_bytes(),
                    &truth,
                );
            }
        }
    }
    ground.close(2);
}

#[test]
fn html_of_many_hands_is_read() {
    let mut ground = Ground::new();
    for seed in seeds() {
        let truth = truth::truth(&ground.template, seed);
        for (at, way) in HTML.into_iter().enumerate() {
            for style in styles(seed, at) {
                let mut rng = Rng::with_seed(seed);
                let text = layouts::html(&ground.template, &truth, style, way, None, &mut rng);
                ground.look(
                    &format!("html/{way} {:?} {:?} seed {seed}", style.boxes, style.label),
                    "summary.html",
                    text.as_bytes(),
                    &truth,
                );
            }
        }
    }
    ground.close(2);
}

#[test]
fn boxes_that_are_drawn_are_read() {
    let drawings = [
        ("css", "<span class=\"cb on\"></span>", "<span class=\"cb\"></span>"),
        ("before", "<span class=\"t\"></span>", "<span class=\"f\"></span>"),
        ("fa", "<i class=\"fa fa-check-square-o\"></i>", "<i class=\"fa fa-square-o\"></i>"),
        ("bi", "<i class=\"bi bi-check-square\"></i>", "<i class=\"bi bi-square\"></i>"),
        (
            "material",
            "<span class=\"material-icons\">check_box</span>",
            "<span class=\"material-icons\">check_box_outline_blank</span>",
        ),
        ("input", "<input type=\"checkbox\" checked>", "<input type=\"checkbox\">"),
        ("img", "<img src=\"a/box-ticked.png\" alt=\"ticked box\">", "<img src=\"a/box-empty.png\" alt=\"empty box\">"),
        (
            "svg",
            "<svg width=\"10\" height=\"10\"><rect width=\"9\" height=\"9\" fill=\"none\"/><path d=\"M1 4L4 8L9 1\"/></svg>",
            "<svg width=\"10\" height=\"10\"><rect width=\"9\" height=\"9\" fill=\"none\"/></svg>",
        ),
        (
            "aria",
            "<span role=\"checkbox\" aria-checked=\"true\"></span>",
            "<span role=\"checkbox\" aria-checked=\"false\"></span>",
        ),
    ];
    let mut ground = Ground::new();
    for seed in seeds() {
        let truth = truth::truth(&ground.template, seed);
        for (name, on, off) in drawings {
            for way in ["table", "dl", "cards"] {
                let mut rng = Rng::with_seed(seed);
                let style = Style { boxes: Boxes::Signs("\u{2612}", "\u{2610}"), label: Label::Official };
                let text = layouts::html(&ground.template, &truth, style, way, Some((on, off)), &mut rng);
                ground.look(&format!("drawn/{name} {way} seed {seed}"), "summary.html", text.as_bytes(), &truth);
            }
        }
    }
    ground.close(2);
}

#[test]
fn boxes_that_nobody_can_read_are_no_answers() {
    let mut ground = Ground::new();
    for seed in seeds() {
        let truth = truth::truth(&ground.template, seed);
        let pictures = (
            "<img width=\"12\" src=\"data:image/png;base64,AAAA\">",
            "<img width=\"12\" src=\"data:image/png;base64,BBBB\">",
        );
        let icons = (
            "<svg width=\"12\" height=\"12\"><path d=\"M1 1H9V9H1ZM2 5L4 7L8 2\"/></svg>",
            "<svg width=\"12\" height=\"12\"><path d=\"M1 1H9V9H1ZM2 2H8V8H2Z\"/></svg>",
        );
        for (on, off) in [pictures, icons, ("", "")] {
            let mut rng = Rng::with_seed(seed);
            let style = Style { boxes: Boxes::Signs("\u{2612}", "\u{2610}"), label: Label::Official };
            let text = layouts::html(&ground.template, &truth, style, "table", Some((on, off)), &mut rng);
            ground.look(&format!("lost/{} seed {seed}", on.len()), "summary.html", text.as_bytes(), &truth);
        }
    }
    // Every answer with boxes is unreadable here; none may be made up.
    ground.close(60);
}

#[test]
fn word_files_are_read() {
    let mut ground = Ground::new();
    for seed in seeds() {
        let truth = truth::truth(&ground.template, seed);
        for label in LABELS {
            for half in [false, true] {
                let mut rng = Rng::with_seed(seed);
                let style = Style { boxes: BOXES[0], label };
                let bytes = word::docx(&ground.template, &truth, style, half, &mut rng);
                ground.look(&format!("docx/{half} {label:?} seed {seed}"), "summary.docx", &bytes, &truth);
            }
        }
    }
    ground.close(2);
}

#[test]
fn two_in_one_file_are_told_apart() {
    let template = Template::latest("training-summary").unwrap().unwrap();
    for seed in seeds() {
        let style = Style { boxes: BOXES[0], label: Label::Official };
        let mut rng = Rng::with_seed(seed);
        let [one, two] = [seed, seed + 500].map(|s| truth::truth(&template, s));
        for dialect in ["colon", "pipes", "headings"] {
            let text = layouts::markdown(&template, &one, style, dialect, &mut rng)
                + &layouts::markdown(&template, &two, style, dialect, &mut rng);
            let reading = gpai_read::read("summary.md", text.as_bytes(), None).unwrap();
            assert_eq!(reading.documents, 2, "{dialect} seed {seed}");
            for (id, answer) in &one {
                assert_eq!(judge(&reading, id, answer), Ok(true), "{dialect} {id} seed {seed}");
            }
        }
    }
}

/// A document with some of its bytes changed, taken out, doubled or moved.
fn broken(bytes: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..rng.usize(1..24) {
        if out.is_empty() {
            break;
        }
        let at = rng.usize(..out.len());
        let to = (at + rng.usize(1..400)).min(out.len());
        match rng.u8(..5) {
            0 => out[at] = rng.u8(..),
            1 => drop(out.drain(at..to)),
            2 => {
                let piece = out[at..to].to_vec();
                out.splice(at..at, piece);
            }
            3 => out.splice(at..at, (0..rng.usize(1..9)).map(|_| b"<>|[]#*:-\"&"[rng.usize(..11)])).for_each(drop),
            _ => out.truncate(to),
        }
    }
    out
}

#[test]
fn broken_documents_end_in_time_and_without_panic() {
    const EACH: std::time::Duration = std::time::Duration::from_secs(5);
    let template = Template::latest("training-summary").unwrap().unwrap();
    let law = Law::book().unwrap();
    let book = Book::book(&law).unwrap();
    let truth = truth::truth(&template, 7);
    let style = Style { boxes: BOXES[0], label: Label::Official };
    let mut rng = Rng::with_seed(7);
    let mut whole: Vec<(&str, Vec<u8>)> = Vec::new();
    for dialect in MARKDOWN {
        whole.push(("a.md", layouts::markdown(&template, &truth, style, dialect, &mut rng).into_bytes()));
    }
    for way in HTML {
        whole.push(("a.html", layouts::html(&template, &truth, style, way, None, &mut rng).into_bytes()));
    }
    whole.push(("a.docx", word::docx(&template, &truth, style, true, &mut rng)));
    let csv: String = truth.iter().map(|(id, answer)| format!("{id},\"{answer:?}\"\n")).collect();
    whole.push(("a.csv", csv.into_bytes()));
    let from = std::time::Instant::now();
    let mut read = 0_u32;
    let mut round = 0_u64;
    // Some rounds at least, however slow the machine; then as many as fit into a few seconds.
    while round < 3 || from.elapsed().as_secs() < 4 {
        for (name, bytes) in &whole {
            let mut rng = Rng::with_seed(round);
            let bytes = broken(bytes, &mut rng);
            let begun = std::time::Instant::now();
            if let Ok(reading) = gpai_read::read(name, &bytes, Some("training-summary")) {
                read += 1;
                let _ = lint(&reading, &Context::default(), &book);
            }
            assert!(begun.elapsed() < EACH, "{name} round {round}: {:?}", begun.elapsed());
        }
        round += 1;
    }
    assert!(read > 20, "hardly anything was readable: {read}");
}
