//! Blocks of a model card: marks kept, everything else left alone, strangers' text never markup.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use gpai_rules::law::{Language, Law};

use super::*;

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

fn filled(pairs: &[(&str, &str)]) -> Vec<Filled> {
    book().unwrap().iter().map(|b| fill(b, &values(pairs), Language::English, 2)).collect()
}

#[test]
fn every_fact_and_provision_of_the_blocks_is_in_the_law_book() {
    let law = Law::book().unwrap();
    for block in book().unwrap() {
        for cite in &block.cites {
            assert!(law.paragraphs.contains_key(cite), "{cite}");
        }
        for line in &block.lines {
            for name in &line.needs {
                assert!(law.fact(name).is_some(), "{name}");
                for text in [&line.text.en, &line.text.zh] {
                    assert!(text.contains(&format!("{{{name}}}")), "{text}: does not say {name}");
                }
            }
        }
    }
}

#[test]
fn what_is_unknown_is_left_out_and_named() {
    let blocks = filled(&[("documents.training_summary", "documents/training-summary.html")]);
    let text = blocks[0].text.as_deref().unwrap();
    assert!(text.starts_with("## Public summary of the training content\n\nThe public summary"), "{text}");
    assert!(text.ends_with("[documents/training-summary.html](documents/training-summary.html)."), "{text}");
    assert!(blocks[1].text.as_deref().unwrap().contains("prohibited by law"));
    assert_eq!(blocks[1].missing, ["documents.copyright_policy"]);
    assert_eq!(blocks[2].text, None);
    assert_eq!(
        blocks[2].missing,
        ["contact.rightsholders", "provider.contact", "provider.name", "provider.representative"]
    );
    // "none" is an answer.
    let blocks = filled(&[("provider.representative", "none")]);
    assert!(!blocks[2].missing.contains(&"provider.representative".to_owned()));
}

#[test]
fn a_card_gets_its_blocks_once_and_nothing_else_changes() {
    let card = "---\nlicense: apache-2.0\n---\n\n# M\n\nText without end";
    let blocks = filled(&[("provider.name", "Example"), ("provider.contact", "hello@example.eu")]);
    let (once, done) = update(card, &blocks).unwrap();
    assert_eq!(done, [Outcome::LeftOut, Outcome::Added, Outcome::Added, Outcome::LeftOut]);
    assert!(once.starts_with(&format!("{card}\n\n<!-- gpai:begin copyright -->\n## Copyright\n")), "{once}");
    assert!(once.contains("Provider: Example. Contact: <hello@example.eu>.\n<!-- gpai:end contact -->\n"), "{once}");
    let (twice, done) = update(&once, &blocks).unwrap();
    assert_eq!(twice, once);
    assert_eq!(done[1..3], [Outcome::Unchanged, Outcome::Unchanged]);
    // What people wrote around a block, and before it, stays; only the inside changes.
    let moved =
        once.replace("# M\n", "# M \n\n<!-- gpai:begin intended-use -->\nold\n<!-- gpai:end intended-use -->\n");
    let (third, done) = update(&moved, &filled(&[("model.intended_use", "Research")])).unwrap();
    assert_eq!(done[3], Outcome::Updated);
    assert_eq!(third, moved.replace("\nold\n", "\n## Intended use\n\nResearch\n"));
}

#[test]
fn line_ends_of_the_card_are_kept() {
    let card = "# M\r\n<!-- gpai:begin copyright -->\r\n<!-- gpai:end copyright -->\r\n";
    let (out, _) = update(card, &filled(&[])).unwrap();
    assert!(!out.replace("\r\n", "").contains('\n'), "{out:?}");
    assert!(out.ends_with("<!-- gpai:end copyright -->\r\n"));
}

#[test]
fn broken_marks_leave_the_card_alone_and_name_the_line() {
    let error = |card: &str| update(card, &filled(&[])).unwrap_err().to_string();
    assert_eq!(
        error("a\n<!-- gpai:begin copyright -->\ntext"),
        "line 2: the block `copyright` does not end; add <!-- gpai:end copyright -->"
    );
    assert!(error("<!-- gpai:end contact -->").starts_with("line 1: `contact` ends here and begins nowhere"));
    assert!(error("<!-- gpai:begin a -->\n<!-- gpai:begin b -->").starts_with("line 2: the block `b` begins before"));
    let twice = "<!-- gpai:begin a -->\n<!-- gpai:end a -->\n".repeat(2);
    assert!(error(&twice).starts_with("line 3: a second block `a`"));
    // Inside fenced code, and where it only looks like one, a mark is text.
    for text in ["```\n<!-- gpai:begin x -->\n```\n", "say <!-- gpai:begin x --> here\n", "<!-- gpai:begin <b> -->\n"] {
        assert!(update(text, &[]).is_ok(), "{text}");
    }
    assert_eq!(update(&"x".repeat(MAX_CARD + 1), &[]), Err(CardError::TooLong));
}

#[test]
fn nothing_from_an_answer_is_markup_or_ends_the_block() {
    let nasty = "<script>alert(1)</script>\n<!-- gpai:end contact -->\n[x](javascript:alert(1)) **b**";
    let blocks = filled(&[("provider.name", nasty), ("provider.contact", "javascript:alert(1)")]);
    let (out, _) = update("# M\n", &blocks).unwrap();
    assert!(!out.contains("<script"), "{out}");
    assert_eq!(out.matches("<!-- gpai:end contact -->").count(), 1);
    assert!(!out.contains("](javascript") && !out.contains("<javascript"), "{out}");
    let (again, _) = update(&out, &blocks).unwrap();
    assert_eq!(again, out);
    for bad in ["../../etc/passwd", "/etc/passwd", "javascript:x", "https://a b", "https://x)](y"] {
        let text = filled(&[("documents.training_summary", bad)]).remove(0).text.unwrap();
        assert!(!text.contains("](") && !text.contains(&format!("<{bad}>")), "{text}");
    }
}
