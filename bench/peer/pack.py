"""A model pack's image tower, as its model.json describes it: what both peers open and how it takes pictures."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class ImageTower:
    """The graph's file, the names of its input and output, and the square that it takes."""

    file: str
    input: str
    output: str
    # True: float32 [n, 3, size, size], normalised; False: uint8 [n, size, size, 3], as decoded.
    is_normalised: bool
    size: int
    mean: np.ndarray
    std: np.ndarray


def read_pack() -> ImageTower:
    """The tower of the pack in the folder that PEER_PACK names."""
    folder = Path(os.environ["PEER_PACK"])
    image = json.loads((folder / "model.json").read_text())["image"]
    preprocess = image["preprocess"]
    if (preprocess["resize"], preprocess["kernel"], preprocess["crop"]) != ("short-side", "cubic", "center"):
        raise ValueError("The peers only resize the short side, bicubic, and crop the centre.")
    return ImageTower(
        file=str(folder / image["file"]),
        input=image["input"],
        output=image["output"],
        is_normalised={"nchw-float32": True, "nhwc-uint8": False}[image["layout"]],
        size=preprocess["size"],
        mean=np.array(preprocess.get("mean", [0, 0, 0]), np.float32),
        std=np.array(preprocess.get("std", [1, 1, 1]), np.float32),
    )
