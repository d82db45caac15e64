"""The pack's two models: image.onnx (ConSE over an EfficientNet-Lite) and text.onnx (MiniLM)."""

import math
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto

from colours import colour_meaning
from efficientnet_lite import PIXEL_MEAN, PIXEL_SCALE, VARIANTS, Backbone, normalised_pixels
from graph import GraphBuilder
from minilm import WIDTH, Encoder

VISUAL_DIMS = 128
DIMS = WIDTH + VISUAL_DIMS


@dataclass(frozen=True)
class Vocabulary:
    """Sentence vectors that pictures are made of, all taken relative to `centre`."""

    centre: np.ndarray  # [384] the mean class vector
    classes: np.ndarray  # [1000, 384] unit vectors
    colours: np.ndarray  # [K, 384] with zero mean


@dataclass(frozen=True)
class ImageSettings:
    """The measured choices of the image tower (README.md says how they were measured)."""

    variant: str = "lite2"
    sharpness: float = 0.6  # multiplies the logits before softmax; below 1 it flattens
    top_classes: int = 50  # only these many most probable classes speak
    colour_share: float = 0.5  # weight of the colours beside the classes' unit vector
    visual_share: float = 0.7  # length of the visual part of the unit vector


def unit_rows(values: np.ndarray) -> np.ndarray:
    """Each row divided by its length."""
    return values / np.linalg.norm(values, axis=-1, keepdims=True)


def expected_features(weights: dict[str, np.ndarray]) -> np.ndarray:
    """Mean pooled feature of a typical image, from the last batch norm alone: no images needed.

    Batch norm makes each channel about normal with mean beta and deviation |gamma|, and ReLU6
    follows; so the mean is that clipped normal's expectation, integrated numerically here.
    """
    beta = weights["_bn1.bias"].astype(np.float64)
    gamma = np.abs(weights["_bn1.weight"].astype(np.float64))
    points = np.linspace(-6, 6, 2001)
    density = np.exp(-points**2 / 2)
    density /= density.sum()
    return np.clip(beta[:, None] + gamma[:, None] * points, 0, 6) @ density


def visual_directions(weights: dict[str, np.ndarray]) -> np.ndarray:
    """The feature directions [1280, 128] that tell ImageNet's classes apart most.

    They are the leading right singular vectors of the classifier's centred last layer; again no
    images are needed.
    """
    rows = weights["_fc.weight"].astype(np.float64)
    _, _, directions = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    directions = directions[:VISUAL_DIMS]
    # A singular vector's sign is arbitrary: fix it, so that every build agrees.
    peaks = np.abs(directions).argmax(axis=1)
    return (directions * np.sign(directions[np.arange(VISUAL_DIMS), peaks])[:, None]).T


def _class_meaning(b: GraphBuilder, logits: str, vectors: np.ndarray, s: ImageSettings) -> str:
    """Unit vectors [N, 384]: class vectors weighted by the probable classes' probabilities."""
    scores = b.op("Softmax", b.op("Mul", logits, b.constant(s.sharpness)), axis=1)
    b.op("TopK", scores, b.constant([s.top_classes], np.int64),
         out=["top_scores", "top_classes"], axis=1, largest=1, sorted=1)
    least = b.op("Slice", "top_scores", b.constant([s.top_classes - 1], np.int64),
                 b.constant([s.top_classes], np.int64), b.constant([1], np.int64))
    kept = b.op("Cast", b.op("GreaterOrEqual", scores, least), to=TensorProto.FLOAT)
    kept_scores = b.op("Mul", scores, kept)
    return b.unit_length(b.op("MatMul", kept_scores, b.weight(vectors, "class_vectors", 0)))


def _appearance(b: GraphBuilder, features: str, weights: dict[str, np.ndarray]) -> str:
    """Unit vectors [N, 128]: the centred features along the visual directions."""
    centred = b.op("Sub", features, b.constant(expected_features(weights), name="mean_features"))
    directions = b.weight(visual_directions(weights), "visual_directions", 1)
    return b.unit_length(b.op("MatMul", centred, directions), out="appearance")


def image_model(weights: dict[str, np.ndarray], vocabulary: Vocabulary,
                settings: ImageSettings, quantise: bool) -> onnx.ModelProto:
    """pixels uint8 [N, S, S, 3] -> image_embeds float [N, 512], unit length."""
    variant = VARIANTS[settings.variant]
    b = GraphBuilder(quantise)
    backbone = Backbone(b, weights, variant)
    pixels = normalised_pixels(b, "pixels")
    features = backbone.features(pixels)
    classes = _class_meaning(b, backbone.logits(features), vocabulary.classes, settings)
    colours = colour_meaning(b, pixels, vocabulary.colours, PIXEL_MEAN, PIXEL_SCALE)
    weighted = b.op("Mul", colours, b.constant(settings.colour_share))
    meaning = b.unit_length(b.op("Add", classes, weighted), out="meaning")
    appearance = _appearance(b, features, weights)
    share = settings.visual_share
    b.op("Concat", b.op("Mul", meaning, b.constant(math.sqrt(1 - share**2))),
         b.op("Mul", appearance, b.constant(share)), out="image_embeds", axis=1)
    size = variant.size
    return b.model("likeness_builtin_image",
                   [("pixels", TensorProto.UINT8, ["N", size, size, 3])],
                   [("image_embeds", TensorProto.FLOAT, ["N", DIMS])])


def text_model(weights: dict[str, np.ndarray], centre: np.ndarray | None,
               quantise: bool) -> onnx.ModelProto:
    """input_ids, attention_mask int64 [N, L] -> text_embeds float [N, 512], unit length.

    `centre` is the mean class vector, taken off as it is off the class vectors, so that what all
    descriptions share does not count. None gives the plain sentence encoder [N, 384].
    """
    b = GraphBuilder(quantise)
    sentence = Encoder(b, weights).sentence("input_ids", "attention_mask")
    if centre is None:
        b.op("Identity", sentence, out="text_embeds")
    else:
        moved = b.op("Sub", sentence, b.constant(centre, name="centre"))
        # Text has no appearance: zeros there leave text-to-picture ranking to the meaning.
        b.op("Pad", b.unit_length(moved), b.constant([0, 0, 0, VISUAL_DIMS], np.int64),
             out="text_embeds")
    return b.model("likeness_builtin_text",
                   [("input_ids", TensorProto.INT64, ["N", "L"]),
                    ("attention_mask", TensorProto.INT64, ["N", "L"])],
                   [("text_embeds", TensorProto.FLOAT, ["N", WIDTH if centre is None else DIMS])])
