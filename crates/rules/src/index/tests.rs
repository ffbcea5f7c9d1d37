//! What the index gives is what parsing gives.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use toml::de::DeTable;

use super::{FILES, Reader, table, write};

#[test]
fn every_file_of_the_law_has_an_index_that_gives_what_parsing_gives() {
    assert!(FILES.len() > 15, "{}", FILES.len());
    for file in FILES {
        let read = table(file.name, file.text).unwrap_or_else(|| panic!("{} has no index", file.name));
        let parsed = DeTable::parse(file.text).unwrap();
        assert_eq!(format!("{read:?}"), format!("{parsed:?}"), "{}", file.name);
    }
}

#[test]
fn every_way_of_writing_a_value_comes_back() {
    let text = "a = 'x'\nb = \"q\\\"q\"\nc = \"\"\"\nlong\n\"\"\"\nd = [1, 0x1f, 2.5, true, false]\n\"e f\" = 2026-01-02\n\
                t = 07:32:00\n[g.h]\ni.j = \"\"\nk = { l = [], m = [{ n = 1 }] }\n[[o]]\n[[o]]\np = '''y'''\n";
    let index = write::index(text).unwrap();
    let read = Reader { text, rest: &index }.root().unwrap();
    assert_eq!(format!("{read:?}"), format!("{:?}", DeTable::parse(text).unwrap()));
    // A key that is not written as it reads has no index; the text is then parsed as before.
    assert!(write::index("\"a\\u0062\" = 1\n").unwrap().is_empty());
    // Any other text, and an index cut short, give nothing rather than something wrong.
    assert!(table("law/ai-act.toml", text).is_none());
    for many in 0..index.len() {
        assert!(Reader { text, rest: index.get(..many).unwrap() }.root().is_none(), "{many}");
    }
}
