//! What people read: one file for each thing that is shown, its words in both languages in `words`. Values in, text out; what
//! is decided or measured is decided elsewhere.

pub mod ask;
pub mod card;
pub mod changes;
pub mod check;
pub mod choices;
pub mod compute;
pub mod deadlines;
pub mod diff;
pub mod entries;
pub mod exit;
pub mod explain;
pub mod export;
pub mod hours;
pub mod init;
pub mod judged;
pub mod law;
pub mod lint;
pub mod lint_many;
mod logs;
pub mod mapping;
pub mod optout;
pub mod page;
mod scale;
pub mod sentence;
pub mod serve;
pub mod show;
pub mod site;
pub mod sources;
pub mod style;
pub mod survey;
pub mod whatif;
pub mod why;
pub mod words;
