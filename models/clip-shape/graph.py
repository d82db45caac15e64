"""A small builder for ONNX graphs whose weights are random numbers that follow from their names."""

import hashlib
import math

import numpy as np
import onnx
from onnx import helper, numpy_helper

OPSET = 17
IR_VERSION = 8


def seeded(name: str, shape: tuple[int, ...], deviation: float) -> np.ndarray:
    """float32 of `shape`, uniform around 0 with the standard deviation. The same name and size, the same numbers.

    From the generator's raw integers, as only those are promised to stay the same in later numpy versions; and uniform,
    as every step up to the last product is exact, on any machine.
    """
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")
    count = math.prod(shape)
    raw = np.random.PCG64(seed).random_raw((count + 1) // 2).astype("<u8").view("<u4")[:count]
    unit = (raw >> 8).astype(np.float32) / np.float32(2**23) - np.float32(1)  # [-1, 1)
    return (unit * np.float32(deviation * math.sqrt(3))).reshape(shape)


class GraphBuilder:
    """Collects nodes and initializers; every method returns the name of the value it made."""

    def __init__(self):
        self.nodes = []
        self.initializers = []
        self._counts = {}

    def _fresh(self, stem: str) -> str:
        number = self._counts[stem] = self._counts.get(stem, 0) + 1
        return f"{stem}_{number}"

    def constant(self, values, dtype=np.float32, name: str | None = None) -> str:
        """An initializer kept exactly as given."""
        name = name or self._fresh("const")
        self.initializers.append(numpy_helper.from_array(np.array(values, dtype=dtype), name))
        return name

    def integers(self, *values: int) -> str:
        """An int64 initializer [len(values)], as the shape, axes and limits of other nodes."""
        return self.constant(values, np.int64)

    def weight(self, name: str, *shape: int, deviation: float) -> str:
        """An initializer of seeded random numbers."""
        return self.constant(seeded(name, shape, deviation), name=name)

    def op(self, kind: str, *inputs: str, out: str | None = None, **attributes) -> str:
        """Append a node; `out` names its output."""
        out = out or self._fresh(kind.lower())
        self.nodes.append(helper.make_node(kind, list(inputs), [out], name=f"{out}.node", **attributes))
        return out

    def dense(self, value: str, name: str, inner: int, outer: int, bias: bool = True) -> str:
        """[..., inner] -> [..., outer], of a scale that keeps the variance."""
        kernel = self.weight(f"{name}.weight", inner, outer, deviation=inner**-0.5)
        product = self.op("MatMul", value, kernel)
        if not bias:
            return product
        return self.op("Add", product, self.weight(f"{name}.bias", outer, deviation=0.1))

    def layer_norm(self, value: str, name: str, width: int, epsilon: float) -> str:
        """Over the last axis, with gains around 1 and biases around 0."""
        gain = self.constant(1 + seeded(f"{name}.weight", (width,), 0.1), name=f"{name}.weight")
        bias = self.weight(f"{name}.bias", width, deviation=0.1)
        return self.op("LayerNormalization", value, gain, bias, axis=-1, epsilon=epsilon)

    def model(self, name: str, inputs, outputs) -> onnx.ModelProto:
        """The checked model. `inputs` and `outputs`: (name, element type, shape) each."""
        graph = helper.make_graph(
            self.nodes, name,
            [helper.make_tensor_value_info(*value) for value in inputs],
            [helper.make_tensor_value_info(*value) for value in outputs],
            self.initializers,
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION, producer_name="likeness-clip-shape",
        )
        onnx.checker.check_model(model, full_check=True)
        return model
