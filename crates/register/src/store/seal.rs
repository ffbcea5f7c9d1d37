//! A seal: the ends of all chains in a few lines, to be kept where the register is not. It alone shows a file that was put back.

use super::Store;
use super::append::now;
use crate::fault::Fault;
use crate::secret::{hex, unhex};

/// The first line of a seal.
const HEAD: &str = "gpai-register/1 seal";
/// The longest seal that is read, in bytes.
pub const LONGEST: u64 = 1 << 20;

/// A seal as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seal {
    /// Id of the register.
    pub register: String,
    /// Writer, number and digest of the last entry of each chain.
    pub ends: Vec<(String, u64, Vec<u8>)>,
    /// When it was made.
    pub recorded: String,
}

impl Seal {
    /// Reads a seal, alone or in a longer text such as a message.
    ///
    /// # Errors
    /// There is none in it.
    pub fn read(text: &str) -> Result<Seal, Fault> {
        let wrong = |what: &str| {
            Fault::new(format!("no seal: {what}")).help("a seal is what `gpai register seal` prints, whole")
        };
        let mut lines = text.lines().map(|line| line.trim().trim_start_matches("> ")).skip_while(|line| *line != HEAD);
        lines.next().ok_or_else(|| wrong("the line `gpai-register/1 seal` is not in it"))?;
        let mut seal = Seal::default();
        for line in lines {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["register", id] => seal.register = (*id).to_owned(),
                ["writer", writer, n, hash] => {
                    let n = n.parse().map_err(|_| wrong("a line `writer` is damaged"))?;
                    let hash =
                        unhex(hash).filter(|h| h.len() == 32).ok_or_else(|| wrong("a line `writer` is damaged"))?;
                    seal.ends.push(((*writer).to_owned(), n, hash));
                }
                ["recorded", at] => {
                    seal.recorded = (*at).to_owned();
                    break;
                }
                _ => return Err(wrong("a line is damaged")),
            }
        }
        if seal.register.is_empty() || seal.recorded.is_empty() {
            return Err(wrong("it is cut off"));
        }
        Ok(seal)
    }
}

impl Store {
    /// Makes a seal.
    ///
    /// # Errors
    /// The register cannot be read.
    pub fn seal(&self) -> Result<String, Fault> {
        let mut out = format!("{HEAD}\nregister {}\n", self.register);
        for (writer, head) in self.heads()? {
            out.push_str(&format!("writer {writer} {} {}\n", head.n, hex(&head.hash)));
        }
        out.push_str(&format!("recorded {}\n", now().0.strftime("%Y-%m-%dT%H:%M:%SZ")));
        Ok(out)
    }
}
