//! The few words a document says of itself, in English and Chinese; any other language gets the English ones.

/// Words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Before the page number, between it and the number of pages, after that.
    pub page: [&'static str; 3],
    /// Before what is missing.
    pub gap: &'static str,
    /// What a ticked box is called when read aloud.
    pub ticked: &'static str,
    /// What an empty box is called.
    pub unticked: &'static str,
    /// Where a value comes from, when read aloud.
    pub source: &'static str,
}

const ENGLISH: Words = Words {
    page: ["Page ", " of ", ""],
    gap: "Not yet known:",
    ticked: "ticked",
    unticked: "not ticked",
    source: "source",
};

const CHINESE: Words =
    Words {
        page: ["第 ", " 页，共 ", " 页"], gap: "尚不清楚：", ticked: "已选", unticked: "未选", source: "来源"
    };

/// Words for a BCP 47 tag.
pub fn words(language: &str) -> &'static Words {
    match language.split('-').next() {
        Some(first) if first.eq_ignore_ascii_case("zh") => &CHINESE,
        _ => &ENGLISH,
    }
}
