//! optout
