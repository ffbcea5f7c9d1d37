//! The public form: rightsholders complain by it, others ask or tell of an incident; they are given a true receipt, and ask with it how it stands. A listener and
//! a router of its own; nothing else of gpai can be reached by it. No cookies, no script needed, nothing of a stranger ever markup.

pub mod fields;
pub mod kind;
pub mod limits;
pub mod page;
pub mod server;
pub mod tokens;
pub mod words;
pub mod writer;
