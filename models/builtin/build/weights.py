"""Readers for the two weight formats, without torch: .pth (old pickle layout) and .safetensors."""

import collections
import json
import pickle
import struct
from pathlib import Path

import numpy as np

_TORCH_MAGIC = 0x1950A86A20F9469CFC6C
_STORAGE_TYPES = {"FloatStorage": np.float32, "LongStorage": np.int64}
_SAFETENSOR_TYPES = {"F32": np.float32, "I64": np.int64}


class _Storage:
    """A flat buffer the pickle names first and the file delivers afterwards."""

    def __init__(self, dtype, length):
        self.dtype = dtype
        self.length = length
        self.values = None


class _TensorView:
    """Offset, shape and strides over a storage whose values are not read yet."""

    def __init__(self, storage, offset, shape, strides, *_ignored):
        self.storage, self.offset, self.shape, self.strides = storage, offset, shape, strides

    def to_numpy(self):
        values = self.storage.values[self.offset:]
        strides = [step * values.itemsize for step in self.strides]
        return np.lib.stride_tricks.as_strided(values, self.shape, strides).copy()


class _TensorUnpickler(pickle.Unpickler):
    """Unpickler that can make tensors and ordered dicts and refuses every other name."""

    def __init__(self, stream):
        super().__init__(stream)
        self.storages = {}

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _TensorView
        if module == "torch" and name in _STORAGE_TYPES:
            return _STORAGE_TYPES[name]
        raise pickle.UnpicklingError(f"refused: {module}.{name}")

    def persistent_load(self, reference):
        _kind, dtype, key, _device, length = reference[:5]
        return self.storages.setdefault(key, _Storage(dtype, length))


def read_pth(path: Path) -> dict[str, np.ndarray]:
    """State dict of a .pth file in torch's layout of before version 1.6."""
    with open(path, "rb") as stream:
        if pickle.load(stream) != _TORCH_MAGIC:
            raise ValueError(f"{path.name}: not a torch file of the old layout")
        pickle.load(stream)  # protocol version
        pickle.load(stream)  # sizes of C types on the machine that wrote it
        unpickler = _TensorUnpickler(stream)
        views = unpickler.load()
        for key in pickle.load(stream):
            storage = unpickler.storages[key]
            (length,) = struct.unpack("<q", stream.read(8))
            if length != storage.length:
                raise ValueError(f"{path.name}: storage {key} has a wrong length")
            size = length * np.dtype(storage.dtype).itemsize
            storage.values = np.frombuffer(stream.read(size), storage.dtype)
    return {name: view.to_numpy() for name, view in views.items()}


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """All tensors of a .safetensors file."""
    data = path.read_bytes()
    (header_size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + header_size])
    header.pop("__metadata__", None)
    body = memoryview(data)[8 + header_size:]
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(body[begin:end], _SAFETENSOR_TYPES[entry["dtype"]])
        tensors[name] = values.reshape(entry["shape"])
    return tensors
