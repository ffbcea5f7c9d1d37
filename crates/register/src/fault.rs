//! Why a command could not do its work: one sentence that says what is wrong and what to do.

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(String);

impl Fault {
    /// With its sentence.
    pub fn new(message: impl Into<String>) -> Fault {
        Fault(message.into())
    }

    /// With what helps, on a line of its own.
    #[must_use]
    pub fn help(self, help: impl std::fmt::Display) -> Fault {
        Fault(format!("{}\n  help: {help}", self.0))
    }
}

impl From<crate::canon::CanonError> for Fault {
    fn from(error: crate::canon::CanonError) -> Fault {
        Fault::new(error.to_string())
    }
}

/// What SQLite says, as people understand it.
impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        use rusqlite::ErrorCode;
        let Some(code) = error.sqlite_error_code() else {
            return Fault::new(format!("the register cannot be read: {error}"));
        };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Fault::new(
                "another program has been writing to the register for longer than 5 seconds; nothing was recorded",
            )
            .help("try again; if it stays so, look which gpai-register is running"),
            ErrorCode::DiskFull => {
                Fault::new("the disk is full; nothing was recorded").help("free some space and run the command again")
            }
            ErrorCode::ReadOnly => {
                Fault::new("the register cannot be written: its folder or file is read-only; nothing was recorded")
                    .help("list, show, history and verify work all the same")
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                Fault::new(format!("the file of the register is damaged: {error}"))
                    .help("`gpai register restore BACKUP DIR` makes a register of the newest backup")
            }
            ErrorCode::SystemIoFailure => Fault::new(format!("the disk failed: {error}; nothing was recorded"))
                .help("free some space or look at the disk, and run the command again"),
            _ => Fault::new(format!("the register cannot be used: {error}")),
        }
    }
}
