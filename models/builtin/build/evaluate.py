"""Rank a folder of photos by the pack for queries with a known best photo; print ranks.

    python models/builtin/build/evaluate.py PHOTOS EXPECTED.json [--pack FOLDER] [--query TEXT ...]

EXPECTED.json: [{"query": ..., "relative_path": ...}, ...]. Needs Pillow.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from runtime import TextEncoder, session

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def read_picture(path: Path, size: int) -> np.ndarray:
    """The preprocessing model.json describes: upright RGB, short side to `size`, centre crop."""
    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened)
        if picture.has_transparency_data:
            picture = picture.convert("RGBA")
            paper = Image.new("RGBA", picture.size, "white")
            paper.alpha_composite(picture)
            picture = paper
        picture = picture.convert("RGB")
    scale = size / min(picture.size)
    width, height = (max(size, round(side * scale)) for side in picture.size)
    picture = picture.resize((width, height), Image.Resampling.BICUBIC)
    left, top = (width - size) // 2, (height - size) // 2
    return np.asarray(picture.crop((left, top, left + size, top + size)))


class Pack:
    """Both towers of a pack."""

    def __init__(self, folder: Path):
        manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.size = manifest["image"]["preprocess"]["size"]
        self.image = session(folder / manifest["image"]["file"])
        tokenizer = (folder / manifest["text"]["tokenizer"]["file"]).read_text(encoding="utf-8")
        self.texts = TextEncoder(folder / manifest["text"]["file"], tokenizer)

    def pictures(self, paths: list[Path]) -> np.ndarray:
        """Vectors [N, 512] of picture files."""
        return np.concatenate([
            self.image.run(["image_embeds"], {"pixels": read_picture(path, self.size)[None]})[0]
            for path in paths
        ])


def report(query: str, wanted: str | None, names: list[str], scores: np.ndarray) -> int:
    """Print one query's ranking; returns the wanted photo's rank (0 without one)."""
    order = np.argsort(-scores)
    best = ", ".join(f"{names[i]} {scores[i]:.2f}" for i in order[:3])
    if wanted is None:
        print(f"          {query}: {best}")
        return 0
    index = names.index(wanted)
    rank = 1 + int((scores > scores[index]).sum())
    margin = scores[index] - np.delete(scores, index).max()
    print(f"#{rank:<3} {margin:+.2f}  {query}: {best}")
    return rank


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("expected", type=Path)
    parser.add_argument("--pack", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--query", nargs="*", default=[], help="more queries, without an answer")
    arguments = parser.parse_args()
    pack = Pack(arguments.pack)
    paths = sorted(p for p in arguments.photos.rglob("*") if p.suffix.lower() in SUFFIXES)
    names = [path.relative_to(arguments.photos).as_posix() for path in paths]
    vectors = pack.pictures(paths)
    expected = json.loads(arguments.expected.read_text(encoding="utf-8"))
    pairs = [(one["query"], one["relative_path"]) for one in expected]
    pairs += [(query, None) for query in arguments.query]
    scores = pack.texts([query for query, _ in pairs]) @ vectors.T
    ranks = [report(query, wanted, names, row) for (query, wanted), row in zip(pairs, scores)]
    ranks = np.array([rank for rank in ranks if rank])
    print(f"{len(names)} photos, {len(ranks)} queries: first {np.mean(ranks == 1):.2f}, "
          f"among three {np.mean(ranks <= 3):.2f}, mean reciprocal rank {np.mean(1 / ranks):.3f}")


if __name__ == "__main__":
    main()
