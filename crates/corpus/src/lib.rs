//! The data engine: what is heavy in training data and tables. So far it knows Parquet, for `gpai survey`; profiles of training
//! data and audits of crawls come here. A program of its own (`main.rs`), so that nobody builds it who only checks a model.

pub mod tables;
