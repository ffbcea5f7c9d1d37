//! Folders whose card, files and labels speak of licences in many ways: which one is the model's, and what stays open.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use gpai_evidence::files::Memory;
use gpai_evidence::{Found, read};
use gpai_rules::fact::Value;
use gpai_rules::law::Law;

fn standard(id: &str) -> &'static str {
    spdx::text::LICENSE_TEXTS.iter().find(|(i, _)| *i == id).unwrap().1
}

fn of(files: Memory) -> Found {
    let law = Law::book().unwrap();
    read(&files, &law.licences)
}

/// The licence on which all agree, or nothing.
fn licence(found: &Found) -> String {
    match found.facts.value("openness.licence") {
        Some(Value::Text(id)) => id,
        _ => String::new(),
    }
}

fn has(found: &Found, code: &str) -> bool {
    found.findings.iter().any(|f| f.code == code)
}

fn card(body: &str) -> Memory {
    Memory::new().with("README.md", format!("# Plover-7B\n\nPlover-7B is a language model.\n\n{body}\n"))
}

fn tagged(tag: &str, body: &str) -> Memory {
    Memory::new().with(
        "README.md",
        format!("---\nlicense: {tag}\n---\n# Plover-7B\n\nPlover-7B is a language model.\n\n{body}\n"),
    )
}

const OWN: &str = "Plover Terms\n\nThe model may be used for study. The weights may not be passed on to anybody. Who earns money \
                   with the model has to ask first, and the answer may be no. This text is long enough to be read as one.\n";

#[test]
fn the_licence_of_code_does_not_carry_the_model() {
    let apache = standard("Apache-2.0");
    for body in [
        "The code is under Apache-2.0. The weights are under the Plover Community License.",
        "- Code license: [Apache 2.0](LICENSE)\n- Model license: Plover Responsible AI License",
        "Code in this repository is licensed under the [Apache License 2.0](LICENSE); checkpoints are subject to the Plover Terms of Use.",
        "[![Code License](https://img.shields.io/badge/Code_License-Apache_2.0-green)](LICENSE) [![Model License](https://img.shields.io/badge/Model_License-Plover_Agreement-red)](x)",
        "### Model License\n\nPlover Open Model Agreement License\n\n### Code License\n\nApache-2.0",
        "本仓库代码采用 Apache-2.0 协议，模型权重须遵循《鸻模型社区许可协议》。",
        "代码依照 [Apache-2.0](LICENSE) 开源。使用模型权重请遵循[鸻模型许可协议](docs/x.pdf)，商用需申请授权。",
        "The source code is released under the Apache License, Version 2.0. For the weights, ask us about terms.",
    ] {
        let found = of(card(body).with("LICENSE", apache));
        assert_eq!(licence(&found), "", "{body}: {:?}", found.facts.claims("openness.licence"));
        let said = ["licence-not-understood", "licence-of-code", "licence-card-restricts"];
        assert!(said.iter().any(|code| has(&found, code)), "{body}: {:?}", found.findings);
        assert!(!has(&found, "licence-missing"), "{body}");
    }
    for (body, id) in [
        ("The code is Apache-2.0, the weights are CC BY-NC 4.0.", "cc-by-nc-4.0"),
        ("- **Model License**: Llama 2 Community License\n- **Code License**: [Apache 2.0](LICENSE)", "llama2"),
        ("代码采用 Apache-2.0 协议，模型权重采用 CC BY-NC 4.0 协议。", "cc-by-nc-4.0"),
        ("Apache-2.0 for the code, DeepSeek Model License for the weights.", "deepseek"),
        ("The code and the model weights are released under the Apache 2.0 license.", "apache-2.0"),
        ("Both our code and our models are licensed under [Apache-2.0](LICENSE).", "apache-2.0"),
        ("代码和模型权重均采用 Apache-2.0 许可证。", "apache-2.0"),
        ("See LICENSE for the licence.", "apache-2.0"),
        ("The licence can be found in the LICENSE file.", "apache-2.0"),
        ("Nothing is said here.", "apache-2.0"),
    ] {
        let found = of(card(body).with("LICENSE", apache));
        assert_eq!(licence(&found), id, "{body}: {:?}", found.facts.claims("openness.licence"));
    }
    for name in ["LICENSE-PLOVER", "LICENSE_MODEL", "MODEL_LICENSE.md", "PLOVER_LICENSE.txt", "LICENSE.plover"] {
        let found = of(card("").with("LICENSE", apache).with(name, OWN));
        assert_eq!(licence(&found), "", "{name}");
        assert!(has(&found, "licence-unknown"), "{name}");
    }
    for name in ["LICENSE-MIT", "LICENSE-XFORMERS", "LICENSE.zh-CN.md"] {
        let text = if name.contains("zh") { apache } else { standard("MIT") };
        let found = of(tagged("apache-2.0", "").with("LICENSE", apache).with(name, text));
        assert_ne!(licence(&found), "mit", "{name}");
    }
}

