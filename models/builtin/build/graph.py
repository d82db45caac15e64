"""A small builder for ONNX graphs with weights stored as fp32 or as int8 per channel."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8
# Below this many values int8 saves nothing worth its rounding (biases, small depthwise kernels).
MIN_QUANTISED_VALUES = 4096


def quantise_rows(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 along `axis`: (int8 values, fp32 scales that broadcast over them)."""
    others = tuple(i for i in range(values.ndim) if i != axis)
    peak = np.abs(values).max(axis=others, keepdims=True)
    scale = (np.maximum(peak, 1e-12) / 127).astype(np.float32)
    return np.clip(np.rint(values / scale), -127, 127).astype(np.int8), scale


class GraphBuilder:
    """Collects nodes and initializers; every method returns the name of the value it made."""

    def __init__(self, quantise: bool):
        self.quantise = quantise
        self.nodes = []
        self.initializers = []
        self._counts = {}

    def _fresh(self, stem: str) -> str:
        number = self._counts[stem] = self._counts.get(stem, 0) + 1
        return f"{stem}_{number}"

    def constant(self, values, dtype=np.float32, name: str | None = None) -> str:
        """An initializer kept exactly as given."""
        name = name or self._fresh("const")
        array = np.array(values, dtype=dtype)  # a copy: C order, 0-d kept 0-d
        self.initializers.append(numpy_helper.from_array(array, name))
        return name

    def op(self, kind: str, *inputs: str, out=None, **attributes) -> str:
        """Append a node; `out` names its output (or outputs, if it is a list)."""
        out = out or self._fresh(kind.lower())
        outputs = [out] if isinstance(out, str) else out
        self.nodes.append(
            helper.make_node(kind, list(inputs), outputs, name=f"{outputs[0]}.node", **attributes)
        )
        return outputs[0]

    def weight(self, values: np.ndarray, name: str, channel_axis: int) -> str:
        """A weight: int8 with one scale per output channel if this builder quantises, else fp32.

        Cast and Mul, not DequantizeLinear: a session folds the former into fp32 constants when it
        loads, so inference runs at fp32 speed; it keeps the latter, which costs 2-3 times.
        """
        values = np.asarray(values, np.float32)
        if not self.quantise or values.size < MIN_QUANTISED_VALUES:
            return self.constant(values, name=name)
        integers, scale = quantise_rows(values, channel_axis)
        stored = self.constant(integers, np.int8, f"{name}.int8")
        widened = self.op("Cast", stored, out=f"{name}.cast", to=TensorProto.FLOAT)
        return self.op("Mul", widened, self.constant(scale, name=f"{name}.scale"), out=name)

    def embedding_rows(self, table: np.ndarray, name: str, ids: str) -> str:
        """Rows of a table. Quantised: gather int8 rows first, so the table stays int8 in memory."""
        if not self.quantise:
            return self.op("Gather", self.constant(table, name=name), ids)
        integers, scale = quantise_rows(np.asarray(table, np.float32), 0)
        rows = self.op("Gather", self.constant(integers, np.int8, f"{name}.int8"), ids)
        scales = self.op("Gather", self.constant(scale, name=f"{name}.scale"), ids)
        return self.op("Mul", self.op("Cast", rows, to=TensorProto.FLOAT), scales)

    def unit_length(self, value: str, out=None) -> str:
        """Divide each row of [N, D] by its Euclidean length (a zero row stays zero)."""
        length = self.op("ReduceL2", value, axes=[1], keepdims=1)
        return self.op("Div", value, self.op("Max", length, self.constant(1e-9)), out=out)

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
            ir_version=IR_VERSION, producer_name="likeness-builtin",
        )
        onnx.checker.check_model(model, full_check=True)
        return model
