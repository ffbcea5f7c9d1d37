//! Widths of text without a font at hand, and lines that fit a box. Widths are on the safe side of common fonts.

/// Width of a text in thousandths of the font size.
fn thousandths(c: char) -> u32 {
    match c {
        'i' | 'l' | 'j' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 290,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | ' ' => 370,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 900,
        'A'..='Z' | '>' | '<' | '=' | '≥' | '×' => 690,
        c if u32::from(c) < 0x2000 => 570,
        _ => 1000,
    }
}

/// Width of a text at a font size, rounded up.
pub fn width(text: &str, size: i32) -> i32 {
    let sum: u32 = text.chars().map(thousandths).sum();
    let sum = i32::try_from(sum).unwrap_or(i32::MAX / 64);
    sum.saturating_mul(size).saturating_add(999) / 1000
}

/// Whether a letter is written without spaces between words, so that a line may break before and after it.
fn is_wide(c: char) -> bool {
    u32::from(c) >= 0x2e80
}

/// Marks that must not begin a line.
fn closes(c: char) -> bool {
    "，。？、）：；！”’》,.?!:;)".contains(c)
}

/// Breaks a text into lines no wider than `most`; a single word that is wider keeps its line.
pub fn wrap(text: &str, most: i32, size: i32) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let new = match before {
            None => true,
            Some(b) => !closes(c) && b != '（' && b != '“' && (b == ' ' || is_wide(b) || is_wide(c)) && c != ' ',
        };
        match pieces.last_mut() {
            Some(piece) if !new => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        before = Some(c);
    }
    // As few lines as fit; among those, breaks at spaces and marks rather than within a Chinese word, and even lines.
    let count = fill(&pieces, most, size).len();
    let mut best: Option<(usize, Vec<String>)> = None;
    let mut narrow = most;
    while narrow > most / 2 {
        let lines = fill(&pieces, narrow, size);
        if lines.len() != count || lines.iter().any(|l| width(l, size) > most) {
            break;
        }
        let torn = lines.windows(2).filter(|pair| torn(pair)).count();
        if best.as_ref().is_none_or(|(least, _)| torn <= *least) {
            best = Some((torn, lines));
        }
        narrow -= 4;
    }
    best.map_or_else(|| fill(&pieces, most, size), |(_, lines)| lines)
}

/// Whether a break between two lines falls within what belongs together.
fn torn(pair: &[String]) -> bool {
    let (end, start) = (pair.first().and_then(|l| l.chars().last()), pair.get(1).and_then(|l| l.chars().next()));
    match (end, start) {
        (Some(end), Some(start)) => is_wide(end) && is_wide(start) && !closes(end) && start != '（',
        _ => false,
    }
}

fn fill(pieces: &[String], most: i32, size: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if width(&format!("{line}{}", piece.trim_end()), size) <= most => line.push_str(piece),
            _ => lines.push(piece.clone()),
        }
    }
    lines.iter().map(|l| l.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing() {
        for text in ["Training compute (parameter updates) > 1e23 FLOP?", "训练算力（更新参数） > 1e23 FLOP？", "x"]
        {
            let lines = wrap(text, 120, 13);
            assert!(lines.iter().all(|l| width(l, 13) <= 120), "{lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
            assert!(lines.iter().all(|l| !l.starts_with(['？', '）', '，'])), "{lines:?}");
        }
    }
}
