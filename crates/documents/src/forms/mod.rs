//! The documents the law asks for, as data: what a form asks (`template`), what a provider says (`record`), what a person
//! sees (`sheet`), and what somebody's document was found to say (`reading`).

pub mod reading;
pub mod sheet;
pub mod template;
mod template_load;
