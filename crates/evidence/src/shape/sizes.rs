//! Amounts that cannot overflow, and a configuration read as sizes: each number is checked to be one a model can have.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul};

use crate::limits;
use crate::node::Node;

/// More parameters than any model has; beyond, the shape is not one.
const MOST: u128 = 1_000_000_000_000_000;

/// A number of weights. It stays at the largest number instead of overflowing, which [`N::checked`] then refuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct N(pub u128);

impl N {
    /// Nothing.
    pub const ZERO: N = N(0);

    /// The number, unless it is larger than any model.
    pub fn checked(self) -> Result<u128, String> {
        if self.0 <= MOST { Ok(self.0) } else { Err("the shape is too large to be one".to_owned()) }
    }

    /// The whole part of a quotient; nothing if there is nothing to divide by.
    pub fn over(self, divisor: N) -> N {
        N(self.0.checked_div(divisor.0).unwrap_or(0))
    }

    /// The difference, or nothing.
    pub fn less(self, other: N) -> N {
        N(self.0.saturating_sub(other.0))
    }

    /// A percentage, rounded down.
    pub fn percent(self, percent: u128) -> N {
        N(self.0.saturating_mul(percent) / 100)
    }

    /// The number if a condition holds, else nothing.
    pub fn when(self, condition: bool) -> N {
        if condition { self } else { N::ZERO }
    }
}

impl Add for N {
    type Output = N;
    fn add(self, other: N) -> N {
        N(self.0.saturating_add(other.0))
    }
}

impl AddAssign for N {
    fn add_assign(&mut self, other: N) {
        *self = *self + other;
    }
}

impl Mul for N {
    type Output = N;
    fn mul(self, other: N) -> N {
        N(self.0.saturating_mul(other.0))
    }
}

impl Mul<u128> for N {
    type Output = N;
    fn mul(self, other: u128) -> N {
        self * N(other)
    }
}

impl Mul<N> for u128 {
    type Output = N;
    fn mul(self, other: N) -> N {
        N(self) * other
    }
}

impl Sum for N {
    fn sum<I: Iterator<Item = N>>(items: I) -> N {
        items.fold(N::ZERO, Add::add)
    }
}

/// A configuration, or the part of one that describes one network.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'c> {
    /// The part itself.
    own: &'c Node,
    /// The configuration that it stands in, if it is a part.
    pub outer: Option<&'c Node>,
    /// The model type.
    pub kind: &'c str,
    /// What the library takes for keys that a part leaves out.
    unsaid: &'static [(&'static str, u128)],
}

impl<'c> Shape<'c> {
    /// A whole configuration.
    pub fn whole(own: &'c Node, kind: &'c str) -> Self {
        Shape { own, outer: None, kind, unsaid: &[] }
    }

    /// A part of a configuration; parts leave out what the library takes by itself.
    pub fn part(own: &'c Node, outer: &'c Node, kind: &'c str, unsaid: &'static [(&'static str, u128)]) -> Self {
        Shape { own, outer: Some(outer), kind, unsaid }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&'c Node> {
        self.own.get(key)
    }

    /// A map inside, read as a shape of the same type.
    pub fn inner(&self, key: &str) -> Option<Shape<'c>> {
        let own = self.get(key).filter(|n| matches!(n, Node::Map(_)))?;
        Some(Shape { own, outer: Some(self.own), unsaid: &[], ..*self })
    }

    fn unsaid(&self, keys: &[&str]) -> Option<N> {
        self.unsaid.iter().find(|(key, _)| keys.contains(key)).map(|(_, value)| N(*value))
    }

    /// A size under one of several keys, within what a model can have.
    pub fn size(&self, keys: &[&str]) -> Result<N, String> {
        let first = keys.first().copied().unwrap_or_default();
        let Some(value) = keys.iter().find_map(|k| self.get(k)) else {
            return self.unsaid(keys).ok_or(format!("`{first}` is missing"));
        };
        let value = value.whole().filter(|n| (1..=1 << 40).contains(n));
        value.map(N).ok_or(format!("`{first}` is no size a model can have"))
    }

    /// The same, where `null`, 0 and nothing at all mean that there is none.
    pub fn maybe(&self, keys: &[&str]) -> Result<Option<N>, String> {
        let present = keys.iter().find_map(|k| self.get(k).filter(|v| **v != Node::Null));
        match present {
            None => Ok(self.unsaid(keys)),
            Some(value) if value.whole() == Some(0) => Ok(None),
            Some(value) => match value.whole().filter(|n| *n <= 1 << 40) {
                Some(n) => Ok(Some(N(n))),
                None => Err(format!("`{}` is no size a model can have", keys.first().copied().unwrap_or_default())),
            },
        }
    }

    /// The same, with a value for nothing said.
    pub fn size_or(&self, keys: &[&str], unsaid: N) -> Result<N, String> {
        Ok(self.maybe(keys)?.unwrap_or(unsaid))
    }

    /// A yes or no, with a value for nothing said.
    pub fn flag(&self, key: &str, unsaid: bool) -> bool {
        match self.get(key) {
            Some(Node::Bool(flag)) => *flag,
            _ => unsaid,
        }
    }

    /// A string, or nothing.
    pub fn word(&self, key: &str) -> &'c str {
        self.get(key).and_then(Node::text).unwrap_or_default()
    }

    /// A list, if there is one.
    pub fn list(&self, key: &str) -> Option<&'c [Node]> {
        match self.get(key) {
            Some(Node::List(list)) => Some(list),
            _ => None,
        }
    }

    /// A list with one entry for each layer; longer ones are cut, shorter ones say too little.
    pub fn per_layer(&self, key: &str, layers: usize) -> Result<Option<&'c [Node]>, String> {
        match self.list(key) {
            None => Ok(None),
            Some(list) => {
                let fits = list.get(..layers).map(Some);
                fits.ok_or(format!("`{key}` has {} entries for {layers} layers", list.len()))
            }
        }
    }

    /// The width of the hidden state.
    pub fn hidden(&self) -> Result<N, String> {
        self.size(&["hidden_size", "n_embd", "n_embed", "d_model", "dim"])
    }

    /// The number of layers, within a bound so that they can be gone through one by one.
    pub fn layers(&self) -> Result<usize, String> {
        let n = self.size(&["num_hidden_layers", "n_layer", "n_layers", "num_layers"])?;
        let n = usize::try_from(n.0).ok().filter(|n| *n <= limits::LAYERS);
        n.ok_or("`num_hidden_layers` is no size a model can have".to_owned())
    }

    /// The number of attention heads.
    pub fn heads(&self) -> Result<N, String> {
        self.size(&["num_attention_heads", "n_head", "n_heads", "num_heads"])
    }

    /// Whether input and output embeddings are the same weights: as the outermost configuration says, which is what
    /// the library goes by, else as the part says.
    pub fn tied(&self, unsaid: bool) -> bool {
        let key = "tie_word_embeddings";
        let said = |node: &Node| match node.get(key) {
            Some(Node::Bool(tied)) => Some(*tied),
            _ => None,
        };
        self.outer.and_then(said).or_else(|| said(self.own)).unwrap_or(unsaid)
    }

    /// Whether the class that the checkpoint was saved from ends so.
    pub fn class_ends(&self, end: &str) -> bool {
        let classes = self.outer.unwrap_or(self.own).get("architectures");
        match classes {
            Some(Node::List(list)) => list.iter().filter_map(Node::text).any(|c| c.ends_with(end)),
            Some(Node::Text(class)) => class.ends_with(end),
            _ => false,
        }
    }
}
