//! The page on crawlers as a sheet, for any format; HTML is what is published.

use gpai_rules::law::Language;

use super::{Crawlers, What};
use crate::sheet::{Block, Inline, Piece, Row, Sheet, Table};

/// The sheet in one language.
pub fn sheet(crawlers: &Crawlers, language: Language) -> Sheet {
    let t = |en: &str, zh: &str| match language {
        Language::English => en.to_owned(),
        Language::Chinese => zh.to_owned(),
    };
    let text = |s: &str| vec![Inline::Text(s.to_owned())];
    let heading = |s: String| Block::Heading { level: 1, number: String::new(), text: s };
    let tokens: Vec<&str> = crawlers.crawlers.iter().map(|c| c.token.as_str()).collect();
    let mut blocks = vec![Block::Paragraph(text(&t(
        "This page tells rightsholders which crawlers we use to collect content for training general-purpose AI models, how those crawlers recognise reservations of rights, and how to reach us.",
        "本页告知权利人：我们为训练通用人工智能模型使用哪些爬虫、这些爬虫如何识别权利保留，以及如何联系我们。",
    )))];
    blocks.push(heading(t("Crawlers", "爬虫")));
    blocks.push(Block::Table(Table {
        header: vec![
            t("Token", "产品标记"),
            t("Purpose", "用途"),
            t("IP ranges", "IP 地址段"),
            t("robots.txt directives followed", "遵守的 robots.txt 指令"),
        ],
        rows: crawlers
            .crawlers
            .iter()
            .map(|c| {
                let unsaid = t("not stated", "未说明");
                let or = |s: &str| text(if s.is_empty() { &unsaid } else { s });
                vec![vec![Inline::Strong(c.token.clone())], text(&c.purpose), or(&c.addresses), or(&c.robots)]
            })
            .collect(),
    }));
    blocks.push(heading(t("How to reserve your rights", "如何保留权利")));
    blocks.push(Block::Paragraph(text(&crawlers.robots)));
    blocks.push(Block::Paragraph(text(&t(
        "To keep all of these crawlers away from a whole site, put this into its robots.txt:",
        "若要使上述所有爬虫不访问整个网站，请在其 robots.txt 中写入：",
    ))));
    let mut lines: Vec<Vec<Inline>> = tokens.iter().map(|token| text(&format!("User-agent: {token}"))).collect();
    lines.push(text("Disallow: /"));
    blocks.push(Block::List(lines));
    blocks.push(Block::Fields(vec![
        row("protocols", t("Other machine-readable reservations", "其他机器可读的权利保留"), text(&crawlers.protocols)),
        row("contact", t("Contact for rightsholders", "权利人联系方式"), link(&crawlers.contact)),
        row("feed", t("Feed of changes", "变更订阅源"), link(&crawlers.feed)),
    ]));
    blocks.push(heading(t("Changes", "变更")));
    let changes = crawlers.changes.iter().map(|c| {
        let what: Vec<String> = c.what.iter().map(|w| said(w, language)).collect();
        text(&format!("{}, {} {}: {}", c.dated, t("version", "版本"), c.version, what.join("; ")))
    });
    blocks.push(Block::List(changes.collect()));
    Sheet {
        title: t("Our crawlers", "我们的爬虫"),
        subtitle: Some(crawlers.provider.clone()),
        language: t("en", "zh-Hans"),
        author: Some(crawlers.provider.clone()),
        footer: format!("{} {} · {}", t("version", "版本"), crawlers.version, crawlers.dated),
        date: Some(crawlers.dated),
        blocks,
    }
}

fn row(id: &str, label: String, value: Vec<Inline>) -> Row {
    Row { id: id.to_owned(), label, hint: String::new(), value: vec![Piece::Text(value)] }
}

fn link(address: &str) -> Vec<Inline> {
    let target = match (address.contains("://"), address.contains('@') && !address.contains(char::is_whitespace)) {
        (false, true) => format!("mailto:{address}"),
        _ => address.to_owned(),
    };
    vec![Inline::Link { text: address.to_owned(), target }]
}

/// A change in words.
pub(super) fn said(what: &What, language: Language) -> String {
    let (en, zh) = match what {
        What::First => ("first published".to_owned(), "首次公布".to_owned()),
        What::Added(token) => (format!("crawler {token} added"), format!("新增爬虫 {token}")),
        What::Removed(token) => (format!("crawler {token} no longer used"), format!("不再使用爬虫 {token}")),
        What::Altered(token) => (format!("crawler {token} changed"), format!("爬虫 {token} 有变更")),
        What::Robots => ("how robots.txt is followed changed".to_owned(), "遵守 robots.txt 的方式有变更".to_owned()),
        What::Protocols => ("other protocols changed".to_owned(), "其他协议有变更".to_owned()),
        What::Contact => ("contact changed".to_owned(), "联系方式有变更".to_owned()),
    };
    match language {
        Language::English => en,
        Language::Chinese => zh,
    }
}
