"""Check a built pack: hashes, names, shapes, unit length, batch invariance; print its speed.

    python models/builtin/build/verify.py [FOLDER]
"""

import hashlib
import json
import sys
import time
from pathlib import Path

import numpy as np
import onnx

from runtime import TextEncoder, session

INVARIANCE = 0.99999
SPEED_ROUNDS = 30
# Of very different lengths, so that batching them pads the short ones a lot.
TEXTS = [
    "a cat",
    "red",
    "a cup of coffee on a wooden table",
    "Ein Hund läuft am Strand, 日本語",
    "a photo of a mountain lake in the early morning, with a small wooden boat, two people in it "
    "and a forest of firs behind, seen from the road above the northern shore",
    "an astronaut " * 80,
    "",
]


def bytes_sha256(data: bytes) -> str:
    """Hex sha256."""
    return hashlib.sha256(data).hexdigest()


def check(condition: bool, message: str) -> None:
    """Stop with `message` unless `condition` holds (unlike assert, under -O too)."""
    if not condition:
        raise SystemExit(f"FAILED: {message}")
    print(f"ok      {message}")


def check_files(folder: Path, manifest: dict) -> None:
    """Sizes and hashes in model.json are those of the files."""
    for entry in (manifest["image"], manifest["text"], manifest["text"]["tokenizer"]):
        data = (folder / entry["file"]).read_bytes()
        check(len(data) == entry["bytes"] and bytes_sha256(data) == entry["sha256"],
              f"{entry['file']}: {len(data)} bytes, sha256 {entry['sha256'][:12]}")


def check_graph(path: Path, inputs: list[str], output: str) -> None:
    """The graph is valid ONNX, opset 17, with exactly these inputs and this output."""
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    check([value.name for value in model.graph.input] == inputs
          and [value.name for value in model.graph.output] == [output]
          and [(o.domain, o.version) for o in model.opset_import] == [("", 17)],
          f"{path.name}: {', '.join(inputs)} -> {output}, opset 17, full check")


def check_vectors(name: str, single: np.ndarray, batched: np.ndarray, dims: int) -> None:
    """float32 unit vectors that do not depend on what else is in the batch."""
    check(single.dtype == np.float32 and single.shape[1] == dims, f"{name}: {dims} float32 numbers")
    lengths = np.linalg.norm(np.concatenate([single, batched]), axis=1)
    check(np.abs(lengths - 1).max() < 1e-5, f"{name}: unit length")
    cosine = (single.astype(np.float64) * batched).sum(axis=1) / (
        np.linalg.norm(single, axis=1) * np.linalg.norm(batched, axis=1))
    check(cosine.min() >= INVARIANCE,
          f"{name}: batch against one by one, least cosine {cosine.min():.8f}, "
          f"largest difference {np.abs(single - batched).max():.1e}")


def random_pictures(count: int, size: int) -> np.ndarray:
    """Blocky random pictures (plain noise would look the same to the model every time)."""
    rng = np.random.default_rng(7)
    coarse = rng.integers(0, 256, (count, 8, 8, 3), dtype=np.uint8)
    step = -(-size // 8)
    return coarse.repeat(step, axis=1).repeat(step, axis=2)[:, :size, :size]


def median_ms(run) -> float:
    """Median milliseconds of a call."""
    times = []
    for _ in range(SPEED_ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2] * 1000


def verify_image(folder: Path, image: dict, dims: int) -> None:
    """All checks of the image tower."""
    check_graph(folder / image["file"], [image["input"]], image["output"])
    start = time.perf_counter()
    model = session(folder / image["file"])
    print(f"time    image session ready after {(time.perf_counter() - start) * 1000:.0f} ms")
    pictures = random_pictures(5, image["preprocess"]["size"])

    def embed(batch):
        return model.run([image["output"]], {image["input"]: batch})[0]

    single = np.concatenate([embed(pictures[i:i + 1]) for i in range(len(pictures))])
    check_vectors("image", single, embed(pictures), dims)
    print(f"time    image, 1 thread: {median_ms(lambda: embed(pictures[:1])):.1f} ms")


def verify_text(folder: Path, text: dict, dims: int) -> None:
    """All checks of the text tower."""
    check_graph(folder / text["file"], [text["inputs"]["ids"], text["inputs"]["mask"]],
                text["output"])
    tokenizer = (folder / text["tokenizer"]["file"]).read_text(encoding="utf-8")
    settings = json.loads(tokenizer)
    check(settings["truncation"] is None and settings["padding"] is None,
          "tokenizer: no truncation and no padding of its own")
    start = time.perf_counter()
    encoder = TextEncoder(folder / text["file"], tokenizer)
    print(f"time    text session ready after {(time.perf_counter() - start) * 1000:.0f} ms")
    single = np.concatenate([encoder.batch([one]) for one in TEXTS])
    batched = encoder.batch(TEXTS)
    check_vectors("text", single, batched, dims)
    check(not single[:, 384:].any() and not batched[:, 384:].any(), "text: zeros after number 384")
    for one in (TEXTS[0], TEXTS[2], TEXTS[4], TEXTS[5]):
        tokens = len(encoder.tokenizer.encode(one).ids)
        milliseconds = median_ms(lambda one=one: encoder.batch([one]))
        print(f"time    text of {tokens} tokens, 1 thread: {milliseconds:.1f} ms")


def verify(folder: Path) -> None:
    """Every check of the pack in `folder`; stops at the first that fails."""
    manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    check_files(folder, manifest)
    verify_image(folder, manifest["image"], manifest["dims"])
    verify_text(folder, manifest["text"], manifest["dims"])


if __name__ == "__main__":
    verify(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
