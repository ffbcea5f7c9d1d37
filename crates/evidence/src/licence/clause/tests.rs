//! What clauses say of licences.
#![allow(clippy::unwrap_used, reason = "tests")]
use gpai_rules::law::Law;

use super::*;

/// What is said, in short: `model+code mit`, `!` for what is denied.
fn of(clause: &str) -> String {
    let law = Law::book().unwrap();
    let names = Names::new(&law.licences);
    let said = read(&clause.to_lowercase(), &names, Parts::default(), false);
    let all: Vec<String> = said
        .iter()
        .map(|s| {
            let p = s.parts;
            let parts = [(p.model, "model"), (p.code, "code"), (p.beside, "beside"), (p.others, "others")];
            let parts: Vec<&str> = parts.iter().filter(|(is, _)| *is).map(|(_, n)| *n).collect();
            let what = match &s.what {
                What::Known(id) => id.clone(),
                What::Unknown(name) => format!("?{name}"),
                What::Unnamed => "-".to_owned(),
            };
            format!("{}{} {what}", if s.denied { "!" } else { "" }, parts.join("+"))
        })
        .collect();
    all.join("; ")
}

#[test]
fn each_part_has_its_licence() {
    for (clause, want) in [
        ("The code is under Apache-2.0 and the weights are under CC BY-NC 4.0.", "code apache-2.0; model cc-by-nc-4.0"),
        ("Code and weights are both under the MIT License.", "model+code mit"),
        ("MIT for the code, CC BY-NC 4.0 for the weights.", "code mit; model cc-by-nc-4.0"),
        ("Apache-2.0 (code), Plover Community License (weights)", "code apache-2.0; model ?plover community license"),
        (
            "Our scripts are MIT licensed, while the checkpoints follow the Plover Model License.",
            "code mit; model ?plover model license",
        ),
        ("- **Code License:** [Apache 2.0](LICENSE)", "code apache-2.0"),
        ("**Model License**: Plover Responsible Use License", "model ?plover responsible use license"),
        ("代码采用 Apache-2.0 协议，模型权重遵循《鸻模型许可协议》。", "code apache-2.0; model ?鸻模型许可协议"),
        ("The base model is licensed under Apache-2.0.", "others apache-2.0"),
        ("This model is built on Gannet and released under the MIT license.", "model mit"),
        ("We trained the model on text under CC BY 4.0.", "beside cc-by-4.0"),
        ("The model is released under MIT or Apache-2.0.", "model mit OR apache-2.0"),
        ("Snipe-1B and Snipe-2B are under the MIT license.", " mit"),
        ("The weights are subject to our license.", "model -"),
        ("Use it as you like, but comply with the Dunlin 2 license.", "model ?dunlin 2 license"),
        ("The scripts are subject to the MIT License.", "code mit"),
    ] {
        assert_eq!(of(clause), want, "{clause}");
    }
}

#[test]
fn what_is_denied_or_past_does_not_hold() {
    for (clause, want) in [
        ("The model is not released under the MIT License.", "!model mit"),
        ("The weights are no longer available under the Apache License 2.0.", "!model apache-2.0"),
        ("The weights were previously under Apache-2.0.", "!model apache-2.0"),
        ("The model weights are MIT licensed unless you earn money with them.", "!model mit"),
        ("该模型不再采用 MIT 协议。", "!model mit"),
        ("The model is under Apache 2.0, not under the licence of our earlier models.", "model apache-2.0; !model -"),
        ("The model is not under the MIT license but under CC BY-NC 4.0.", "!model mit; model cc-by-nc-4.0"),
        ("The weights are released not only under MIT.", "model mit"),
    ] {
        assert_eq!(of(clause), want, "{clause}");
    }
}

#[test]
fn links_name_files() {
    assert_eq!(file("./LICENSE-PLOVER"), Some("LICENSE-PLOVER".into()));
    assert_eq!(file("https://github.com/a/b/blob/main/LICENSE"), Some("LICENSE".into()));
    assert_eq!(file("https://example.org/license"), None);
    assert_eq!(file("#license"), None);
}
