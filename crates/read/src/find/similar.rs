//! How like a text is to a label: by the words both have in the same order, rare words counting more than common ones; by what
//! share of a shortened text the label has; and, where letters broke or words ran together, by pairs of letters.

use std::collections::BTreeMap;

use super::labels::near;

/// More words of a text than this are never compared.
const LONGEST: usize = 80;
/// Share of its words, in percent, that a shortened label has in common with the full one.
const SHORTENED: usize = 85;
/// Likeness that a shortened label has at least.
const SHORT_FLOOR: usize = 60;
/// Fewest letters of a text that is compared by pairs of letters.
const FEWEST_LETTERS: usize = 12;

/// Words as they count, with the letters they are made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrase {
    words: Vec<(String, usize)>,
    weight: usize,
    pairs: Vec<(char, char)>,
    /// Beginnings of its words of weight, in order, to see at once what has nothing in common.
    heads: Vec<[char; 3]>,
}

/// What the words of a form weigh.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights {
    met: BTreeMap<String, usize>,
    of: usize,
}

impl Weights {
    /// Of many labels.
    pub(super) fn of<'l>(labels: impl Iterator<Item = &'l [String]>) -> Self {
        let mut out = Weights::default();
        for label in labels {
            let mut words: Vec<&String> = label.iter().collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                *out.met.entry(word.clone()).or_default() += 1;
            }
            out.of += 1;
        }
        out
    }

    /// Weight of one word: that of a rare one is more than that of a common one, that of a particle least.
    fn word(&self, word: &str) -> usize {
        let met = self.met.get(word).copied().unwrap_or(0);
        let letters = word.chars().count();
        // A sign of a script that writes no spaces is a word and more.
        if word.chars().any(|c| c > '\u{2E80}') {
            return 4;
        }
        if letters <= 3 && !(letters == 3 && met <= 4 && met > 0) {
            return 1;
        }
        if met * 12 > self.of {
            2
        } else if met * 40 > self.of {
            3
        } else {
            4
        }
    }

    /// A text ready to be compared.
    pub(super) fn phrase(&self, words: &[String]) -> Phrase {
        let words: Vec<(String, usize)> = words.iter().take(LONGEST).map(|w| (w.clone(), self.word(w))).collect();
        let letters: Vec<char> = words.iter().flat_map(|(w, _)| w.chars()).collect();
        let mut pairs: Vec<(char, char)> = letters.windows(2).filter_map(|p| Some((*p.first()?, *p.get(1)?))).collect();
        pairs.sort_unstable();
        let mut heads: Vec<[char; 3]> = words
            .iter()
            .filter(|(_, weight)| *weight >= 2)
            .map(|(w, _)| {
                let mut c = w.chars();
                [c.next(), c.next(), c.next()].map(Option::unwrap_or_default)
            })
            .collect();
        heads.sort_unstable();
        heads.dedup();
        Phrase { weight: words.iter().map(|w| w.1).sum(), words, pairs, heads }
    }
}

impl Phrase {
    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Likeness of a text (`self`) with a label, in percent; 0 where nothing speaks for it.
    pub(super) fn like(&self, label: &Phrase) -> usize {
        if self.words.is_empty() || label.words.is_empty() {
            return 0;
        }
        let by_words =
            if self.words.len() <= 3 || shared(&self.heads, &label.heads) >= 2 { self.by_words(label) } else { 0 };
        let by_letters = if by_words >= 95 { 0 } else { self.by_letters(label) };
        by_words.max(by_letters)
    }

    /// How many of its words tell something.
    pub(super) fn telling(&self) -> usize {
        self.words.iter().filter(|(_, weight)| *weight >= 2).count()
    }

    /// Whether all its words that tell something are words of a label.
    pub(super) fn part_of(&self, label: &Phrase) -> bool {
        let mut telling = self.words.iter().filter(|(_, weight)| *weight >= 2).peekable();
        telling.peek().is_some() && telling.all(|(word, _)| label.words.iter().any(|(other, _)| near(word, other)))
    }

