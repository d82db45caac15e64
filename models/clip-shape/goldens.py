"""Golden numbers of the tiny packs: what Python's onnxruntime and tokenizers make of one picture and a few texts."""

import json
import platform
import re

import numpy as np
import onnx
import onnxruntime
import tokenizers
from tokenizers import Tokenizer

from towers import IMAGE_SIZE

MEAN = [0.48145466, 0.4578275, 0.40821073]
STD = [0.26862954, 0.26130258, 0.27577711]
DECIMALS = 6

ENGLISH_TEXTS = [
    "a cat",
    "Two dogs on a beach at SUNSET, running!",
    "",
    "naïve café: 東京 🙂, it's 2:30",
    "a photo of a red bicycle by the old brick wall " * 12,
]
MULTILINGUAL_TEXTS = [
    "eine Katze auf dem Sofa",
    "две собаки на пляже",
    "海の写真",
    "Un été à la plage? 🙂 puesta de sol",
    "ein Haus am Strand, une maison sur la plage, una casa en la playa " * 12,
]


def golden_pixels() -> np.ndarray:
    """RGB bytes [224, 224, 3] of a pattern that any language computes alike: (7 x + 13 y + 29 c) mod 256."""
    y, x, c = np.ogrid[:IMAGE_SIZE, :IMAGE_SIZE, :3]
    return ((7 * x + 13 * y + 29 * c) % 256).astype(np.uint8)


def unit(vector: np.ndarray) -> np.ndarray:
    """The vector divided by its length, in float64."""
    wide = vector.astype(np.float64)
    return wide / np.linalg.norm(wide)


def _rounded(vector: np.ndarray) -> list[float]:
    return [round(float(number), DECIMALS) + 0.0 for number in vector]  # + 0.0: no "-0.0"


def run(graph: bytes, output: str, **inputs: np.ndarray) -> np.ndarray:
    """One output of a graph, on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return session.run([output], inputs)[0]


def image_golden(graph: bytes) -> list[float]:
    """The picture's unit vector."""
    normalised = (golden_pixels() / np.float32(255) - np.float32(MEAN)) / np.float32(STD)
    batch = np.ascontiguousarray(normalised.transpose(2, 0, 1)[None], np.float32)
    return _rounded(unit(run(graph, "image_embeds", pixel_values=batch)[0]))


def text_inputs(ids: list[int]) -> dict[str, np.ndarray]:
    """A batch of one text without padding."""
    return {"input_ids": np.array([ids], np.int64), "attention_mask": np.ones((1, len(ids)), np.int64)}


def text_goldens(graph: bytes, output: str, tokenizer: Tokenizer, context: int, texts: list[str]) -> list[dict]:
    """For each text its ids, cut to the context, and its unit vector."""
    tokenizer.enable_truncation(context)
    goldens = []
    for text in texts:
        encoded = tokenizer.encode(text)
        vector = unit(run(graph, output, **text_inputs(encoded.ids))[0])
        goldens.append({"text": text, "truncated": bool(encoded.overflowing), "ids": encoded.ids,
                        "vector": _rounded(vector)})
    tokenizer.no_truncation()
    return goldens


def check_projection(pooled: bytes, unpooled: bytes, tensors: dict[str, np.ndarray], ids: list[int]) -> None:
    """The graph that ends before pooling, with mean and projection done here, must give what the whole one gives."""
    whole = run(pooled, "sentence_embedding", **text_inputs(ids))[0]
    mean = run(unpooled, "token_embeddings", **text_inputs(ids))[0].mean(axis=0)
    ours = tensors["linear.weight"] @ mean + tensors["linear.bias"]
    if np.abs(whole - ours).max() > 1e-5:
        raise AssertionError("the unpooled graph and the projection do not give the pooled graph's vector")


def goldens_json(image: list[float], texts: dict[str, list[dict]]) -> str:
    """The file, with each list of numbers on a line of its own."""
    made_with = {"python": platform.python_version(), "numpy": np.__version__, "onnx": onnx.__version__,
                 "onnxruntime": onnxruntime.__version__, "tokenizers": tokenizers.__version__}
    whole = {"made_with": made_with, "image": image, "texts": texts}
    indented = json.dumps(whole, ensure_ascii=False, indent=1)
    return re.sub(r"\[[\d\s.,e-]+\]", lambda numbers: re.sub(r"\s+", "", numbers[0]), indented) + "\n"
