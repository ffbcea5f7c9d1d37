//! The licence of the weights where only a sentence of README.md names it: `the weights are released under CC BY-NC 4.0`.

use gpai_rules::fact::Source;

use crate::prose::page::Page;
use crate::prose::signs::Signs;
use crate::text::has_any;

/// Words that give something under a licence.
pub const GRANTS: [&str; 16] = [
    "licensed under",
    "released under",
    "available under",
    "distributed under",
    "provided under",
    "published under",
    "governed by",
    "under the terms",
    "under a ",
    "under an ",
    "license:",
    "licence:",
    "发布",
    "许可",
    "协议",
    "授权",
];
/// What makes a clause one about something else than this model's weights.
const OF_OTHERS: [&str; 10] = [
    "base model",
    "original",
    "dependenc",
    "third-party",
    "third party",
    "基座",
    "基础模型",
    "底座",
    "原始",
    "previous version",
];
/// Parts of a release that are no weights.
const OTHER_PARTS: [&str; 9] =
    ["code", "notebook", "script", "dataset", "the data ", "documentation", "代码", "数据集", "文档"];
/// The weights.
const WEIGHTS: [&str; 7] = ["weight", "model", "checkpoint", "parameters", "权重", "模型", "参数"];

/// Clauses of a card that put the weights of its model under something.
pub fn clauses(page: &Page) -> Vec<(String, Source)> {
    let mut out = Vec::new();
    for (_, passage, sentence) in page.whole().speaking(Signs::GRANT).filter(|(_, p, _)| !p.is_heading) {
        let mut at = passage.range.start;
        for clause in sentence.split_inclusive([';', '；', '，']) {
            if grants_weights(clause) {
                let start = at + clause.len() - clause.trim_start().len();
                out.push((clause.to_owned(), page.text.source(start)));
            }
            at += clause.len();
        }
    }
    out
}

/// Whether a clause puts this model's weights under something.
fn grants_weights(clause: &str) -> bool {
    has_any(clause, &GRANTS)
        && !has_any(clause, &OF_OTHERS)
        && has_any(clause, &WEIGHTS)
        && (!has_any(clause, &OTHER_PARTS) || has_any(clause, &["weight", "权重"]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use gpai_rules::fact::Value;
    use gpai_rules::law::Law;

    use crate::files::Memory;
    use crate::read;

    fn licence(card: &str) -> Option<String> {
        let law = Law::book().unwrap();
        let found = read(&Memory::new().with("README.md", card), &law.licences);
        match found.facts.value("openness.licence") {
            Some(Value::Text(id)) => Some(id),
            _ => None,
        }
    }

    #[test]
    fn the_weights_licence_in_a_sentence() {
        for (card, id) in [
            ("The model weights are made available under the terms of the CC BY-NC-SA 4.0.\n", "cc-by-nc-sa-4.0"),
            ("The model is released under the Apache License 2.0.\n", "apache-2.0"),
            ("The code is under the MIT license. The weights are licensed under CC-BY-4.0.\n", "cc-by-4.0"),
            ("Code and weights are released under the MIT License.\n", "mit"),
            ("本仓库的模型权重以 [MPL-2.0](./LICENSE) 发布；基座模型遵循 Apache-2.0 许可。\n", "mpl-2.0"),
            ("本模型采用 Apache-2.0 许可。\n", "apache-2.0"),
        ] {
            assert_eq!(licence(card).as_deref(), Some(id), "{card}");
        }
    }

    #[test]
    fn other_sentences_name_no_licence_of_the_weights() {
        for card in [
            "The code is released under the MIT License.\n",
            "The base model is licensed under Apache-2.0.\n",
            "The model was released under a lot of stress.\n",
            "We trained the model on text under CC BY 4.0 and CC BY-SA 4.0 and released it under terms.\n",
            "---\nlicense: other\n---\nThe model is released under the MIT License.\n",
        ] {
            assert_eq!(licence(card), None, "{card}");
        }
    }
}
