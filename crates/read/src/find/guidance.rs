//! The form's own guidance, which is no answer where somebody left it standing.

/// Guidance that the form itself prints beside its options; it says nothing of who filled it in.
const HINTS: [&str; 16] = [
    "From MM/YYYY to MM/YYYY",
    "MM/YYYY to MM/YYYY",
    "From MM YYYY to MM YYYY",
    "MM/YYYY",
    "DD/MM/YYYY",
    "DD/MM/YY",
    "If so, please specify",
    "If yes, please specify",
    "please specify",
    "Specify the modality and for each one indicate approximate size and unit of measurement",
    "Alternatively, specify the approximate size in a different measurement unit",
    "Excluding audio that is part of video, as this should be reported under the video modality instead. Furthermore, the Commission understands the modality of audio to include speech",
    "For each selected modality, select the range within which the estimated total training data size for that modality falls. Dynamic datasets may be excluded from the estimation",
    "For each selected modality, provide a general description of the type of content that has been included in the training data",
    "Select the modalities present in the training data, to the extent that they are identifiable",
    "Select the range within which the estimated total training data size for that modality falls",
];

/// What the form or a text program puts where an answer belongs. It is left in the text, so that a check can point to it, but
/// alone it is no answer.
const FILLERS: [&str; 33] = [
    "Replace this with your response",
    "Replace this text",
    "Type your answer here",
    "Type the answer here",
    "Enter your response here",
    "Enter your answer here",
    "Enter your response",
    "Insert your answer here",
    "Insert text here",
    "Click here to enter text",
    "Enter text here",
    "Enter a date",
    "Select an item",
    "Select a date",
    "in a few sentences",
    "If so, please specify",
    "Not provided",
    "Not yet provided",
    "Not specified",
    "Not answered",
    "No answer",
    "No response",
    "No information provided",
    "Left blank",
    "Providers may also disclose other relevant information on a voluntary basis, e.g. the period of data collection, size of the datasets and further details",
    "Providers may also disclose other relevant information on a voluntary basis",
    "I fornitori possono anche divulgare altre informazioni pertinenti su base volontaria",
    "Click or tap here to enter text",
    "Click or tap to enter a date",
    "Fare clic o toccare qui per immettere il testo",
    "Choose an item",
    "To be completed",
    "Fill in",
];

/// Words with which a note in brackets tells somebody to write.
const TELLS: [&str; 18] = [
    "insert", "enter", "add", "describe", "specify", "fill", "provide", "type", "write", "complete", "list", "name",
    "state", "indicate", "select", "choose", "replace", "your",
];

/// Words that stand alone where an answer is still to come.
const PENDING: [&str; 8] =
    ["tbd", "tbc", "todo", "pending", "to be determined", "to be confirmed", "to be added", "blank"];

/// Whether a text is nothing but filler.
pub fn is_filler(text: &str) -> bool {
    let mut rest = text.to_owned();
    for phrase in FILLERS {
        if let Some((from, to)) = position(&rest, phrase) {
            rest = format!("{}{}", rest.get(..from).unwrap_or_default(), rest.get(to..).unwrap_or_default());
        }
    }
    // `[Please insert your answer]`: what tells somebody to write, in brackets, and nothing else.
    let bare = text.trim();
    let inside = bare.strip_prefix(['[', '<', '{']).and_then(|t| t.strip_suffix([']', '>', '}']));
    if let Some(inside) = inside.filter(|t| !t.contains(['[', ']'])) {
        let words = gpai_forms::lexicon::words::plain(inside);
        let told =
            words.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).find(|w| *w != "please");
        if told.is_some_and(|w| TELLS.contains(&w)) {
            return true;
        }
    }
    let alone: String = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    PENDING.contains(&alone.as_str()) || (rest != text && !rest.contains(char::is_alphanumeric))
}

/// The answer without guidance. A sentence of guidance goes with its punctuation; words of the provider stay.
pub fn without(text: &str) -> String {
    let mut out = text.to_owned();
    for phrase in HINTS {
        // Short fillers count only where they are the whole answer.
        let short = phrase.len() < 16 && !phrase.contains("YY");
        while let Some((from, to)) = position(&out, phrase) {
            let alone = {
                let before = out.get(..from).unwrap_or_default();
                let after = out.get(to..).unwrap_or_default();
                !before.contains(char::is_alphanumeric) && !after.contains(char::is_alphanumeric)
            };
            let bracketed = out.get(..from).is_some_and(|b| b.trim_end().ends_with(['(', '[']));
            if short && !alone && !bracketed {
                break;
            }
            let before =
                out.get(..from).unwrap_or_default().trim_end_matches(['(', '[', '\u{201C}', '"', ' ', '_']).to_owned();
            let after = out
                .get(to..)
                .unwrap_or_default()
                .trim_start_matches(|c: char| ".…:)]_\u{201D}\"".contains(c) || c == ' ')
                .to_owned();
            out = match (before.is_empty(), after.is_empty()) {
                (false, false) => format!("{before} {after}"),
                _ => before + &after,
            };
        }
    }
    out.trim().to_owned()
}

/// Where a phrase stands in a text, compared by letters and digits alone.
fn position(text: &str, phrase: &str) -> Option<(usize, usize)> {
    let wanted: Vec<char> = phrase.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let have: Vec<(usize, usize, char)> = text
        .char_indices()
        .filter(|(_, c)| c.is_alphanumeric())
        .map(|(at, c)| (at, at + c.len_utf8(), c.to_lowercase().next().unwrap_or(c)))
        .collect();
    let at = have.windows(wanted.len().max(1)).position(|w| w.iter().map(|x| x.2).eq(wanted.iter().copied()))?;
    let window = have.get(at..at + wanted.len())?;
    let (from, to) = (window.first()?.0, window.last()?.1);
    // Whole words only.
    let before = text.get(..from)?.chars().next_back();
    let after = text.get(to..)?.chars().next();
    (!before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guidance_goes_and_answers_stay() {
        assert_eq!(without("If so, please specify\u{2026}"), "");
        assert_eq!(
            without(
                "Alternatively, specify the approximate size\nin a different measurement unit:\n15 trillion tokens"
            ),
            "15 trillion tokens"
        );
        assert!(is_filler(
            "Providers may also disclose other relevant information on a voluntary basis, e.g. the period of data collection, size of the datasets and further details."
        ));
        assert!(is_filler("[Fill in]"));
        assert!(is_filler("[Please insert your answer]") && is_filler("<describe the measures>"));
        assert!(!is_filler("[1] List of datasets, [2] more") && !is_filler("[N/A]"));
        assert!(!is_filler("Fill in the blanks of our policy"));
        assert!(!is_filler(""));
        assert_eq!(without("We please specify nothing"), "We please specify nothing");
        assert_eq!(without("Other (please specify)"), "Other");
    }
}
