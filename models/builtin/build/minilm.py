"""all-MiniLM-L6-v2 (a BERT of 6 layers, 384 wide) as ONNX nodes, up to mean pooling."""

import math

import numpy as np
from onnx import TensorProto

from graph import GraphBuilder

WIDTH, LAYERS, HEADS = 384, 6, 12
HEAD_WIDTH = WIDTH // HEADS
LAYER_NORM_EPSILON = 1e-12
MAX_TOKENS = 128  # the length the sentence encoder was trained with
# Finite, so that a row whose mask is all zero gives no NaN; exp() of it is exactly 0 all the same.
MASKED = -1e9


class Encoder:
    """Adds the encoder to a graph. Padding never leaks: masked scores underflow to exact zeros."""

    def __init__(self, builder: GraphBuilder, weights: dict[str, np.ndarray]):
        self.builder, self.weights = builder, weights

    def _dense(self, value: str, kernels, biases, name: str) -> str:
        """x W + b, for one or several layers side by side (torch stores W as [out, in])."""
        kernel = np.concatenate(kernels, axis=0).T
        product = self.builder.op("MatMul", value, self.builder.weight(kernel, name, 1))
        bias = self.builder.constant(np.concatenate(biases), name=f"{name}.bias")
        return self.builder.op("Add", product, bias)

    def _layer_norm(self, value: str, name: str) -> str:
        gain = self.builder.constant(self.weights[f"{name}.weight"], name=f"{name}.weight")
        bias = self.builder.constant(self.weights[f"{name}.bias"], name=f"{name}.bias")
        return self.builder.op("LayerNormalization", value, gain, bias,
                               axis=-1, epsilon=LAYER_NORM_EPSILON)

    def _gelu(self, value: str) -> str:
        """The exact GELU, written in the five nodes that runtimes fuse into one."""
        b = self.builder
        erf = b.op("Erf", b.op("Div", value, b.constant(math.sqrt(2))))
        return b.op("Mul", b.op("Mul", value, b.op("Add", erf, b.constant(1.0))), b.constant(0.5))

    def _embeddings(self, ids: str) -> str:
        """Word + position + type rows; every token is of type 0, so that row joins the positions."""
        b, prefix = self.builder, "embeddings."
        words = b.embedding_rows(self.weights[prefix + "word_embeddings.weight"], "words", ids)
        fixed = (self.weights[prefix + "position_embeddings.weight"][:MAX_TOKENS]
                 + self.weights[prefix + "token_type_embeddings.weight"][0])
        length = b.op("Shape", ids, start=1, end=2)
        positions = b.op("Slice", b.constant(fixed, name="positions"),
                         b.constant([0], np.int64), length, b.constant([0], np.int64))
        return self._layer_norm(b.op("Add", words, positions), prefix + "LayerNorm")

    def _heads(self, value: str, perm) -> str:
        """[N, L, 384] to one [L, 32] (or [32, L]) matrix per head."""
        shape = self.builder.constant([0, 0, HEADS, HEAD_WIDTH], np.int64)
        return self.builder.op("Transpose", self.builder.op("Reshape", value, shape), perm=perm)

    def _attention(self, value: str, mask_bias: str, prefix: str) -> str:
        b, weights = self.builder, self.weights
        parts = [f"{prefix}attention.self.{part}" for part in ("query", "key", "value")]
        kernels = [weights[f"{part}.weight"] for part in parts]
        biases = [weights[f"{part}.bias"] for part in parts]
        # The 1/sqrt(d) of the scores goes into the query weights: one node less per layer.
        kernels[0], biases[0] = (x / math.sqrt(HEAD_WIDTH) for x in (kernels[0], biases[0]))
        joined = self._dense(value, kernels, biases, f"{prefix}qkv")
        names = [f"{prefix}{part}" for part in ("query", "key", "value")]
        b.op("Split", joined, b.constant([WIDTH] * 3, np.int64), out=names, axis=2)
        query, keys, values = (
            self._heads(name, perm)
            for name, perm in zip(names, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]))
        )
        scores = b.op("Add", b.op("MatMul", query, keys), mask_bias)
        mixed = b.op("MatMul", b.op("Softmax", scores, axis=-1), values)
        joined = b.op("Reshape", b.op("Transpose", mixed, perm=[0, 2, 1, 3]),
                      b.constant([0, 0, WIDTH], np.int64))
        return self._dense(joined, [weights[f"{prefix}attention.output.dense.weight"]],
                           [weights[f"{prefix}attention.output.dense.bias"]], f"{prefix}attention")

    def _layer(self, value: str, mask_bias: str, prefix: str) -> str:
        b, weights = self.builder, self.weights
        attended = self._attention(value, mask_bias, prefix)
        value = self._layer_norm(b.op("Add", attended, value),
                                 f"{prefix}attention.output.LayerNorm")
        inner = self._gelu(self._dense(value, [weights[f"{prefix}intermediate.dense.weight"]],
                                       [weights[f"{prefix}intermediate.dense.bias"]],
                                       f"{prefix}intermediate"))
        outer = self._dense(inner, [weights[f"{prefix}output.dense.weight"]],
                            [weights[f"{prefix}output.dense.bias"]], f"{prefix}output")
        return self._layer_norm(b.op("Add", outer, value), f"{prefix}output.LayerNorm")

    def sentence(self, ids: str, mask: str) -> str:
        """Unit sentence vectors [N, 384]: the mean of the unmasked tokens' last states."""
        b = self.builder
        present = b.op("Cast", mask, to=TensorProto.FLOAT)
        absent = b.op("Sub", b.constant(1.0), present)
        mask_bias = b.op("Unsqueeze", b.op("Mul", absent, b.constant(MASKED)),
                         b.constant([1, 2], np.int64))
        value = self._embeddings(ids)
        for layer in range(LAYERS):
            value = self._layer(value, mask_bias, f"encoder.layer.{layer}.")
        weighted = b.op("Mul", value, b.op("Unsqueeze", present, b.constant([2], np.int64)))
        total = b.op("ReduceSum", weighted, b.constant([1], np.int64), keepdims=0)
        return b.unit_length(total)  # the length drops out here, so the sum serves as the mean
