//! What a model takes and gives, and the signs that it is narrow: tags, architectures and words of the card.

use gpai_rules::fact::Source;
use gpai_rules::finding::Place;
use gpai_rules::names;

use crate::pipelines::{self, Says};
use crate::run::Run;

/// Tags that name a domain in which a model is no language model in the ordinary sense.
const DOMAIN_TAGS: [&str; 13] = [
    "protein",
    "proteins",
    "protein-language-model",
    "dna",
    "rna",
    "genomics",
    "genome",
    "chess",
    "weather",
    "weather-forecasting",
    "time-series",
    "molecules",
    "molecule-generation",
];

/// Words for such a domain in prose.
const DOMAINS: [(&str, &[&str]); 6] = [
    ("proteins", &["protein", "amino acid", "amino-acid", "蛋白质"]),
    ("genomes", &["genome", "genomic", "dna ", "dna-", "dna.", "rna ", "nucleotide", "基因组"]),
    ("chess", &["chess"]),
    ("weather", &["weather forecast", "weather prediction", "weather model", "climate model", "天气预报"]),
    ("molecules", &["molecule", "molecular", "smiles string", "分子生成"]),
    ("time series", &["time series", "time-series", "时间序列"]),
];

/// Parts of the names of architectures and model types that do one thing.
const NARROW_ARCHITECTURES: [(&str, &str); 21] = [
    ("whisper", "speech recognition"),
    ("wav2vec", "speech recognition"),
    ("speech2text", "speech recognition"),
    ("speechseq2seq", "speech recognition"),
    ("moonshine", "speech recognition"),
    ("hubert", "speech recognition"),
    ("parakeet", "speech recognition"),
    ("forctc", "speech recognition"),
    ("marian", "translation"),
    ("m2m_100", "translation"),
    ("m2m100", "translation"),
    ("nllb", "translation"),
    ("esm", "proteins"),
    ("prott5", "proteins"),
    ("protbert", "proteins"),
    ("protgpt", "proteins"),
    ("prottrans", "proteins"),
    ("protst", "proteins"),
    ("progen", "proteins"),
    ("evo2", "genomes"),
    ("timesfm", "time series"),
];

/// Bytes before and after the word for a domain in which a sentence says that the model is for it.
const SAYS_BEFORE: usize = 80;
const MODEL_AFTER: usize = 60;

/// What the card's pipeline tag and tags say.
pub fn tags(run: &mut Run<'_>, source: &dyn Fn(usize) -> Source, pipelines: &[(&str, usize)], tags: &[(&str, usize)]) {
    for (tag, at) in pipelines {
        match pipelines::says(tag) {
            Says::Gives(inputs, outputs) => {
                run.modality(names::MODEL_INPUTS, inputs, source(*at));
                run.modality(names::MODEL_OUTPUTS, outputs, source(*at));
            }
            Says::OneTask => {
                run.narrow(&format!("the card's pipeline_tag is {tag}"), place(&source(*at)));
                if pipelines::is_silent(tag) {
                    run.silent_tag(source(*at));
                }
            }
            Says::Nothing => {}
        }
    }
    for (tag, at) in tags {
        if DOMAIN_TAGS.contains(&tag.to_lowercase().as_str()) {
            run.narrow(&format!("the card has the tag {tag}"), place(&source(*at)));
        }
    }
}

/// What an architecture or model type does if it does one thing only.
pub fn narrow_architecture(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    NARROW_ARCHITECTURES
        .iter()
        .find(
            |(part, _)| {
                if part.len() <= 4 || *part == "hubert" { lower.starts_with(part) } else { lower.contains(part) }
            },
        )
        .map(|(_, what)| *what)
}

