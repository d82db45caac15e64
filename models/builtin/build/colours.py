"""The colour channel: named colours of a picture, as ONNX nodes and as texts. Needs no training."""

import numpy as np

from graph import GraphBuilder

# Typical sRGB values of colour names, and the texts that stand for each.
COLOURS = {
    "red": (200, 30, 35), "orange": (240, 135, 30), "yellow": (245, 215, 50),
    "green": (70, 150, 50), "blue": (40, 90, 190), "light blue": (120, 180, 230),
    "purple": (120, 50, 150), "pink": (235, 130, 175), "brown": (115, 70, 40),
    "black": (15, 15, 15), "white": (245, 245, 245), "grey": (128, 128, 128),
}
UNCOLOURED = ("black", "white", "grey")
GRID = 13  # pixels per cell of the mosaic whose colours are named
# Luma, red-green and yellow-blue. Luma counts less, so that shade and light keep a colour's name.
OPPONENT = np.array([[0.8 / 3, 0.8 / 3, 0.8 / 3], [1.0, -1.0, 0.0], [0.5, 0.5, -1.0]])
SOFTNESS = 0.03  # squared distance over which one name gives way to the next


def texts_for_colour(name: str) -> list[str]:
    """What people write when they look for a colour."""
    if name == "light blue":  # nearly always the sky
        return ["blue sky", "light blue", "something blue"]
    if name in UNCOLOURED:
        return [f"something {name}", name, f"a {name} background", "a black and white photo"]
    return [f"something {name}", name, f"the colour {name}"]


def naming_layer(pixel_mean: float, pixel_scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Kernel [K, 3, 1, 1] and bias [K]: normalised pixels to one score for each colour name.

    A softmax over -|x - c|^2 / SOFTNESS names the nearest colour softly. |x|^2 is the same for all
    names and drops out of the softmax, so what is left, (2 c x - |c|^2) / SOFTNESS, is linear.
    """
    centres = np.array(list(COLOURS.values())) / 255 @ OPPONENT.T
    on_unit_rgb = 2 * centres @ OPPONENT / SOFTNESS
    bias = -(centres**2).sum(axis=1) / SOFTNESS
    # pixels = (value - mean) * scale, so value / 255 = pixels / (255 scale) + mean / 255.
    kernel = on_unit_rgb / (255 * pixel_scale)
    return kernel[:, :, None, None], bias + on_unit_rgb.sum(axis=1) * pixel_mean / 255


def colour_meaning(b: GraphBuilder, pixels: str, vectors: np.ndarray,
                   pixel_mean: float, pixel_scale: float) -> str:
    """[N, 384]: colour vectors weighted by the square root of the area each colour covers.

    The root lets a small red thing count. `vectors` have zero mean over the colours, so a picture
    of all colours alike adds next to nothing.
    """
    kernel, bias = naming_layer(pixel_mean, pixel_scale)
    mosaic = b.op("AveragePool", pixels, kernel_shape=[GRID, GRID], strides=[GRID, GRID])
    scores = b.op("Conv", mosaic, b.constant(kernel, name="colour_names"),
                  b.constant(bias, name="colour_names.bias"), kernel_shape=[1, 1])
    area = b.op("Flatten", b.op("GlobalAveragePool", b.op("Softmax", scores, axis=1)))
    return b.op("MatMul", b.op("Sqrt", area), b.constant(vectors, name="colour_vectors"))
