"""EfficientNet-Lite (Tan & Le 2019; the Lite variants of 2020) as ONNX nodes, batch norms folded."""

import math
from dataclasses import dataclass

import numpy as np
from onnx import TensorProto

from graph import GraphBuilder

BATCH_NORM_EPSILON = 1e-3
# The checkpoints were trained on pixels mapped to about -1..1 this way.
PIXEL_MEAN, PIXEL_SCALE = 127.0, 1.0 / 128.0
FEATURES = 1280


@dataclass(frozen=True)
class Variant:
    """Width and depth multipliers and the square input size of one family member."""

    width: float
    depth: float
    size: int


VARIANTS = {"lite0": Variant(1.0, 1.0, 224), "lite2": Variant(1.1, 1.2, 260)}


@dataclass(frozen=True)
class Stage:
    """`repeats` inverted-residual blocks; only the first one strides and changes the width."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels_out: int
    fixed_depth: bool = False


# The Lite family never deepens its first and last stage.
STAGES = (
    Stage(1, 3, 1, 1, 16, fixed_depth=True), Stage(2, 3, 2, 6, 24), Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80), Stage(3, 5, 1, 6, 112), Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320, fixed_depth=True),
)


def scaled_width(channels: int, width: float) -> int:
    """Channels times `width`, to the nearest multiple of 8 that loses at most a tenth."""
    scaled = max(8, int(channels * width + 4) // 8 * 8)
    return scaled + 8 if scaled < 0.9 * channels * width else scaled


class Backbone:
    """Adds one EfficientNet-Lite to a graph, tracking the (square) feature map's side."""

    def __init__(self, builder: GraphBuilder, weights: dict[str, np.ndarray], variant: Variant):
        self.builder, self.weights, self.variant = builder, weights, variant
        self.side = variant.size
        self.low, self.high = builder.constant(0.0), builder.constant(6.0)

    def _conv(self, value: str, conv: str, norm: str, stride=1, depthwise=False, relu6=True) -> str:
        """Convolution with its batch norm folded in, padded as TensorFlow's SAME pads."""
        kernel = self.weights[f"{conv}.weight"].astype(np.float64)
        gain = self.weights[f"{norm}.weight"] / np.sqrt(
            self.weights[f"{norm}.running_var"].astype(np.float64) + BATCH_NORM_EPSILON
        )
        bias = self.weights[f"{norm}.bias"] - self.weights[f"{norm}.running_mean"] * gain
        width = kernel.shape[2]
        side_out = math.ceil(self.side / stride)
        # SAME puts the odd pixel of padding at the bottom and right, so it depends on the side.
        total = max((side_out - 1) * stride + width - self.side, 0)
        before, after = total // 2, total - total // 2
        value = self.builder.op(
            "Conv", value,
            self.builder.weight(kernel * gain[:, None, None, None], conv, 0),
            self.builder.constant(bias, name=f"{conv}.bias"),
            kernel_shape=[width, width], strides=[stride, stride],
            pads=[before, before, after, after], group=kernel.shape[0] if depthwise else 1,
        )
        self.side = side_out
        return self.builder.op("Clip", value, self.low, self.high) if relu6 else value

    def _block(self, value: str, index: int, stride: int, expand: bool, residual: bool) -> str:
        """Inverted residual: expand 1x1, depthwise, project 1x1, add the input back."""
        prefix, shortcut = f"_blocks.{index}.", value
        if expand:
            value = self._conv(value, prefix + "_expand_conv", prefix + "_bn0")
        value = self._conv(
            value, prefix + "_depthwise_conv", prefix + "_bn1", stride=stride, depthwise=True
        )
        value = self._conv(value, prefix + "_project_conv", prefix + "_bn2", relu6=False)
        return self.builder.op("Add", value, shortcut) if residual else value

    def features(self, pixels: str) -> str:
        """Pooled features [N, 1280] of normalised NCHW pixels."""
        value = self._conv(pixels, "_conv_stem", "_bn0", stride=2)
        index, channels = 0, 32
        for stage in STAGES:
            channels_out = scaled_width(stage.channels_out, self.variant.width)
            depth = 1.0 if stage.fixed_depth else self.variant.depth
            for repeat in range(math.ceil(stage.repeats * depth)):
                stride = stage.stride if repeat == 0 else 1
                value = self._block(
                    value, index, stride, expand=stage.expansion > 1,
                    residual=stride == 1 and channels == channels_out,
                )
                index, channels = index + 1, channels_out
        if f"_blocks.{index}._bn1.weight" in self.weights:
            raise ValueError("the checkpoint has more blocks than this variant")
        value = self._conv(value, "_conv_head", "_bn1")
        pooled = self.builder.op("GlobalAveragePool", value)
        return self.builder.op("Flatten", pooled, out="features")

    def logits(self, features: str) -> str:
        """Scores [N, 1000] of ImageNet's classes."""
        kernel = self.builder.weight(self.weights["_fc.weight"], "_fc", 0)
        bias = self.builder.constant(self.weights["_fc.bias"], name="_fc.bias")
        return self.builder.op("Gemm", features, kernel, bias, transB=1, out="logits")


def normalised_pixels(builder: GraphBuilder, pixels: str) -> str:
    """uint8 [N, S, S, 3] to the float [N, 3, S, S] the checkpoints were trained on."""
    planes = builder.op("Transpose", builder.op("Cast", pixels, to=TensorProto.FLOAT),
                        perm=[0, 3, 1, 2])
    centred = builder.op("Sub", planes, builder.constant(PIXEL_MEAN))
    return builder.op("Mul", centred, builder.constant(PIXEL_SCALE))
