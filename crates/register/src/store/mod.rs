//! The register on disk: one file of SQLite whose only truth are its entries, private values beside them, files by their digest.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use crate::chain::Head;
use crate::fault::Fault;
use crate::machine::{identity as identity_of, may_write, owner_folder, owner_only, sync_folder};
use crate::secret::{hex, random, unhex};

pub mod append;
pub mod backup;
pub mod erase;
pub mod exchange;
pub mod files;
pub mod place;
pub mod read;
pub mod schema;
pub mod seal;
pub mod settings;
pub mod verify;

/// The file of entries in the folder of a register.
pub const FILE: &str = "register.db";
/// The key under which the ends of chains are kept.
pub const KEY: &str = "chain.key";
/// How long a command waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open register.
#[derive(Debug)]
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) dir: PathBuf,
    /// Id of the register.
    pub register: String,
    /// Id of this copy.
    pub writer: String,
    /// Key for rightsholder keys.
    pub(crate) holder_key: Vec<u8>,
    /// Key for the ends of chains; `None` where its file is gone.
    pub(crate) chain_key: Option<Vec<u8>>,
    writable: Result<(), Fault>,
}

/// What a new register is made of.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Id of the register.
    pub register: String,
    /// Key for rightsholder keys.
    pub holder_key: String,
    /// Writers whose private values this copy has to hold, with commas.
    pub holds: String,
}

impl Identity {
    /// A register that is none yet.
    ///
    /// # Errors
    /// The system has no random bytes.
    pub fn new() -> Result<Identity, Fault> {
        Ok(Identity { register: hex(&random::<16>()?), holder_key: hex(&random::<32>()?), holds: String::new() })
    }
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> Fault {
    move |e| match e.kind() {
        std::io::ErrorKind::StorageFull => {
            Fault::new(format!("{}: the disk is full; nothing was recorded", path.display()))
        }
        _ => Fault::new(format!("{}: {e}", path.display())),
    }
}

/// Writes a file that only its owner may read, and waits until it is on disk.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let mut options = fs::OpenOptions::new();
    let mut file = owner_only(options.write(true).create(true).truncate(true)).open(path).map_err(io(path))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io(path))
}

impl Store {
    /// Makes a register in an empty folder.
    ///
    /// # Errors
    /// The folder cannot be written, or holds something already.
    pub fn create(dir: &Path, identity: &Identity, network: bool) -> Result<Store, Fault> {
        if dir.join(FILE).exists() {
            return Err(Fault::new(format!("{} is a register already", dir.display())).help("use it with `--register`"));
        }
        let files = dir.join("files");
        owner_folder(dir).map_err(io(dir))?;
        owner_folder(&files).map_err(io(&files))?;
        let key = dir.join(KEY);
        if !key.exists() {
            write_private(&key, hex(&random::<32>()?).as_bytes())?;
        }
        // Under another name until it is whole: a register that is only half made is none.
        let (made, file) = (dir.join("register.db.new"), dir.join(FILE));
        let _ = fs::remove_file(&made);
        write_private(&made, b"")?;
        let mut db = Connection::open(&made)?;
        db.busy_timeout(PATIENCE)?;
        db.execute_batch(schema::SETTINGS)?;
        db.pragma_update(None, "application_id", schema::APPLICATION)?;
        db.pragma_update(None, "user_version", schema::VERSION)?;
        let writer = hex(&random::<8>()?);
        let tx = db.transaction()?;
        tx.execute_batch(schema::TABLES)?;
        tx.execute_batch(schema::DERIVED)?;
        let holds = if identity.holds.is_empty() { writer.clone() } else { format!("{},{writer}", identity.holds) };
        for (key, value) in [
            ("register", identity.register.as_str()),
            ("writer", &writer),
            ("holder_key", &identity.holder_key),
            ("holds", &holds),
            ("place", &identity_of(&made)),
            ("network", if network { "yes" } else { "no" }),
        ] {
            tx.execute("INSERT INTO meta(key, value) VALUES (?1, ?2)", (key, value))?;
        }
        tx.commit()?;
        drop(db);
        fs::rename(&made, &file).map_err(io(&file))?;
        sync_folder(dir).map_err(io(dir))?;
        Store::open(dir)
    }

