"""The model that is trained, as its own object tells: sizes, what it began from, what of it is trained. Nothing of it is changed.

Any object with the methods of a PyTorch module does; nothing here imports a library.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Set, Tuple

from .shape import Layer, Shape, Trained, of_config

#: Names of the parameters that adapters add.
_ADAPTERS = ("lora_", "adapter", "ia3_", "vera_", "prompt_encoder")
_LAYER = re.compile(r"\.(?:layers|h|blocks|block|layer)\.(\d+)\.")
#: Projections that read the input of a layer.
_FIRST = re.compile(r"\.(?:q_proj|k_proj|v_proj|qkv_proj|c_attn|query_key_value|Wqkv)\.")
#: Which of the three a projection makes; one for all makes each.
_PART = {part: re.compile(rf"\.(?:{part}_proj|qkv_proj|c_attn|query_key_value|Wqkv)\.") for part in ("q", "k", "v")}
#: The norm before them.
_NORM = re.compile(r"\.(?:input_layernorm|ln_1|self_attn_layer_norm|ln_attn)\.weight$")
#: A model of the Hub; a longer path, or one on a disk, names none that others could find.
_HUB = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}|[A-Za-z0-9][\w.-]{0,95}")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Subject:
    """What is known of the model before the first step."""

    parameters: int
    trained_parameters: int
    #: `full`, `adapter`, `partial`.
    method: str
    #: `scratch`, `base`, `unknown`.
    start: str
    base: Optional[str]
    revision: Optional[str]
    shape: Shape
    trained: Trained
    #: Whether the shape is that of the configuration; otherwise every matrix of the weights was counted once.
    of_config: bool


def look(model: Any, base: Optional[str] = None, revision: Optional[str] = None) -> Subject:
    """Looks at a model; what the caller says of its base goes before what the model says."""
    inner = _inner(model)
    config = _config(inner)
    embeddings = _embeddings(model)
    chosen, experts = _mixture(config)
    weights = []
    for name, p in model.named_parameters():
        count, dimensions = int(p.numel()), len(tuple(p.shape))
        # A token goes through the experts that are chosen for it.
        passed = count * chosen // experts if ".experts." in name and dimensions >= 2 else count
        weights.append(Weights(name, count, passed, dimensions, bool(p.requires_grad), name in embeddings, _is_adapter(name)))
    tied = _tied_head(inner)
    shape = of_config(config)
    known = shape is not None
    if shape is None:
        # Every matrix that is no embedding, once for each token.
        matrices = sum(w.passed for w in weights if w.dimensions >= 2 and not w.embedding and not w.beside)
        shape = Shape("weights", (Layer(0, matrices, 0),), tied.count if tied else 0)
    rest = [w for w in weights if not w.beside]
    if len(rest) < len(weights):
        method = "partial" if any(w.updated for w in rest) else "adapter"
    else:
        method = "full" if all(w.updated for w in rest) else "partial"
    start, name, commit = _start(model, inner, config)
    if base is not None:
        start, name, commit = "base", _public(base), None
    trained = _trained(weights, tied)
    total, updated = sum(w.count for w in weights), sum(w.count for w in weights if w.updated)
    return Subject(total, updated, method, start, name, revision or commit, shape, trained, known)


@dataclass(frozen=True)
class Weights:
    """One parameter of the model."""

    name: str
    count: int
    #: Of a matrix, those that one token goes through.
    passed: int
    dimensions: int
    updated: bool
    embedding: bool
    beside: bool


def _mixture(config: Mapping[str, Any]) -> Tuple[int, int]:
    """How many experts a token goes through, of how many."""
    chosen, experts = config.get("num_experts_per_tok"), config.get("num_experts") or config.get("num_local_experts")
    return (chosen, experts) if isinstance(chosen, int) and isinstance(experts, int) and 0 < chosen <= experts else (1, 1)


def _embeddings(model: Any) -> Set[str]:
    """Names of the parameters that are looked up and never multiplied."""
    out: Set[str] = set()
    modules = getattr(model, "named_modules", None)
    for name, module in modules() if callable(modules) else ():
        if "embedding" in type(module).__name__.lower():
            out.update(f"{name}.{own}" if name else own for own, _ in module.named_parameters())
    return out


def _is_adapter(name: str) -> bool:
    return any(word in name for word in _ADAPTERS)


def _inner(model: Any) -> Any:
    """The model under adapters."""
    under = getattr(model, "get_base_model", None)
    return under() if callable(under) else model


def _config(model: Any) -> Mapping[str, Any]:
    config = getattr(model, "config", None)
    if isinstance(config, Mapping):
        return config
    whole = getattr(config, "to_dict", None)
    return whole() if callable(whole) else {}


def _trained(weights: List[Weights], tied: Optional[Weights]) -> Trained:
    """The lowest layer that is trained, and how many weights of matrices are."""
    lowest: Optional[int] = None
    matrices = 0
    for one in weights:
        if not one.updated:
            continue
        layer = _LAYER.search(f".{one.name}")
        if one.embedding and not one.beside:
            lowest = -1
        elif layer and lowest != -1:
            index = int(layer.group(1))
            lowest = index if lowest is None else min(lowest, index)
        if one.dimensions >= 2 and not one.embedding:
            matrices += one.passed
    if tied is not None and tied.updated:
        # The weights of the embedding once more, as the matrix of the head.
        matrices += tied.passed
    def at_lowest(one: Weights) -> bool:
        layer = _LAYER.search(f".{one.name}")
        return one.updated and layer is not None and int(layer.group(1)) == lowest

    beside = [w for w in weights if w.beside and w.dimensions >= 2]
    first = sum(w.passed for w in beside if at_lowest(w) and "lora_A" in w.name and _FIRST.search(w.name))
    into = lowest == -1 or any(at_lowest(w) and w.dimensions == 1 and _NORM.search(w.name) for w in weights)
    with_way_back = [w.name for w in weights if at_lowest(w) and _FIRST.search(w.name)]
    query, key, value = (any(_PART[part].search(name) for name in with_way_back) for part in ("q", "k", "v"))
    # The four: values; scores, for queries and keys; queries; keys.
    products = value + (query or key) + query + key
    # A head alone: no layer has a way back.
    at = 1 << 30 if lowest is None else lowest
    return Trained(at, matrices, sum(w.passed for w in beside), first, into, products)


def _tied_head(inner: Any) -> Optional[Weights]:
    """The head, where it is the embedding once more."""
    head, into = getattr(inner, "get_output_embeddings", None), getattr(inner, "get_input_embeddings", None)
    out, embedded = (head() if callable(head) else None), (into() if callable(into) else None)
    weight = getattr(out, "weight", None)
    tied = weight is getattr(embedded, "weight", None)
    if weight is None or not tied:
        return None
    count = int(weight.numel())
    return Weights("head", count, count, 2, bool(weight.requires_grad), True, False)


def _start(model: Any, inner: Any, config: Mapping[str, Any]) -> Tuple[str, Optional[str], Optional[str]]:
    """Whether the weights came from somewhere, and from where as far as others could find it."""
    adapters: Dict[str, Any] = getattr(model, "peft_config", None) or {}
    for adapter in adapters.values():
        name = getattr(adapter, "base_model_name_or_path", None)
        if name:
            return "base", _public(name), _commit(config, inner)
    own = getattr(getattr(inner, "config", None), "_name_or_path", None)
    if own:
        return "base", _public(str(own)), _commit(config, inner)
    # A model that was made from a configuration alone names nothing; one of another library says nothing.
    return ("scratch" if own == "" else "unknown"), None, None


def _public(name: str) -> Optional[str]:
    return name if _HUB.fullmatch(name) and not os.path.exists(name) else None


def _commit(config: Mapping[str, Any], inner: Any) -> Optional[str]:
    commit = getattr(getattr(inner, "config", None), "_commit_hash", None) or config.get("_commit_hash")
    return commit if isinstance(commit, str) and _COMMIT.fullmatch(commit) else None


def dataset(data: Any, split: Optional[str] = None) -> Dict[str, Any]:
    """A data set by what it says of itself: name and commit on the Hub, fingerprint, number of examples; no path."""
    out: Dict[str, Any] = {"name": None, "revision": None, "split": split, "fingerprint": None, "examples": None}
    info = getattr(data, "info", None)
    for url in getattr(info, "download_checksums", None) or {}:
        found = re.match(r"hf://datasets/([\w.-]+(?:/[\w.-]+)?)@([0-9a-f]{40})/", str(url))
        if found:
            out["name"], out["revision"] = found.group(1), found.group(2)
            break
    name = getattr(info, "dataset_name", None)
    if out["name"] is None and isinstance(name, str) and _HUB.fullmatch(name):
        out["name"] = name
    own_split = getattr(data, "split", None)
    out["split"] = split or (str(own_split) if own_split is not None else None)
    fingerprint = getattr(data, "_fingerprint", None)
    out["fingerprint"] = fingerprint if isinstance(fingerprint, str) and len(fingerprint) <= 64 else None
    try:
        out["examples"] = len(data)
    except TypeError:
        pass
    return out
