//! Weights counted by what they are used for, so that total, active and optional parts come from one count.

use super::sizes::N;

/// What an amount can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// At least.
    pub low: u128,
    /// The computed value.
    pub best: u128,
    /// At most.
    pub high: u128,
}

/// Parameters of a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// All.
    pub total: Band,
    /// Active for one token, if the model is a mixture of experts. The table of input embeddings is only counted where
    /// it is the output matrix too: a token uses one row of it.
    pub active: Option<Band>,
    /// How it was computed.
    pub method: String,
}

/// The weights of a network, or of a part of one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// All weights of the usual total.
    pub sure: N,
    /// Of these, experts that are not chosen for a token.
    pub idle: N,
    /// Of these, tables of which a token only uses one row: input embeddings that are not the output matrix too.
    pub looked_up: N,
    /// Of these, what may not be there.
    pub doubtful: N,
    /// Weights that some checkpoints hold on top: layers that predict several tokens ahead, parts that are not described.
    pub beyond: N,
    /// Whether there are experts.
    pub experts: bool,
}

impl Tally {
    /// Weights that every token uses.
    pub fn of(sure: N) -> Self {
        Tally { sure, ..Tally::default() }
    }

    /// Both together.
    pub fn with(self, other: Tally) -> Self {
        Tally {
            sure: self.sure + other.sure,
            idle: self.idle + other.idle,
            looked_up: self.looked_up + other.looked_up,
            doubtful: self.doubtful + other.doubtful,
            beyond: self.beyond + other.beyond,
            experts: self.experts || other.experts,
        }
    }

    /// The same and more weights that every token uses.
    pub fn plus(self, sure: N) -> Self {
        self.with(Tally::of(sure))
    }

    /// The same so many times.
    pub fn times(self, times: N) -> Self {
        Tally {
            sure: self.sure * times,
            idle: self.idle * times,
            looked_up: self.looked_up * times,
            doubtful: self.doubtful * times,
            beyond: self.beyond * times,
            ..self
        }
    }

    /// The counts, within some percent of the least and the most they can be.
    pub fn count(self, within: u128, method: String) -> Result<Count, String> {
        let band = |low: N, best: N, high: N| {
            let (low, high) =
                (low.percent(100u128.saturating_sub(within)), high.percent(100u128.saturating_add(within)));
            Ok::<_, String>(Band { low: low.checked()?, best: best.checked()?, high: high.checked()? })
        };
        let used = self.sure.less(self.idle);
        let active = band(used.less(self.looked_up).less(self.doubtful), used.less(self.looked_up), used + self.beyond);
        Ok(Count {
            total: band(self.sure.less(self.doubtful), self.sure, self.sure + self.beyond)?,
            active: if self.experts { Some(active?) } else { None },
            method,
        })
    }
}