/// The domain a heading names, or a sentence says the model is for. Mentions in passing do not count.
pub fn domain_of(sentence: &str, is_title: bool) -> Option<&'static str> {
    let (domain, words) = DOMAINS.iter().find(|(_, words)| words.iter().any(|w| starts_at(sentence, w).is_some()))?;
    if is_title {
        // `Genome-7B` and `Chess` are names as well; a domain is more than the name.
        let title = sentence.trim_matches(|c: char| !c.is_alphanumeric());
        return (title.contains(char::is_whitespace) && !is_name(sentence, words)).then_some(*domain);
    }
    let near = words.iter().any(|word| {
        let Some(at) = starts_at(sentence, word) else { return false };
        let after = crate::text::window(sentence, at, at + MODEL_AFTER);
        let before = crate::text::window(sentence, at.saturating_sub(SAYS_BEFORE), at);
        let own = [" is a", " are a", "is an ", "we present", "we introduce", "introducing", "是一个", "是一款"];
        let model =
            ["language model", "foundation model", "generation model", "model for", "engine", "forecasting", "模型"];
        (model.iter().any(|m| after.contains(m)) && own.iter().any(|o| before.contains(o)))
            || ["trained on ", "pretrained on ", "model for ", "model of "].iter().any(|t| ends_close(before, t))
    });
    near.then_some(domain)
}

/// Where a word starts that is not the end of a longer one: `rna ` is none in `smyrna `.
fn starts_at(sentence: &str, word: &str) -> Option<usize> {
    let letter = |c: char| c.is_ascii_alphanumeric();
    sentence
        .match_indices(word)
        .map(|(at, _)| at)
        .find(|at| !word.is_ascii() || !sentence.get(..*at).and_then(|t| t.chars().next_back()).is_some_and(letter))
}

/// Whether a title holds a word of a domain only as part of a name with a size or number: `Chess-7B instruct`.
fn is_name(title: &str, words: &[&str]) -> bool {
    words.iter().filter_map(|w| Some((w, starts_at(title, w)?))).all(|(word, at)| {
        let rest = title.get(at + word.trim_end().len()..).unwrap_or_default();
        rest.strip_prefix('-').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// The words for all these domains.
pub fn domain_words() -> impl Iterator<Item = &'static str> {
    DOMAINS.iter().flat_map(|(_, words)| words.iter().copied())
}

/// Whether a phrase stands in a text with at most a few words after it.
fn ends_close(before: &str, phrase: &str) -> bool {
    before
        .rfind(phrase)
        .and_then(|i| before.get(i + phrase.len()..))
        .is_some_and(|rest| rest.split_whitespace().count() <= 4 && !rest.contains(','))
}

/// The place of a source.
pub fn place(source: &Source) -> Place {
    Place::of(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_named_not_mentioned() {
        for (sentence, domain) in [
            ("fold-1 is a protein language model with 15b parameters", "proteins"),
            ("it was trained on dna sequences of many species", "genomes"),
            ("we present a model for chess that plays well", "chess"),
            ("x is a weather forecasting model", "weather"),
            ("x is a molecular generation model", "molecules"),
        ] {
            assert_eq!(domain_of(sentence, false), Some(domain), "{sentence}");
        }
        for sentence in [
            "ask it about the weather in paris, or play chess with it",
            "it was trained on web pages, code, and protein sequences",
            "the model must not be used to design dna of pathogens",
            "it scores 70 on a benchmark of molecules",
        ] {
            assert_eq!(domain_of(sentence, false), None, "{sentence}");
        }
        assert_eq!(domain_of("# global weather forecasting", true), Some("weather"));
        for title in ["# genome-7b", "# chess", "# smyrna instruct", "# protein-3b chat"] {
            assert_eq!(domain_of(title, true), None, "{title}");
        }
        assert_eq!(domain_of("we present a model for the berna region", false), None);
    }

    #[test]
    fn narrow_architectures() {
        assert_eq!(narrow_architecture("WhisperForConditionalGeneration"), Some("speech recognition"));
        assert_eq!(narrow_architecture("EsmForMaskedLM"), Some("proteins"));
        assert_eq!(narrow_architecture("LlamaForCausalLM"), None);
        assert_eq!(narrow_architecture("ResMoeForCausalLM"), None);
        assert_eq!(narrow_architecture("PrototypeForCausalLM"), None);
        assert_eq!(narrow_architecture("SchubertForCausalLM"), None);
    }
}
