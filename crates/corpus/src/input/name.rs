//! Names of datasets and languages, as they go into keys.

/// Bytes of a name.
const LONGEST_NAME: usize = 120;

/// A name without control characters and blanks at its ends, cut to a bound.
pub fn clean(name: &str, out: &mut String) {
    let start = out.len();
    for c in name.trim().chars() {
        if out.len() - start + c.len_utf8() > LONGEST_NAME {
            break;
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
}
