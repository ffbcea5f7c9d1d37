//! What differs between systems: who may read a file, which file is the same, which folder lies elsewhere, whose account it is.

use std::fs;
use std::path::Path;

/// Asks for a file that only its owner may read.
pub fn owner_only(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

/// Makes a folder that only its owner may enter.
///
/// # Errors
/// It cannot be made.
pub fn owner_folder(dir: &Path) -> std::io::Result<()> {
    fs::create_dir_all(dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Waits until the names in a folder are on disk, where a system can say so.
///
/// # Errors
/// The disk failed.
pub fn sync_folder(dir: &Path) -> std::io::Result<()> {
    if cfg!(unix) { fs::File::open(dir)?.sync_all() } else { Ok(()) }
}

/// What tells a file from a copy of it: a copy has another place on its disk, or another time of birth.
pub fn identity(file: &Path) -> String {
    let Ok(meta) = fs::metadata(file) else { return String::new() };
    let born = meta.created().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    let born = born.map_or_else(|| "-".to_owned(), |d| d.as_nanos().to_string());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        format!("{}:{born}", meta.ino())
    }
    #[cfg(not(unix))]
    born
}

/// Whether this account may write a file or into a folder.
pub fn may_write(path: &Path) -> bool {
    #[cfg(unix)]
    {
        rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
    }
    #[cfg(not(unix))]
    fs::metadata(path).is_ok_and(|m| !m.permissions().readonly())
}

/// The name of the account, where the environment has none.
pub fn account() -> String {
    #[cfg(unix)]
    {
        format!("account {}", rustix::process::getuid().as_raw())
    }
    #[cfg(not(unix))]
    "this account".to_owned()
}

/// The kind of a network file system, where the folder lies on one.
#[cfg(target_os = "linux")]
pub fn network(dir: &Path) -> Option<&'static str> {
    let there = dir.ancestors().find(|folder| folder.exists())?;
    let kind = rustix::fs::statfs(there).ok()?.f_type;
    named(u64::try_from(kind).ok()? & 0xffff_ffff)
}

/// The kind of a network file system: known on Linux alone.
#[cfg(not(target_os = "linux"))]
pub fn network(_: &Path) -> Option<&'static str> {
    None
}

/// The name of a kind of file system that lies elsewhere.
#[cfg(any(target_os = "linux", test))]
fn named(kind: u64) -> Option<&'static str> {
    Some(match kind {
        0x6969 => "NFS",
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => "SMB",
        0x0102_1997 => "9P",
        0x6573_5546 => "FUSE",
        0x7375_7245 => "Coda",
        0x5346_414f => "AFS",
        0x00c3_6400 => "Ceph",
        _ => return None,
    })
}

/// Bytes that are free on the disk of a folder, and of how many; `None` where the system does not say.
pub fn free(dir: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        let all = rustix::fs::statvfs(dir).ok()?;
        Some((all.f_bavail.saturating_mul(all.f_frsize), all.f_blocks.saturating_mul(all.f_frsize)))
    }
    #[cfg(not(unix))]
    {
        let _ = dir;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn network_folders_by_their_number() {
        assert_eq!(named(0x6969), Some("NFS"));
        assert_eq!(named(0xff53_4d42), Some("SMB"));
        assert_eq!(named(0xef53), None);
    }
}
