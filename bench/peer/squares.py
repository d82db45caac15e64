"""A picture's bytes to the square that the model takes: the tuned peer's way, with the plain one's steps and result.

Only the part that the square shows is resized. Pillow keeps its edges as 32-bit floats, for which one value in a
thousand comes out one step of 255 away, rarely two. With `draft`, JPEGs of which the short side is at least 3 times as long
as the square's are decoded at a half, a quarter or an eighth of their size: the threshold of the service's fast decoding.
"""

import io

import numpy as np
from PIL import Image

DRAFT_RATIO_MIN = 3

# Blocks of 16 MB that Pillow keeps for the next picture: without, those of a large one are mapped anew each time.
Image.core.set_blocks_max(8)


def read_square(body: bytes, size: int, draft: bool) -> np.ndarray:
    """uint8 [size, size, 3]. Raises OSError or ValueError for bytes that cannot be decoded."""
    image = Image.open(io.BytesIO(body))
    width, height = image.size
    if width <= height:
        scaled = (size, int(size * height / width))
    else:
        scaled = (int(size * width / height), size)
    if draft and image.format == "JPEG" and min(width, height) >= DRAFT_RATIO_MIN * size:
        # The smallest scale at which the picture is no smaller than it is to be.
        image.draft("RGB", scaled)
    if image.mode != "RGB":
        image = image.convert("RGB")
    left, top = (scaled[0] - size) // 2, (scaled[1] - size) // 2
    across, down = image.width / scaled[0], image.height / scaled[1]
    box = (left * across, top * down, (left + size) * across, (top + size) * down)
    return np.asarray(image.resize((size, size), Image.Resampling.BICUBIC, box=box))
