//! Sentences that restrict, and sentences that only look like it.
use super::*;

#[test]
fn what_restricts() {
    for (sentence, want) in [
        ("The checkpoints may be used for academic research only.", Limit::Purpose),
        ("Our weights are strictly limited to scientific study.", Limit::Purpose),
        ("Released for non-commercial use only.", Limit::Purpose),
        ("For research purposes only.", Limit::Purpose),
        ("The weights are released under the MIT license for noncommercial purposes.", Limit::Purpose),
        ("The weights are free for academic research; businesses need our written consent.", Limit::Separate),
        ("You may not use the model commercially.", Limit::Commercial),
        ("Commercial use of these weights is prohibited.", Limit::Commercial),
        ("No commercial use.", Limit::Commercial),
        ("License: research only.", Limit::Purpose),
        ("Access is reserved for members of public hospitals.", Limit::Purpose),
        ("Use of the weights is limited to schools in the programme.", Limit::Purpose),
        ("Hosting it for customers needs a subscription.", Limit::Separate),
        ("Using it in your application is subject to a fee.", Limit::Separate),
        ("The model must not be used for any commercial purpose.", Limit::Commercial),
        ("For commercial use, please fill in the form.", Limit::Separate),
        ("Commercial use requires a separate license from us.", Limit::Separate),
        ("For a commercial license, contact sales.", Limit::Separate),
        ("Companies with a turnover above 20 million dollars must ask us for a license.", Limit::Scale),
        ("If your service has over 50 million monthly users, you need our permission.", Limit::Scale),
        ("The model weights may not be redistributed.", Limit::Rights),
        ("本模型权重仅限科研用途。", Limit::Purpose),
        ("严禁将本模型用于商业目的。", Limit::Commercial),
        ("如需商用，请填写申请表并获得授权。", Limit::Separate),
        ("月活用户超过一千万的企业须向我们申请许可。", Limit::Scale),
    ] {
        assert_eq!(limit(&sentence.to_lowercase(), false), Some(want), "{sentence}");
    }
}

#[test]
fn what_does_not() {
    for sentence in [
        "Intended for research use.",
        "We recommend it for academic research.",
        "The model may be used commercially.",
        "It is free for research and commercial use.",
        "There are no restrictions on commercial use.",
        "Use is not limited to research.",
        "Access to the tokenizer is limited to the terms of the license.",
        "Usage is not restricted to universities.",
        "Using it requires no subscription.",
        "Deploying it does not need a paid plan.",
        "Output length is limited to 8192 tokens.",
        "It is not only for research but also for products.",
        "It beats commercial models in research benchmarks.",
        "The demo is for research only.",
        "The dataset may not be used commercially.",
        "Commercial support is available: contact us.",
        "We hope to advance academic research on language models.",
        "It was trained on scientific papers and research code.",
        "The model was evaluated on research questions only where noted.",
        "Our research team has more than ten million users.",
        "本模型可商用，无需申请。",
        "允许商用。",
        "我们希望促进学术研究。",
        "完全免费，学术与商业用途均可。",
    ] {
        assert_eq!(limit(&sentence.to_lowercase(), false), None, "{sentence}");
    }
    assert_eq!(limit("primary intended use: research only.", true), None);
}