    fn by_words(&self, label: &Phrase) -> usize {
        let (common, telling) = self.common(label);
        if common == 0 {
            return 0;
        }
        let dice = common * 200 / (self.weight + label.weight).max(1);
        let of_text = common * 100 / self.weight.max(1);
        let of_label = common * 100 / label.weight.max(1);
        let short = if telling >= 2 && of_text >= SHORTENED {
            of_text * (SHORT_FLOOR + (100 - SHORT_FLOOR) * (of_label * 100).isqrt() / 100) / 100
        } else {
            0
        };
        let whole = if telling >= 2 || dice >= 95 { dice } else { 0 };
        whole.max(short).min(100)
    }

    /// Weight of the words that both have in the same order, and how many of these tell something.
    fn common(&self, label: &Phrase) -> (usize, usize) {
        let mut row = vec![(0_usize, 0_usize); label.words.len() + 1];
        for (word, weight) in &self.words {
            let mut diagonal = (0, 0);
            for (at, (other, _)) in label.words.iter().enumerate() {
                let above = row.get(at + 1).copied().unwrap_or_default();
                let left = row.get(at).copied().unwrap_or_default();
                let here = if near(word, other) {
                    (diagonal.0 + weight, diagonal.1 + usize::from(*weight >= 2))
                } else {
                    above.max(left)
                };
                diagonal = above;
                if let Some(cell) = row.get_mut(at + 1) {
                    *cell = here.max(above).max(left);
                }
            }
        }
        row.last().copied().unwrap_or_default()
    }

    fn by_letters(&self, label: &Phrase) -> usize {
        if self.pairs.len() < FEWEST_LETTERS || label.pairs.len() < FEWEST_LETTERS {
            return 0;
        }
        if self.pairs.len() > label.pairs.len() * 3 / 2 || label.pairs.len() > self.pairs.len() * 3 / 2 {
            return 0;
        }
        let both = shared(&self.pairs, &label.pairs);
        // Letters alone say less than words: texts of one language share many pairs.
        let dice = both * 200 / (self.pairs.len() + label.pairs.len());
        if dice >= 80 { dice * 97 / 100 } else { 0 }
    }
}

/// How many of two sorted lists are in both.
fn shared<T: Ord>(one: &[T], other: &[T]) -> usize {
    let (mut a, mut b) = (one.iter().peekable(), other.iter().peekable());
    let mut both = 0;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Equal => {
                both += 1;
                a.next();
                b.next();
            }
            std::cmp::Ordering::Less => {
                a.next();
            }
            std::cmp::Ordering::Greater => {
                b.next();
            }
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::super::labels::words;
    use super::*;

    const LABELS: [&str; 6] = [
        "General description of other publicly available datasets not listed above",
        "If yes, specify crawler name(s)/identifier(s)",
        "General description of crawler behaviour",
        "Period of data collection",
        "List of large publicly available datasets",
        "Describe the measures implemented before model training to respect reservations of rights",
    ];

    fn like(text: &str, label: &str) -> usize {
        let labels: Vec<Vec<String>> = LABELS.iter().map(|l| words(l)).collect();
        let weights = Weights::of(labels.iter().map(Vec::as_slice));
        weights.phrase(&words(text)).like(&weights.phrase(&words(label)))
    }

    #[test]
    fn shortened_relabelled_and_broken_labels_are_like() {
        assert_eq!(like("Period of data collection:", "Period of data collection"), 100);
        assert!(like("Crawler names", "If yes, specify crawler name(s)/identifier(s)") < 70);
        assert!(like("Crawler name(s)/identifier(s)", "If yes, specify crawler name(s)/identifier(s)") >= 75);
        assert!(like("Measures to respect reservations of rights", LABELS[5]) >= 75);
        assert!(
            like("Gener\u{FFFD}al descripton of cra wler behavi our", "General description of crawler behaviour") >= 75
        );
        assert!(like("Listoflargepubliclyavailabledatasets", "List of large publicly available datasets") >= 90);
    }

    #[test]
    fn prose_is_not_like() {
        assert!(like("The crawler obeys robots.txt and leaves paywalls alone", LABELS[2]) < 50);
        assert!(like("Data", "Period of data collection") == 0);
        assert!(like("Books and web pages in German, described above", LABELS[0]) < 50);
    }
}