#[test]
fn an_unknown_text_beside_a_known_tag_leaves_it_open() {
    for tag in ["apache-2.0", "mit", "cc-by-4.0", "bsd-3-clause"] {
        let found = of(tagged(tag, "").with("LICENSE", OWN));
        assert_eq!(licence(&found), "", "{tag}");
        assert!(has(&found, "licence-unknown"), "{tag}");
    }
    let notice = "Copyright 2026 Plover Labs\n\nLicensed under the Apache License, Version 2.0 (the \"License\"); you may not use this \
                  file except in compliance with the License. You may obtain a copy of the License at\n\n    \
                  http://www.apache.org/licenses/LICENSE-2.0\n\nUnless required by applicable law or agreed to in writing, software \
                  distributed under the License is distributed on an \"AS IS\" BASIS.\n";
    assert_eq!(licence(&of(tagged("apache-2.0", "").with("LICENSE", notice))), "apache-2.0");
    let short = "This model is released under the MIT License; the text is at https://opensource.org/license/mit and holds for all files of this folder without any change.\n";
    assert_eq!(licence(&of(tagged("mit", "").with("LICENSE", short))), "mit");
    // A licence whose text is not known cannot be told from another text.
    assert_eq!(licence(&of(tagged("gemma", "").with("LICENSE", OWN))), "gemma");
}

#[test]
fn what_the_card_restricts_leaves_an_open_tag_open() {
    for body in [
        "Our weights may only be used for academic research.",
        "## License\n\nFor non-commercial research only.",
        "You must not use this model commercially without our written consent.",
        "If your company has a revenue of more than 5 million dollars, you need a license from us.",
        "## Terms\n\nCommercial use is not permitted.",
        "该模型权重仅限学术研究，不得用于商业用途。",
        "商业使用需要获得我们的书面授权。",
        "The weights may not be redistributed.",
    ] {
        let found = of(tagged("mit", body).with("LICENSE", standard("MIT")));
        assert_eq!(licence(&found), "", "{body}");
        assert!(has(&found, "licence-card-restricts"), "{body}");
    }
    for body in [
        "Intended for research and commercial use.",
        "We recommend it to researchers.",
        "Commercial use is welcome.",
        "The training data may not be used commercially.",
        "欢迎商用，无需申请。",
        "It beats commercial models on academic benchmarks.",
        "## Evaluation\n\nFor research questions only, we used the strict setting.",
    ] {
        let found = of(tagged("mit", body).with("LICENSE", standard("MIT")));
        assert_eq!(licence(&found), "mit", "{body}: {:?}", found.findings);
        assert!(!has(&found, "licence-card-restricts"), "{body}");
    }
}

