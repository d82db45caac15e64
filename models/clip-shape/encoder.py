"""The layers that CLIP's towers and DistilBERT are made of, as ONNX nodes."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from graph import GraphBuilder

# Finite, so that a row whose mask is all zero gives no NaN; exp() of it is exactly 0 all the same.
MASKED = -1e9


@dataclass(frozen=True)
class Size:
    """How large an encoder is; its feed-forward layers are four times as wide."""

    width: int
    layers: int
    heads: int


def quick_gelu(b: GraphBuilder, value: str) -> str:
    """x * sigmoid(1.702 x), the activation that OpenAI's CLIP was trained with."""
    return b.op("Mul", value, b.op("Sigmoid", b.op("Mul", value, b.constant(1.702))))


def gelu(b: GraphBuilder, value: str) -> str:
    """The exact GELU, written in the five nodes that runtimes fuse into one."""
    erf = b.op("Erf", b.op("Div", value, b.constant(math.sqrt(2))))
    return b.op("Mul", b.op("Mul", value, b.op("Add", erf, b.constant(1.0))), b.constant(0.5))


def attention(b: GraphBuilder, value: str, name: str, size: Size, bias: str | None) -> str:
    """Self-attention over [N, L, width]; `bias` [N or 1, 1, L or 1, L] is added to the scores."""
    head_width = size.width // size.heads

    def heads(part: str) -> str:
        projected = b.dense(value, f"{name}.{part}", size.width, size.width)
        split = b.op("Reshape", projected, b.integers(0, -1, size.heads, head_width))
        return b.op("Transpose", split, perm=[0, 2, 1, 3])

    query, key, values = heads("query"), heads("key"), heads("value")
    scaled = b.op("Mul", query, b.constant(head_width**-0.5))
    scores = b.op("MatMul", scaled, b.op("Transpose", key, perm=[0, 1, 3, 2]))
    if bias is not None:
        scores = b.op("Add", scores, bias)
    mixed = b.op("MatMul", b.op("Softmax", scores, axis=-1), values)
    joined = b.op("Reshape", b.op("Transpose", mixed, perm=[0, 2, 1, 3]), b.integers(0, -1, size.width))
    return b.dense(joined, f"{name}.out", size.width, size.width)


def feed_forward(b: GraphBuilder, value: str, name: str, width: int, activate: Callable) -> str:
    """Two dense layers with the activation between them."""
    inner = activate(b, b.dense(value, f"{name}.1", width, 4 * width))
    return b.dense(inner, f"{name}.2", 4 * width, width)


def clip_layers(b: GraphBuilder, value: str, name: str, size: Size, bias: str | None = None) -> str:
    """CLIP's layers: normalised before each part."""
    for i in range(size.layers):
        layer = f"{name}.layers.{i}"
        normal = b.layer_norm(value, f"{layer}.norm1", size.width, 1e-5)
        value = b.op("Add", value, attention(b, normal, f"{layer}.attention", size, bias))
        normal = b.layer_norm(value, f"{layer}.norm2", size.width, 1e-5)
        value = b.op("Add", value, feed_forward(b, normal, f"{layer}.mlp", size.width, quick_gelu))
    return value


def bert_layers(b: GraphBuilder, value: str, name: str, size: Size, bias: str) -> str:
    """BERT's layers: normalised after each part."""
    for i in range(size.layers):
        layer = f"{name}.layers.{i}"
        mixed = attention(b, value, f"{layer}.attention", size, bias)
        value = b.layer_norm(b.op("Add", value, mixed), f"{layer}.norm1", size.width, 1e-12)
        forward = feed_forward(b, value, f"{layer}.mlp", size.width, gelu)
        value = b.layer_norm(b.op("Add", value, forward), f"{layer}.norm2", size.width, 1e-12)
    return value