    /// Opens a register to read and to write.
    ///
    /// # Errors
    /// There is none, it is of a newer program, or it cannot be read. What forbids writing alone is told when something is to be
    /// written.
    pub fn open(dir: &Path) -> Result<Store, Fault> {
        let file = dir.join(FILE);
        if !file.is_file() {
            return Err(Fault::new(format!("{}: there is no register", dir.display()))
                .help("`gpai register init DIR` makes one; `--register DIR` or GPAI_REGISTER names another"));
        }
        if rusqlite::version_number() < schema::SQLITE {
            return Err(Fault::new(format!(
                "SQLite {} may damage a register; 3.51.3 or newer is needed",
                rusqlite::version()
            )));
        }
        let (db, mut writable) = connect(&file)?;
        db.busy_timeout(PATIENCE)?;
        db.execute_batch(schema::SETTINGS)?;
        let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if application != schema::APPLICATION {
            return Err(Fault::new(format!("{}: this is no register", file.display())));
        }
        let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > schema::VERSION {
            return Err(Fault::new(format!(
                "{}: the register has version {version}; this program knows {} at most",
                file.display(),
                schema::VERSION
            ))
            .help("take the program that wrote it, or a newer one"));
        }
        let meta = |key: &str| -> Result<String, Fault> {
            let value: Option<String> =
                db.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()?;
            Ok(value.unwrap_or_default())
        };
        let network = meta("network")? == "yes";
        if writable.is_ok() {
            if !network {
                writable = place::local(dir);
            }
            if writable.is_ok() && meta("place")? != identity_of(&file) {
                writable = Err(Fault::new(format!(
                    "{}: this file is a copy of a register, and both would go on with the same numbers",
                    file.display()
                ))
                .help(
                    "`gpai register fork --new-writer` makes it a copy of its own, whose entries can be merged; list, show and \
                     verify work as it is",
                ));
            }
            if writable.is_ok() {
                // Two programs that open it at the same time: the second finds it done.
                let mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
                let wanted = if network { "delete" } else { "wal" };
                if mode != wanted {
                    db.pragma_update_and_check(None, "journal_mode", wanted, |_| Ok(()))?;
                }
            }
        }
        let chain_key = fs::read_to_string(dir.join(KEY)).ok().and_then(|text| unhex(text.trim()));
        let (register, writer) = (meta("register")?, meta("writer")?);
        let holder_key = unhex(&meta("holder_key")?).unwrap_or_default();
        Ok(Store { dir: dir.to_owned(), register, writer, holder_key, chain_key, writable, db })
    }

    /// Takes a register for this place: with a new writer id, after a copy; with the old one, where the original is gone.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn fork(dir: &Path, new_writer: bool) -> Result<Store, Fault> {
        let file = dir.join(FILE);
        let store = Store::open(dir)?;
        if new_writer {
            let writer = hex(&random::<8>()?);
            let holds = format!("{},{writer}", store.meta("holds")?);
            store.set_meta("holds", &holds)?;
            store.set_meta("writer", &writer)?;
        }
        store.set_meta("place", &identity_of(&file))?;
        drop(store);
        Store::open(dir)
    }

    /// Whether it can be written.
    ///
    /// # Errors
    /// Why not.
    pub fn writable(&self) -> Result<(), Fault> {
        self.writable.clone()
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn meta(&self, key: &str) -> Result<String, Fault> {
        let value = self.db.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()?;
        Ok(value.unwrap_or_default())
    }

    pub(crate) fn set_meta(&self, key: &str, value: &str) -> Result<(), Fault> {
        let sql = "INSERT INTO meta(key, value) VALUES (?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value";
        self.db.execute(sql, (key, value))?;
        Ok(())
    }

    /// The ends of all chains that are here, as the file keeps them.
    pub(crate) fn heads(&self) -> Result<Vec<(String, Head)>, Fault> {
        let mut query = self.db.prepare_cached("SELECT writer, n, hash FROM head ORDER BY writer")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, Head { n: row.get(1)?, hash: row.get(2)? })))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Opens the file: for writing, for reading alone, or as one that nobody changes.
fn connect(file: &Path) -> Result<(Connection, Result<(), Fault>), Fault> {
    let looks = |db: &Connection| db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    let base = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(file, base | OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.busy_timeout(PATIENCE)?;
    let first = looks(&db);
    let folder = file.parent().unwrap_or(Path::new("."));
    let read_only = || {
        Fault::new(format!(
            "{}: the register cannot be written: its folder or file is read-only; nothing was recorded",
            folder.display()
        ))
        .help("list, show, history and verify work all the same")
    };
    let can_write = may_write(file) && may_write(folder);
    if first.is_ok() && can_write {
        return Ok((db, Ok(())));
    }
    if first.is_ok() {
        return Ok((db, Err(read_only())));
    }
    drop(db);
    let db = Connection::open_with_flags(file, base | OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if looks(&db).is_ok() {
        return Ok((db, Err(read_only())));
    }
    drop(db);
    // A folder in which nothing can be made, without a log beside the file: nobody writes, so no locks are needed.
    let log = file.with_file_name(format!("{FILE}-wal"));
    if fs::metadata(&log).map_or(0, |m| m.len()) > 0 {
        return Err(Fault::new(format!(
            "{}: a log lies beside it that cannot be folded in, since the folder is read-only",
            file.display()
        ))
        .help("copy the folder to where you may write, and look at it there"));
    }
    let name: String = file
        .to_string_lossy()
        .chars()
        .flat_map(|c| match c {
            '?' => "%3f".chars().collect::<Vec<_>>(),
            '#' => "%23".chars().collect(),
            '%' => "%25".chars().collect(),
            c => vec![c],
        })
        .collect();
    let db = Connection::open_with_flags(format!("file:{name}?immutable=1"), base | OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    looks(&db).map_err(|_| first.err().map_or_else(|| Fault::new("the register cannot be read"), Fault::from))?;
    Ok((db, Err(read_only())))
}
