//! The commands, one file each: what it takes, its help, and what it does.

pub mod ask;
pub mod badge;
pub mod check;
pub mod compute;
pub mod corpus;
pub mod deadlines;
pub mod diff;
pub mod doc;
pub mod explain;
pub mod export;
pub mod flowchart;
pub mod init;
pub mod law;
pub mod optout;
pub mod register;
pub mod serve;
pub mod shell;
pub mod site;
pub mod sources;
pub mod spoken;
pub mod survey;
pub mod whatif;
pub mod why;
