//! The shape that most language models share: embeddings, layers of attention and a perceptron or experts, a last norm.
//!
//! What differs between families is data: a [`Decoder`]. Counts are exact, norms and biases included; they were compared
//! with the tensors that the library `transformers` makes for the same configurations.

use super::experts::{self, Width};
use super::latent;
use super::parts::{Bias, HeadNorm, Heads, Mlp, Norm, ahead, embeddings, linear};
use super::sizes::{N, Shape};
use super::tally::Tally;

/// A family of decoders.
#[derive(Clone, Copy, Debug)]
pub struct Decoder {
    /// The perceptron.
    pub mlp: Mlp,
    /// The kind of norm.
    pub norm: Norm,
    /// Norms in a layer.
    pub norms: u128,
    /// Norms of queries and keys.
    pub head_norm: HeadNorm,
    /// Bias of queries, keys and values.
    pub qkv: Bias,
    /// Bias of the attention's output.
    pub out: Bias,
    /// Bias of the perceptron.
    pub inner: Bias,
    /// Bias of the output matrix.
    pub top: Bias,
    /// Whether input and output embeddings are the same where nothing is said.
    pub tied: bool,
    /// The width of a head where nothing is said; else the hidden width is shared out.
    pub head: Option<u128>,
    /// Experts, if a layer may have them.
    pub experts: Width,
    /// Learned weights of a layer besides: attention sinks of a head.
    pub sinks: u128,
    /// Learned positions: the key of their number, and how many more there are.
    pub positions: Option<(&'static str, u128)>,
}

/// The commonest family; the others are told by how they differ.
pub const PLAIN_LLAMA: Decoder = Decoder {
    mlp: Mlp::Gated,
    norm: Norm::Scale,
    norms: 2,
    head_norm: HeadNorm::No,
    qkv: Bias::No,
    out: Bias::No,
    inner: Bias::No,
    top: Bias::No,
    tied: false,
    head: None,
    experts: Width::None,
    sinks: 0,
    positions: None,
};

/// Keys of the perceptron's width.
pub const INNER: [&str; 5] = ["intermediate_size", "n_inner", "ffn_dim", "ffn_hidden_size", "hidden_dim"];

impl Decoder {
    /// The attention of a layer.
    pub fn attention(&self, shape: &Shape<'_>) -> Result<N, String> {
        let hidden = shape.hidden()?;
        if shape.maybe(&["kv_lora_rank"])?.is_some() {
            return latent::attention(shape);
        }
        let heads = Heads::of(shape, self.head)?;
        let norm = match self.head_norm {
            HeadNorm::Head => heads.width * 2,
            HeadNorm::All => (heads.queries + heads.groups) * heads.width,
            HeadNorm::AllIf(key) => ((heads.queries + heads.groups) * heads.width).when(shape.flag(key, false)),
            HeadNorm::ShiftIf(key, unsaid) => (heads.width * 4).when(shape.flag(key, unsaid)),
            HeadNorm::No => N::ZERO,
        };
        let weights = heads.weights(hidden, self.qkv.of(shape), self.out.of(shape));
        Ok(weights + norm + heads.queries * self.sinks)
    }

    /// A perceptron of a given width.
    pub fn perceptron(&self, shape: &Shape<'_>, width: N) -> Result<N, String> {
        let hidden = shape.hidden()?;
        let bias = self.inner.of(shape);
        let (ups, width) = match self.mlp {
            Mlp::Gated => (2, width),
            Mlp::GatedHalf => (2, width.over(N(2))),
            Mlp::Plain => (1, width),
        };
        Ok(linear(hidden, width, bias) * ups + linear(width, hidden, bias))
    }

    /// The width of the perceptron.
    fn width(&self, shape: &Shape<'_>) -> Result<N, String> {
        match shape.maybe(&INNER)? {
            Some(width) => Ok(width),
            None if self.mlp == Mlp::Plain => Ok(shape.hidden()? * 4),
            None => shape.size(&INNER),
        }
    }

    /// The norms of a layer.
    fn layer_norms(&self, shape: &Shape<'_>) -> Result<N, String> {
        let norms = if shape.flag("use_parallel_residual", false) && self.norms == 2 && self.mlp == Mlp::Gated {
            1 // One norm for attention and perceptron side by side.
        } else {
            self.norms
        };
        Ok(self.norm.of(shape.hidden()?) * norms)
    }

    /// Everything.
    pub fn count(&self, shape: &Shape<'_>) -> Result<Tally, String> {
        let attention = self.attention(shape)? * N(shape.layers()? as u128);
        self.count_mixed(shape, attention, None)
    }

    /// Everything, given what mixes tokens in all layers together, and the width of the perceptron if it stands elsewhere.
    pub fn count_mixed(&self, shape: &Shape<'_>, mixers: N, width: Option<N>) -> Result<Tally, String> {
        let hidden = shape.hidden()?;
        let layers = shape.layers()?;
        let with_experts = self.experts != Width::None && experts::has_several(shape);
        let sparse_layers = if with_experts { experts::layers(shape, layers)? } else { 0 };
        let dense_layers = layers.saturating_sub(sparse_layers);
        let norms = self.layer_norms(shape)?;
        let mut feed = Tally::default();
        let mut all = embeddings(shape, self.tied)?.plus(mixers + norms * N(layers as u128));
        if dense_layers > 0 {
            let width = match width {
                Some(width) => width,
                None if with_experts => shape.size(&experts::DENSE)?,
                None => self.width(shape)?,
            };
            feed = Tally::of(self.perceptron(shape, width)?);
            all = all.with(feed.times(N(dense_layers as u128)));
        }
        if sparse_layers > 0 {
            feed = experts::layer(shape, self.experts, self.mlp)?;
            all = all.with(feed.times(N(sparse_layers as u128)));
        }
        let top = self.norm.of(hidden) + shape.size(&["vocab_size", "padded_vocab_size"])?.when(self.top.of(shape));
        let positions = match self.positions {
            Some((key, more)) => (shape.size(&[key])? + N(more)) * hidden,
            None => N::ZERO,
        };
        let last = feed.plus(mixers.over(N(layers as u128)) + norms);
        let beyond = ahead(shape, last)?;
        Ok(all.with(Tally { sure: top + positions, looked_up: positions, beyond, ..Tally::default() }))
    }
}
