"""Pictures drawn in code, seeded: what the odd files of odd_files.py hold."""

import numpy as np
from PIL import Image

# Each octave of the texture has twice the detail and about half the strength, as photographs have.
OCTAVES = (3, 6, 12, 24, 48, 96, 192, 384, 768)


def texture(width: int, height: int, rng: np.random.Generator, finest: int = 384) -> np.ndarray:
    """Uneven ground like that of a photograph: float [height, width] from about -1 to 1.

    Made by enlarging small grids of random bytes, which, unlike a Fourier transform, gives the
    same numbers on every machine.
    """
    total = np.zeros((height, width))
    for cells in (octave for octave in OCTAVES if octave <= finest):
        grid = rng.integers(0, 256, (max(2, cells * height // width), cells), dtype=np.uint8)
        layer = Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC)
        total += (np.asarray(layer, float) / 127.5 - 1) * 2 / cells**0.8
    return total


def scene(width: int, height: int, seed: int, finest: int = 384) -> Image.Image:
    """A sun over hills, a fence and a sign: RGB, with no symmetry, so that a turned copy is told."""
    rng = np.random.default_rng(seed)
    x = (np.arange(width) + 0.5) / width
    y = ((np.arange(height) + 0.5) / height)[:, None]
    sky = np.stack([90 + 100 * y + 0 * x, 130 + 70 * y + 0 * x, 235 - 60 * x + 0 * y], axis=2)
    ground = np.stack([60 + 80 * x + 0 * y, 120 - 40 * y + 0 * x, 45 + 20 * x + 0 * y], axis=2)
    is_hill = y > 0.62 + 0.2 * np.sin(3 + 4 * x)
    picture = np.where(is_hill[..., None], ground, sky)
    picture[((x - 0.25) ** 2 + (y - 0.3) ** 2) < 0.02] = (250, 210, 40)
    is_fence = (y > 0.7) & (y < 0.9) & (np.floor(x * 40) % 2 == 0)
    picture[is_fence & (x > 0.55)] = (236, 232, 220)
    is_sign = (abs(x - 0.7) < 0.09) & (abs(y - 0.35) < 0.12)
    picture[is_sign] = (190, 20, 30)
    picture[is_sign & (np.floor(y * 50) % 2 == 0) & (abs(x - 0.7) < 0.07)] = (255, 255, 255)
    light = texture(width, height, rng, finest)
    tint = texture(width, height, rng, min(finest, 24))
    picture += 40 * light[..., None] + 12 * tint[..., None] * np.array([1, -0.5, 0.3])
    return Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8))


def scene16(width: int, height: int, seed: int) -> np.ndarray:
    """The scene with 16 bits a sample: uint16 [height, width, 3], the low byte random."""
    low = np.random.default_rng(seed + 1).integers(0, 256, (height, width, 3), dtype=np.uint16)
    return np.asarray(scene(width, height, seed)).astype(np.uint16) * 256 + low


def opacity(width: int, height: int) -> np.ndarray:
    """An alpha channel with a soft edge, a hard edge, clear and half-clear parts: uint8 [height, width]."""
    x = (np.arange(width) + 0.5) / width
    y = ((np.arange(height) + 0.5) / height)[:, None]
    soft = np.clip(1.6 - 3 * np.hypot(x - 0.45, y - 0.5), 0, 1)
    soft[(x > 0.75) & (y > 0.5)] = 0.5
    soft[(x > 0.75) & (y < 0.25)] = 0
    soft[(x < 0.1) & (y < 2)] = 1
    return np.rint(soft * 255).astype(np.uint8)


def zone_plate(side: int) -> np.ndarray:
    """Rings from no detail in the middle to the finest a picture can hold at its edges: uint8 [side, side]."""
    along = (np.arange(side) - side / 2) ** 2
    return np.rint(127.5 + 127.5 * np.cos(np.pi / side * (along + along[:, None]))).astype(np.uint8)


def checkerboard(width: int, height: int, cell: int) -> np.ndarray:
    """Black and white squares: uint8 [height, width]."""
    return (((np.arange(width) // cell + np.arange(height)[:, None] // cell) % 2) * 255).astype(np.uint8)
