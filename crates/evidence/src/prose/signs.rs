//! What a passage may speak of, found for all passages of a card in one go.
//!
//! Each matter has words of which one has to stand in a passage before it is worth a closer look. Looking for each word in
//! each sentence would take most of the time that a folder takes; one automaton over all words takes little of it.

use std::ops::BitOr;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::passages::Passage;

/// A set of matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(u32);

impl Signs {
    /// Sizes and tokens.
    pub const SIZE: Signs = Signs(1);
    /// A domain in which a model is no language model.
    pub const DOMAIN: Signs = Signs(1 << 1);
    /// Transcribing and translating speech.
    pub const SPEECH: Signs = Signs(1 << 2);
    /// Mixtures of experts.
    pub const MIXTURE: Signs = Signs(1 << 3);
    /// Making images.
    pub const IMAGE: Signs = Signs(1 << 4);
    /// Language models.
    pub const LANGUAGE: Signs = Signs(1 << 5);
    /// Being made from another model.
    pub const DERIVED: Signs = Signs(1 << 6);
    /// The time that training took.
    pub const TIME: Signs = Signs(1 << 7);
    /// Amounts of compute, and how well accelerators were used.
    pub const COMPUTE: Signs = Signs(1 << 8);
    /// Names of base models.
    pub const BASE: Signs = Signs(1 << 9);
    /// Lists of base models that follow.
    pub const LIST: Signs = Signs(1 << 10);
    /// Compute of other models.
    pub const OTHERS: Signs = Signs(1 << 11);
    /// Putting something under a licence.
    pub const GRANT: Signs = Signs(1 << 12);
    /// How often training went through its data.
    pub const REPEATS: Signs = Signs(1 << 13);
    /// Training that went on from weights that were there.
    pub const ORIGIN: Signs = Signs(1 << 14);
    /// Fields of outputs that are no language.
    pub const FIELD: Signs = Signs(1 << 15);
    /// Language or pictures as outputs.
    pub const GIVES: Signs = Signs(1 << 16);
    /// Restricting what may be done with the model.
    pub const RESTRICT: Signs = Signs(1 << 20);
    /// Speaking of the Union.
    pub const UNION: Signs = Signs(1 << 21);

    /// Whether the two have a matter in common.
    pub fn any(self, other: Signs) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Signs {
    type Output = Signs;

    fn bitor(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }
}

/// All matters with their words.
pub struct Matters {
    /// `None` if it cannot be built; then every passage is looked at.
    automaton: Option<AhoCorasick>,
    /// For each word, what it is a sign of.
    of: Vec<Signs>,
}

impl Matters {
    /// Matters with the words of each, in lower case.
    pub fn new<'w>(words: impl IntoIterator<Item = (Signs, &'w str)>) -> Self {
        let (of, words): (Vec<Signs>, Vec<&str>) = words.into_iter().unzip();
        // The other kinds of automaton are faster by little and take longer to build than most cards take to read.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        Matters { automaton: AhoCorasick::builder().kind(kind).build(words).ok(), of }
    }

    /// What each passage may speak of; `flat` is the text on one line.
    pub fn signs(&self, flat: &str, passages: &[Passage]) -> Vec<Signs> {
        let Some(automaton) = &self.automaton else { return vec![Signs(u32::MAX); passages.len()] };
        let mut out = vec![Signs::default(); passages.len()];
        let mut slots = out.iter_mut().zip(passages);
        let mut here = slots.next();
        // Words come in the order of their ends, as passages do.
        for word in automaton.find_overlapping_iter(flat) {
            while here.as_ref().is_some_and(|(_, passage)| passage.range.end < word.end()) {
                here = slots.next();
            }
            let Some((signs, _)) = &mut here else { break };
            **signs = **signs | self.of.get(word.pattern().as_usize()).copied().unwrap_or_default();
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::passages::passages;

    #[test]
    fn words_are_found_in_the_passage_they_stand_in() {
        let matters = Matters::new([(Signs::SIZE, "token"), (Signs::GRANT, "en"), (Signs::LIST, "two words")]);
        let text = "no. a token here! two\nwords.\n\n# en\n";
        let signs = matters.signs(&crate::text::flat(text), &passages(text));
        let none = Signs::default();
        assert_eq!(signs, [none, Signs::SIZE | Signs::GRANT, Signs::LIST, none, Signs::GRANT]);
    }
}
