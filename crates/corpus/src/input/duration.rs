//! How long recordings and films are, from their heads: WAV, FLAC, MP3 with its table, MP4 and its kin. What the first megabyte
//! does not say stays unknown.

/// Bytes that are looked at.
pub const HEAD: u64 = 1 << 20;

/// Milliseconds of a file of which the beginning is at hand.
#[must_use]
pub fn milliseconds(extension: &str, head: &[u8], size: u64) -> Option<u64> {
    match extension {
        "wav" => wav(head, size),
        "flac" => flac(head),
        "mp3" => mp3(head),
        "mp4" | "m4v" | "mov" | "m4a" => mp4(head),
        _ => None,
    }
}

fn number(bytes: &[u8], at: usize, length: usize, little: bool) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    let add = |all: u64, b: &u8| all << 8 | u64::from(*b);
    Some(if little { part.iter().rev().fold(0, add) } else { part.iter().fold(0, add) })
}

fn wav(head: &[u8], size: u64) -> Option<u64> {
    if head.get(..4)? != b"RIFF" || head.get(8..12)? != b"WAVE" {
        return None;
    }
    let (mut at, mut rate) = (12, None);
    loop {
        let name = head.get(at..at + 4)?;
        let length = number(head, at + 4, 4, true)?;
        match name {
            b"fmt " => rate = number(head, at + 16, 4, true).filter(|r| *r > 0),
            b"data" => {
                // Streamed files say nothing true about their length.
                let bytes = length.min(size.saturating_sub(at as u64 + 8));
                return Some(bytes.saturating_mul(1_000) / rate?);
            }
            _ => {}
        }
        at = at.checked_add(8)?.checked_add(usize::try_from(length + (length & 1)).ok()?)?;
    }
}

fn flac(head: &[u8]) -> Option<u64> {
    if head.get(..4)? != b"fLaC" {
        return None;
    }
    let packed = number(head, 18, 8, false)?;
    let (rate, samples) = (packed >> 44, packed & ((1 << 36) - 1));
    (rate > 0 && samples > 0).then(|| samples * 1_000 / rate)
}

/// The table that encoders put into the first frame counts the frames.
fn mp3(head: &[u8]) -> Option<u64> {
    let mut at = 0;
    if head.get(..3)? == b"ID3" {
        let size = head.get(6..10)?.iter().fold(0_usize, |all, b| all << 7 | usize::from(b & 0x7f));
        at = 10 + size;
    }
    let frame = number(head, at, 4, false)?;
    if frame >> 21 != 0x7ff {
        return None;
    }
    let (version, rate) = (frame >> 19 & 3, usize::try_from(frame >> 10 & 3).ok()?);
    let base = *[44_100_u64, 48_000, 32_000].get(rate)?;
    let (rate, samples) = match version {
        3 => (base, 1_152),
        2 => (base / 2, 576),
        0 => (base / 4, 576),
        _ => return None,
    };
    let mono = frame >> 6 & 3 == 3;
    let side = match (version, mono) {
        (3, false) => 32,
        (3, true) | (_, false) => 17,
        (_, true) => 9,
    };
    let table = at + 4 + side;
    let name = head.get(table..table + 4)?;
    if name != b"Xing" && name != b"Info" {
        return None;
    }
    let frames = number(head, table + 4, 4, false)
        .filter(|flags| flags & 1 == 1)
        .and_then(|_| number(head, table + 8, 4, false))?;
    Some(frames * samples * 1_000 / rate)
}

fn mp4(head: &[u8]) -> Option<u64> {
    let movie = find(head, b"moov")?;
    let header = find(movie, b"mvhd")?;
    let (scale, length) = match header.first()? {
        1 => (number(header, 20, 4, false)?, number(header, 24, 8, false)?),
        _ => (number(header, 12, 4, false)?, number(header, 16, 4, false)?),
    };
    (scale > 0 && length > 0).then(|| length.saturating_mul(1_000) / scale)
}

/// The content of a box.
fn find<'b>(mut bytes: &'b [u8], name: &[u8; 4]) -> Option<&'b [u8]> {
    loop {
        let size = usize::try_from(number(bytes, 0, 4, false)?).ok()?;
        let (head, size) = match size {
            0 => (8, bytes.len()),
            1 => (16, usize::try_from(number(bytes, 8, 8, false)?).ok()?),
            size => (8, size),
        };
        if size < head {
            return None;
        }
        if bytes.get(4..8)? == name {
            return bytes.get(head..size.min(bytes.len()));
        }
        bytes = bytes.get(size..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn lengths_stand_in_the_heads() {
        let mut wav = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        wav.extend(8_000_u32.to_le_bytes());
        wav.extend(16_000_u32.to_le_bytes());
        wav.extend([2, 0, 16, 0]);
        wav.extend(b"data");
        wav.extend(32_000_u32.to_le_bytes());
        assert_eq!(milliseconds("wav", &wav, 44 + 32_000), Some(2_000));
        assert_eq!(milliseconds("wav", &wav, 44 + 16_000), Some(1_000), "a cut file is as long as it is");
        let mut flac = b"fLaC\0\0\0\x22".to_vec();
        flac.extend([0; 10]);
        flac.extend((44_100_u64 << 44 | 88_200).to_be_bytes());
        assert_eq!(milliseconds("flac", &flac, 0), Some(2_000));
        let mut header = vec![0; 12];
        header.extend(600_u32.to_be_bytes());
        header.extend(1_500_u32.to_be_bytes());
        let mut mp4 = b"\0\0\0\x08ftyp".to_vec();
        mp4.extend((8 + 8 + 20_u32).to_be_bytes());
        mp4.extend(b"moov");
        mp4.extend((8 + 20_u32).to_be_bytes());
        mp4.extend(b"mvhd");
        mp4.extend(header);
        assert_eq!(milliseconds("mp4", &mp4, 0), Some(2_500));
        let mut mp3 = vec![0xff, 0xfb, 0x90, 0x00];
        mp3.extend([0; 32]);
        mp3.extend(b"Xing\0\0\0\x01");
        mp3.extend(100_u32.to_be_bytes());
        assert_eq!(milliseconds("mp3", &mp3, 0), Some(2_612));
        for kind in ["wav", "flac", "mp3", "mp4", "ogg"] {
            assert_eq!(milliseconds(kind, b"junk", 4), None, "{kind}");
            assert_eq!(milliseconds(kind, &[0xff; 64], 64), None, "{kind}");
        }
    }
}