#[test]
fn denials_and_exceptions() {
    for body in [
        "The model is not licensed under Apache-2.0.",
        "The weights are no longer under the MIT License.",
        "The weights were formerly available under Apache-2.0.",
        "The model is released under the MIT license unless you are a company.",
        "The model is under the MIT license for non-commercial use.",
        "模型权重不再采用 MIT 协议。",
        "The model is released under a modified Apache 2.0 license.",
        "The weights are under Apache 2.0 with the Commons Clause.",
    ] {
        let found = of(card(&format!("## License\n\n{body}")));
        assert!(!["mit", "apache-2.0"].contains(&licence(&found).as_str()), "{body}");
        assert!(!has(&found, "licence-missing"), "{body}");
    }
    for (body, id) in [
        ("The model is under MIT, not under a licence of our own.", "mit"),
        ("Unlike our earlier work, this is open. The model is released under Apache-2.0.", "apache-2.0"),
        ("The model is not gated. It is released under the MIT License.", "mit"),
        ("模型不设门槛。模型采用 MIT 协议发布。", "mit"),
    ] {
        assert_eq!(licence(&of(card(&format!("## License\n\n{body}")))), id, "{body}");
    }
}

#[test]
fn titles_are_known_and_a_named_licence_is_never_missing() {
    for title in [
        "Gemma Terms of Use",
        "Jamba Open Model License Agreement",
        "# MiniMax Model License Agreement",
        "Qwen RESEARCH LICENSE AGREEMENT",
        "STABILITY AI COMMUNITY LICENSE AGREEMENT",
        "NVIDIA Open Model License Agreement",
    ] {
        let text = format!("{title}\n\n{}", "These are the terms, shortened for a test. ".repeat(12));
        let found = of(card("").with("LICENSE", text));
        assert!(!has(&found, "licence-unknown"), "{title}: {:?}", found.findings);
        assert_ne!(licence(&found), "", "{title}");
    }
    // A title of an open licence over another text is no open licence.
    let text =
        format!("Apache License 2.0\n\n{}", "You may look at it and nothing else, says the text below. ".repeat(12));
    assert_eq!(licence(&of(card("").with("LICENSE", text))), "");
    for body in [
        "## License\n\nPlover Community License Agreement",
        "The weights are governed by the Plover Open Weights License.",
        "[![License](https://img.shields.io/badge/License-Plover_1.0-blue.svg)](x)",
        "## 许可证\n\n使用本模型须遵守《鸻社区许可协议》。",
        "| License | Plover License |\n|---|---|\n| Size | 7B |",
    ] {
        let found = of(card(body));
        assert_eq!(licence(&found), "", "{body}");
        assert!(
            has(&found, "licence-not-understood") && !has(&found, "licence-missing"),
            "{body}: {:?}",
            found.findings
        );
    }
    for (body, id) in [
        ("## License\n\nMIT", "mit"),
        ("## License\n\nPlover-7B and Plover-1B are under APACHE LICENSE 2.0.", "apache-2.0"),
        ("License: apache-2.0", "apache-2.0"),
        ("[![License](https://img.shields.io/badge/License-MIT-blue.svg)](x)", "mit"),
        ("## 协议\n\n本项目遵循 Apache-2.0 协议。", "apache-2.0"),
    ] {
        let found = of(card(body));
        assert_eq!(licence(&found), id, "{body}: {:?}", found.findings);
        assert!(!has(&found, "licence-missing"), "{body}");
    }
    assert!(has(&of(card("Have fun.")), "licence-missing"));
}

#[test]
fn the_union_is_kept_out_in_card_gate_and_text() {
    for body in [
        "This model is not offered to people in the EU.",
        "Available worldwide, excluding the European Economic Area.",
        "本模型不向欧盟用户提供。",
        "EU residents are not permitted to download it.",
    ] {
        let found = of(tagged("apache-2.0", body));
        assert!(has(&found, "licence-excludes-union"), "{body}");
        assert_eq!(licence(&found), "", "{body}");
    }
    let gate = "---\nlicense: apache-2.0\nextra_gated_prompt: You confirm that you are not located in the European Union.\n---\n# M\n";
    assert!(has(&of(Memory::new().with("README.md", gate)), "licence-excludes-union"));
    for body in
        ["Made in the European Union.", "You must obey EU law.", "It speaks the 24 languages of the European Union."]
    {
        let found = of(tagged("apache-2.0", body));
        assert!(!has(&found, "licence-excludes-union"), "{body}");
        assert_eq!(licence(&found), "apache-2.0", "{body}");
    }
}
