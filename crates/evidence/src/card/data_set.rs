//! Whether the front matter of a card is one of a data set.

use crate::limits;
use crate::run::Run;
use crate::text::{Text, window};

/// The name under which this stands in the list of what was looked at.
const NAME: &str = "dataset card";
/// Keys of front matter that only cards of data sets have
/// (<https://github.com/huggingface/hub-docs/blob/main/datasetcard.md>).
const KEYS: [&str; 5] =
    ["dataset_info", "size_categories", "task_categories", "annotations_creators", "source_datasets"];

/// The first key that only a data set has. Lines are looked at, so that broken YAML hides nothing.
pub fn read(run: &mut Run<'_>, text: &Text) {
    let mut at = 0;
    for (n, line) in window(&text.content, 0, limits::FRONT_MATTER).split_inclusive('\n').enumerate() {
        let is_mark = line.trim_end() == "---";
        if (n == 0) != is_mark {
            return;
        }
        if let Some(key) = KEYS.iter().find(|k| line.strip_prefix(**k).is_some_and(|rest| rest.starts_with(':'))) {
            run.note(&text.file, NAME, format!("front matter of a data set: {key}"));
            return run.data_set(format!("the card has the key {key}"), text.place(at));
        }
        at += line.len();
    }
}
