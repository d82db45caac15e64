"""Make the goldens of image parity: odd files, and what the reference preprocessing makes of them.

    python -m venv VENV && VENV/bin/pip install -r test/parity/build/requirements.txt
    VENV/bin/python test/parity/build/make_image_goldens.py

Writes test/fixtures/parity/images/: `files/` (odd_files.py), `goldens/` (the 224 x 224 square of
each file before it is scaled to 0..1 and normalised, as PNG), `vectors.bin` (the built-in model's
vectors from Python's onnxruntime, float32 little-endian, one row a file) and `goldens.json`.

The reference is Pillow, then transformers' CLIPImageProcessor on Pillow.
"""

import hashlib
import json
import platform
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image, ImageCms, ImageOps, features
from transformers import CLIPImageProcessorPil

from odd_files import PHOTOS, write_files

ROOT = Path(__file__).resolve().parents[3]
OUT = ROOT / "test/fixtures/parity/images"
CLIP_SIZE = 224
SRGB = ImageCms.createProfile("sRGB")


def read_upright_srgb(path: Path) -> Image.Image:
    """Pillow's reading of a file: upright, its embedded profile applied, laid on white, RGB of 8 bits.

    Pillow reads 16-bit RGB as its high bytes. It reads 16-bit grey as it is and clips it at 255 when
    that is converted, which no viewer does: here its high byte is taken, as of RGB.
    """
    image = Image.open(path)
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    colours = image.convert({"RGBA": "RGB", "LA": "L", "1": "L"}.get(image.mode, image.mode))
    if profile:
        # Perceptual and without black point compensation, which are ImageCms's defaults.
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        colours = ImageCms.profileToProfile(colours, source, SRGB, outputMode="RGB")
    # Without a profile, CMYK becomes RGB by Pillow's formula: (255 - ink) * (255 - black) / 255.
    colours = colours.convert("RGB")
    if alpha is None:
        return colours
    ground = Image.new("RGB", colours.size, (255, 255, 255))
    ground.paste(colours, mask=alpha)
    return ground


def square_of(image: Image.Image, size: int) -> np.ndarray:
    """What CLIPImageProcessor resizes and crops the picture to: uint8 [size, size, 3]."""
    processor = CLIPImageProcessorPil(
        size={"shortest_edge": size},
        crop_size={"height": size, "width": size},
        do_rescale=False,
        do_normalize=False,
    )
    pixels = np.asarray(processor(image)["pixel_values"][0])
    return np.ascontiguousarray(pixels.transpose(1, 2, 0)).astype(np.uint8)


def main() -> None:
    """Write everything, and say how much it is."""
    odd = [(OUT / "files" / name, kind) for name, kind in write_files(OUT / "files")]
    photos = [(ROOT / "samples/photos" / name, "photo") for name in PHOTOS]
    manifest = json.loads((ROOT / "models/builtin/model.json").read_text())["image"]
    session = onnxruntime.InferenceSession(ROOT / "models/builtin" / manifest["file"], providers=["CPUExecutionProvider"])
    (OUT / "goldens").mkdir(exist_ok=True)
    rows, vectors = [], []
    for path, kind in photos + odd:
        image = read_upright_srgb(path)
        golden = f"{path.name}.png"
        Image.fromarray(square_of(image, CLIP_SIZE)).save(OUT / "goldens" / golden, optimize=True)
        pixels = square_of(image, manifest["preprocess"]["size"])[None]
        vector = session.run([manifest["output"]], {manifest["input"]: pixels})[0][0]
        vectors.append(vector / np.linalg.norm(vector))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        rows.append({"file": path.relative_to(ROOT).as_posix(), "kind": kind, "sha256": digest, "golden": golden})
    (OUT / "vectors.bin").write_bytes(np.array(vectors, "<f4").tobytes())
    versions = {name: version(name) for name in ("pillow", "transformers", "numpy", "onnxruntime")}
    libraries = {name: features.version(name) for name in ("littlecms2", "libjpeg_turbo", "webp", "avif", "libtiff")}
    goldens = {
        "madeWith": {"python": platform.python_version(), **versions, **libraries},
        "size": CLIP_SIZE,
        "model": {"sha256": manifest["sha256"], "dims": len(vectors[0])},
    }
    head = json.dumps(goldens, indent=2)[:-2]
    lines = ",\n".join(f"    {json.dumps(row)}" for row in rows)
    (OUT / "goldens.json").write_text(f'{head},\n  "files": [\n{lines}\n  ]\n}}\n')
    for part in ("files", "goldens"):
        sizes = [path.stat().st_size for path in (OUT / part).iterdir()]
        print(f"{part}: {len(sizes)}, {sum(sizes) / 1e6:.2f} MB, the largest {max(sizes) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
