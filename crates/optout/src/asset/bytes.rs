//! Numbers and parts of a file by their places, and the bounds of everything here.

/// How much of a file is looked at.
pub const LIMIT: usize = 256 << 20;
/// How much one compressed part may unfold to.
pub const UNFOLDED: usize = 8 << 20;
/// How much of one packet of metadata is read.
pub const PACKET: usize = 4 << 20;
/// How many packets of one file are kept.
pub const PACKETS: usize = 64;

/// Four bytes as a number, the highest first.
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

/// Bytes from a place on, so many.
pub(super) fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// What a part packed by zlib holds, bounded.
pub(super) fn unzlib(bytes: &[u8]) -> Option<Vec<u8>> {
    miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(bytes, UNFOLDED).ok()
}
