//! `gpai whatif NAME=yes|no`: the smallest changes to facts a person controls, and what else must then hold.

use std::fmt::Write as _;

use gpai_dossier::flow::engine;
use gpai_dossier::gather::gather;
use gpai_forms::escape::visible;
use gpai_rules::derive::derive;
use gpai_rules::law::{Language, Law};
use gpai_rules::remarks::show;
use gpai_rules::whatif::{Change, WhatIf};

use super::{Failure, Outcome, language, request, target, title};
use crate::cli::Whatif;
use crate::exit::Exit;
use crate::style::{DIM, HEAD, paint};
use crate::words::word;

/// Runs it.
pub fn run(law: &Law, args: &Whatif) -> Outcome {
    let usage = || {
        Failure::Usage(format!("`{}` is not of the form NAME=yes or NAME=no, e.g. open_source_exempt=yes", args.wish))
    };
    let (name, wish) = args.wish.split_once('=').ok_or_else(usage)?;
    let want = match wish {
        "yes" | "true" => true,
        "no" | "false" => false,
        _ => return Err(usage()),
    };
    let target = target(law, name)?;
    let request = request(&args.input)?;
    let lang = language(args.input.lang);
    let t = |en: &'static str, zh: &'static str| match lang {
        Language::English => en,
        Language::Chinese => zh,
    };
    let mut facts = gather(law, &request)?.facts();
    derive(law, &mut facts);
    let engine = engine(law, request.on)?;
    let (known, _) = engine.contradictions(&engine.known_with_implied(&facts));
    let mut out = String::new();
    let wanted = format!("{} = {}", title(law, name, lang), word(wish_word(want), lang));
    let _ = writeln!(out, "{}\n", paint(HEAD, &wanted));
    match engine.whatif(&known, &target, want) {
        WhatIf::Already => {
            let _ = writeln!(out, "{}", t("It is so already.", "现在已经如此。"));
        }
        WhatIf::Impossible => {
            let _ = writeln!(
                out,
                "{}",
                t(
                    "Nothing you control brings this about while the other known facts stand. `gpai why` shows what stands in the way.",
                    "在其他已知事实不变的情况下,您能控制的任何改动都无法实现。`gpai why` 显示障碍所在。"
                )
            );
        }
        WhatIf::Ways(ways) => {
            let only_answers = ways.iter().flatten().all(|c| !c.changes);
            for (i, way) in ways.iter().enumerate() {
                if ways.len() > 1 {
                    let _ = writeln!(out, "{} {}", t("Way", "方案"), i + 1);
                }
                let changes = way.iter().filter(|c| c.changes);
                section(&mut out, law, lang, t("Change:", "改动:"), changes);
                let own = way.iter().filter(|c| !c.changes && c.controlled);
                section(&mut out, law, lang, t("See to it that:", "确保:"), own);
                let open = way.iter().filter(|c| !c.changes && !c.controlled);
                section(&mut out, law, lang, t("Provided that it turns out:", "前提是:"), open);
                out.push('\n');
            }
            let next = if only_answers {
                t("Try it: gpai check --set NAME=VALUE", "试一试:gpai check --lang zh --set 名称=值")
            } else {
                t(
                    "A change shows once the folder says so: the licence file and the card, or gpai.toml.",
                    "改动在文件夹中落实后才会生效:许可证文件、模型卡或 gpai.toml。",
                )
            };
            let _ = writeln!(out, "{}", paint(DIM, next));
        }
    }
    Ok((out, Exit::Done))
}

fn wish_word(want: bool) -> &'static str {
    if want { "yes" } else { "no" }
}

fn section<'c>(out: &mut String, law: &Law, lang: Language, head: &str, changes: impl Iterator<Item = &'c Change>) {
    let changes: Vec<&Change> = changes.collect();
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(out, "  {head}");
    for c in changes {
        let from = c.from.as_ref().map(|v| format!("{} → ", visible(&show(v)))).unwrap_or_default();
        let _ = writeln!(out, "    {}: {from}{}", c.fact, paint(HEAD, &visible(&show(&c.to))));
        if let Some(fact) = law.fact(&c.fact) {
            let _ = writeln!(out, "      {}", paint(DIM, fact.question.get(lang)));
        }
    }
}
