//! What is known of a model in the formats that others use: CycloneDX, SPDX, OSCAL, Croissant, the tables of NIST and ISO, and the
//! statements of a bundle. One evidence model ([`evidence`]), cut for one reader ([`seen`]), then one file a format.

mod answers;
pub mod audience;
pub mod checks;
pub mod croissant;
pub mod cyclonedx;
pub mod evidence;
pub mod items;
pub mod kinds;
mod logs;
pub mod mapping;
pub mod oscal;
pub mod rmf;
pub mod rules;
pub mod seen;
pub mod spdx;
pub mod statement;
pub mod text;
pub mod written;

pub use audience::{Reader, Readers};
pub use evidence::{Evidence, Input};
pub use items::{FileEntry, Filed, Held, Logs, Place};
pub use kinds::{KINDS, Kind};
pub use mapping::Mapping;
pub use seen::Seen;
pub use written::{Left, Written};
