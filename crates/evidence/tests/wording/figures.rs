//! Figures drawn at random, and what is true of a card that states them.

/// Figures of one card.
pub struct Figures {
    /// Parameters in billions.
    pub p: f64,
    /// Tokens in trillions.
    pub d: f64,
    /// A smaller number of tokens, in billions.
    pub s: u64,
    /// Passes, experts, machines.
    pub n: u64,
    /// Days.
    pub days: u64,
}

/// What is true of a card.
pub enum Truth {
    /// The compute of the model in FLOP, and the card says enough to know it.
    Known(f64),
    /// The compute, which a reader may know or not; what is claimed must hold it.
    AtMostOpen(f64),
    /// Nobody can know it from the card; a claim that excludes this amount is wrong.
    Unknown(f64),
}

/// The name of the model of every card.
pub const NAME: &str = "Avocet";

/// Six times parameters times tokens.
pub fn six(p: f64, d: f64) -> f64 {
    6.0 * p * 1e9 * d * 1e12
}

/// Accelerators times days, at 40 % of the peak.
pub fn time(devices: u64, days: u64, peak: f64) -> f64 {
    (devices * days * 24 * 3600) as f64 * peak * 0.4
}

/// Peak of an A100 in FLOP a second.
pub const A100: f64 = 312e12;
/// Peak of an H100.
pub const H100: f64 = 989.4e12;

/// A wording: its name, and what makes a sentence with its truth out of figures.
pub type Frame = (&'static str, fn(&Figures) -> (String, Truth));

/// With commas between the thousands.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Figures drawn from a seed.
pub fn draw(seed: u64) -> Figures {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % n
    };
    let p = [1.3, 2.0, 3.0, 4.0, 6.9, 7.0, 8.0, 9.0, 12.0, 13.0, 14.0][next(11) as usize];
    let d = [1.0, 1.4, 2.0, 3.0, 4.5, 6.0, 8.0, 11.0, 15.0][next(9) as usize];
    Figures { p, d, s: 100 + 50 * next(8), n: 2 + next(4), days: 10 + next(40) }
}
