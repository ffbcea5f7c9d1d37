"""An own count of the products of matrices in a transformer, from its configuration: exact, in whole numbers.

A product of a matrix of n weights with one token takes 2n FLOP forth; on the way back 2n for what came in (where anything below
is trained) and 2n for the weights themselves (where they are trained). Attention over s positions takes 4·s·width for each of
them forth and twice that back; both halves of the square are counted. Normalisation, activations, embeddings and the optimiser
are no products of matrices, and are not in it.

Only shapes that are known are counted (`KNOWN`); of others the caller counts the weights themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple


@dataclass(frozen=True)
class Layer:
    """Weights of one layer that a token goes through: those that read its input, and the rest."""

    first: int
    rest: int
    #: Heads times their size.
    width: int


@dataclass(frozen=True)
class Shape:
    """The layers, and the head that every position goes through."""

    kind: str
    layers: Tuple[Layer, ...]
    head: int


@dataclass(frozen=True)
class Trained:
    """What is trained: the lowest layer of which something is (0 or below: all), weights of matrices that are, adapters."""

    #: -1 where the embeddings are trained, or what comes in carries a gradient anyway.
    lowest: int
    #: Weights of matrices that are updated, adapters among them.
    weights: int
    #: Weights of adapters, which come on top of the shape; and those of them that read the input of the lowest layer.
    beside: int = 0
    beside_first: int = 0
    #: Whether what comes into the lowest layer's projections carries a gradient: its norm is trained, or all below is.
    into_lowest: bool = True
    #: Products of the lowest layer's attention that have a way back: 4, or less where a projection carries none.
    products: int = 4


@dataclass(frozen=True)
class Pass:
    """What one pass took, in FLOP."""

    layers: int
    attention: int


def forth(shape: Shape, trained: Trained, batch: int, length: int) -> Pass:
    """A pass without a way back."""
    tokens = batch * length
    weights = sum(layer.first + layer.rest for layer in shape.layers) + shape.head + trained.beside
    width = sum(layer.width for layer in shape.layers)
    return Pass(2 * tokens * weights, 4 * tokens * length * width)


def forth_and_back(shape: Shape, trained: Trained, batch: int, length: int) -> Pass:
    """A pass with its way back."""
    tokens = batch * length
    ahead = forth(shape, trained, batch, length)
    inputs = shape.head
    width = 0
    for index, layer in enumerate(shape.layers):
        if index > trained.lowest or (index == trained.lowest and trained.into_lowest):
            inputs += layer.first
        if index >= trained.lowest:
            inputs += layer.rest
            width += layer.width * (trained.products if index == trained.lowest and not trained.into_lowest else 4)
    inputs += trained.beside - (0 if trained.into_lowest else trained.beside_first)
    back = 2 * tokens * (inputs + trained.weights)
    return Pass(ahead.layers + back, ahead.attention + 2 * tokens * length * width)


def of_config(config: Mapping[str, Any]) -> Optional[Shape]:
    """The shape of a model by its configuration (that of transformers, as a mapping); nothing where it is not known."""
    kind = str(config.get("model_type") or "")
    count = KNOWN.get(kind)
    if count is None:
        return None
    try:
        layers, head = count(config)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    sizes = [head, *(n for layer in layers for n in (layer.first, layer.rest, layer.width))]
    return Shape(kind, tuple(layers), head) if layers and all(n > 0 for n in sizes) else None


Counted = Tuple[List[Layer], int]


def _size(config: Mapping[str, Any], *names: str) -> int:
    for name in names:
        value = config.get(name)
        if value is not None:
            return int(value)
    raise KeyError(names[0])


def _attention(config: Mapping[str, Any]) -> Tuple[int, int, int]:
    """Weights that make queries, keys and values; those of the output; heads times their size."""
    hidden, heads = _size(config, "hidden_size"), _size(config, "num_attention_heads")
    groups = _size({**config, "heads": heads}, "num_key_value_heads", "heads")
    size = _size({**config, "even": hidden // heads}, "head_dim", "even")
    return hidden * size * (heads + 2 * groups), heads * size * hidden, heads * size


def _gated(config: Mapping[str, Any]) -> Counted:
    """Grouped attention and a gated network, as most decoders have it."""
    return _decoder(config, 3)


def _plain(config: Mapping[str, Any]) -> Counted:
    """Grouped attention and a network of two matrices."""
    return _decoder(config, 2)


def _decoder(config: Mapping[str, Any], matrices: int) -> Counted:
    first, out, width = _attention(config)
    hidden = _size(config, "hidden_size")
    layer = Layer(first, out + matrices * hidden * _size(config, "intermediate_size"), width)
    return [layer] * _size(config, "num_hidden_layers"), hidden * _size(config, "vocab_size")


def _old(hidden: int, inner: int, layers: int, vocabulary: int) -> Counted:
    """Queries, keys and values of the full width, and a network of two matrices."""
    return [Layer(3 * hidden * hidden, hidden * hidden + 2 * hidden * inner, hidden)] * layers, hidden * vocabulary


def _gpt2(config: Mapping[str, Any]) -> Counted:
    hidden = _size(config, "n_embd", "hidden_size")
    inner = config.get("n_inner") or 4 * hidden
    return _old(hidden, int(inner), _size(config, "n_layer", "num_hidden_layers"), _size(config, "vocab_size"))


def _neox(config: Mapping[str, Any]) -> Counted:
    layers, vocabulary = _size(config, "num_hidden_layers"), _size(config, "vocab_size")
    return _old(_size(config, "hidden_size"), _size(config, "intermediate_size"), layers, vocabulary)


def _bloom(config: Mapping[str, Any]) -> Counted:
    hidden = _size(config, "hidden_size", "n_embed")
    return _old(hidden, 4 * hidden, _size(config, "n_layer", "num_hidden_layers"), _size(config, "vocab_size"))


def _opt(config: Mapping[str, Any]) -> Counted:
    hidden = _size(config, "hidden_size")
    if _size({**config, "same": hidden}, "word_embed_proj_dim", "same") != hidden:
        raise ValueError("projected embeddings")
    return _old(hidden, _size(config, "ffn_dim"), _size(config, "num_hidden_layers"), _size(config, "vocab_size"))


def _experts(config: Mapping[str, Any]) -> Counted:
    """A mixture: of each token's experts alone, the router, and what all tokens share."""
    first, out, width = _attention(config)
    hidden, dense = _size(config, "hidden_size"), int(config.get("intermediate_size") or 0)
    own = _size({**config, "own": dense}, "moe_intermediate_size", "own")
    every = int(config.get("decoder_sparse_step") or 1)
    router = hidden * _size(config, "num_experts", "num_local_experts")
    shared = int(config.get("shared_expert_intermediate_size") or 0)
    sparse = 3 * hidden * own * _size(config, "num_experts_per_tok") + router
    sparse += 3 * hidden * shared + (hidden if shared else 0)
    only_dense = set(config.get("mlp_only_layers") or ())
    layers = []
    for index in range(_size(config, "num_hidden_layers")):
        mixed = index not in only_dense and (index + 1) % every == 0
        layers.append(Layer(first, out + (sparse if mixed else 3 * hidden * dense), width))
    return layers, hidden * _size(config, "vocab_size")


#: How each `model_type` is counted.
KNOWN: Dict[str, Callable[[Mapping[str, Any]], Counted]] = {
    **dict.fromkeys(
        ("llama", "mistral", "ministral", "qwen2", "qwen3", "gemma", "gemma2", "gemma3_text", "phi3", "olmo", "olmo2", "olmo3")
        + ("smollm3", "granite", "cohere", "cohere2", "stablelm", "helium", "seed_oss"),
        _gated,
    ),
    **dict.fromkeys(("starcoder2", "phi"), _plain),
    **dict.fromkeys(("mixtral", "qwen2_moe", "qwen3_moe", "olmoe"), _experts),
    "gpt2": _gpt2,
    "gpt_neox": _neox,
    "bloom": _bloom,
    "opt": _opt,
}
