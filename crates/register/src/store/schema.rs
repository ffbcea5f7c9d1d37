//! The tables of the file, and what is set each time it is opened.

/// Says that a file of SQLite is a register: "gpai".
pub const APPLICATION: i64 = 0x6770_6169;
/// The version of the tables that this program writes.
pub const VERSION: i64 = 1;
/// SQLite older than this may damage a file in WAL mode when two processes meet.
pub const SQLITE: i32 = 3_051_003;

/// What is set at each opening. All writes are on disk before a command says so.
pub const SETTINGS: &str = "
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA checkpoint_fullfsync = ON;
PRAGMA secure_delete = ON;
PRAGMA trusted_schema = OFF;
PRAGMA foreign_keys = ON;
PRAGMA mmap_size = 0;
PRAGMA temp_store = MEMORY;
";

/// The tables whose rows are the truth. Triggers guard against our own mistakes, not against people.
pub const TABLES: &str = "
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE entry(
  writer TEXT NOT NULL, n INTEGER NOT NULL,
  recorded_at TEXT NOT NULL,
  body BLOB NOT NULL,
  prev BLOB NOT NULL, hash BLOB NOT NULL UNIQUE,
  PRIMARY KEY(writer, n)) STRICT, WITHOUT ROWID;
CREATE TABLE private(
  writer TEXT NOT NULL, n INTEGER NOT NULL, field TEXT NOT NULL,
  salt BLOB NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY(writer, n, field)) STRICT, WITHOUT ROWID;
CREATE TABLE head(writer TEXT PRIMARY KEY, n INTEGER NOT NULL, hash BLOB NOT NULL, mac BLOB NOT NULL) STRICT;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
";

/// What is derived from entries, and can be dropped and built anew at any time.
pub const DERIVED: &str = "
DROP TABLE IF EXISTS derived;
CREATE TABLE derived(
  kind TEXT NOT NULL, value TEXT NOT NULL, writer TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(kind, value, writer, n)) STRICT, WITHOUT ROWID;
";
