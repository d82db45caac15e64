"""Build model packs of CLIP's exact shape with seeded random weights: for benchmarks, or tiny ones for tests.

    python models/clip-shape/build.py OUT_DIR [--int8]
    python models/clip-shape/build.py --tiny test/fixtures/packs

Needs the packages of requirements.txt, no network. The same versions give the same bytes.
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import save
from tokenizers import Tokenizer

import goldens
from encoder import Size
from towers import DIMS, IMAGE_SIZE, english_tower, image_tower, multilingual_tower, projection_tensors
from vocabularies import BERT_CONTEXT, CLIP_CONTEXT, bert_tokenizer, clip_tokenizer

# A run of eight takes 15 to 18 % less time than eight runs.
BATCH_MAX = 8

TINY = Size(width=16, layers=2, heads=2)
DESCRIPTION = "Graphs with the shape of {}, and random numbers for weights: they find nothing."


def serialise(model: onnx.ModelProto) -> bytes:
    """The same bytes for the same graph."""
    return model.SerializeToString(deterministic=True)


def quantised(model: bytes) -> bytes:
    """The graph with int8 weights, quantised dynamically as the published 8-bit graphs are."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "fp32.onnx"), Path(folder, "int8.onnx")
        source.write_bytes(model)
        quantize_dynamic(source, target, weight_type=QuantType.QInt8)
        return serialise(onnx.load(target))


def write_pack(out: Path, name: str, space: str, like: str, files: dict[str, bytes],
               output: str, context: int, pooling: dict | None = None) -> None:
    """A folder with the files and the model.json that describes them."""
    def entry(file: str) -> dict:
        return {"file": file, "bytes": len(files[file]), "sha256": hashlib.sha256(files[file]).hexdigest()}

    text = {**entry("text.onnx"), "inputs": {"ids": "input_ids", "mask": "attention_mask"}, "output": output}
    if pooling:
        text |= {"pooling": "mean", "projection": {**entry("projection.safetensors"), **pooling}}
    manifest = {
        "name": name, "revision": "1", "title": f"Random numbers: {name}",
        "description": DESCRIPTION.format(like), "licence": "CC0-1.0", "space": space, "dims": DIMS,
        "image": {
            **entry("image.onnx"), "input": "pixel_values", "output": "image_embeds", "layout": "nchw-float32", "batchMax": BATCH_MAX,
            "preprocess": {"size": IMAGE_SIZE, "resize": "short-side", "kernel": "cubic", "crop": "center",
                           "mean": goldens.MEAN, "std": goldens.STD},
        },
        "text": {**text, "batchMax": BATCH_MAX, "tokenizer": {**entry("tokenizer.json"), "context": context}},
    }
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    for file, data in files.items():
        (folder / file).write_bytes(data)
    (folder / "model.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(f"{name}: " + ", ".join(f"{file} {len(data):,} bytes" for file, data in files.items()))


def pack_files(image: bytes, text: bytes, tokenizer: Tokenizer) -> dict[str, bytes]:
    """The files of a pack by name."""
    return {"image.onnx": image, "text.onnx": text, "tokenizer.json": tokenizer.to_str().encode()}


def build_full(out: Path, int8: bool) -> None:
    """Packs of CLIP ViT-B/32's and its multilingual companion's size."""
    image = serialise(image_tower(Size(width=768, layers=12, heads=12)))
    english = serialise(english_tower(Size(width=512, layers=12, heads=8), vocabulary=49408, positions=77))
    files = pack_files(image, english, clip_tokenizer())
    like = "CLIP ViT-B/32"
    write_pack(out, "clip-shape", "clip-shape", like, files, "text_embeds", CLIP_CONTEXT)
    if int8:
        files["image.onnx"] = quantised(image)
        write_pack(out, "clip-shape-int8", "clip-shape", like, files, "text_embeds", CLIP_CONTEXT)
    text = serialise(multilingual_tower(Size(width=768, layers=6, heads=12), vocabulary=119547, positions=512))
    write_pack(out, "clip-shape-multilingual", "clip-shape", "CLIP ViT-B/32 with multilingual text",
               pack_files(image, text, bert_tokenizer()), "sentence_embedding", BERT_CONTEXT)


def build_tiny(out: Path) -> None:
    """Packs for tests, with golden numbers. The image tower is the same in all, so they share one space."""
    clip, bert = clip_tokenizer(), bert_tokenizer()
    image = serialise(image_tower(TINY))
    english = serialise(english_tower(TINY, clip.get_vocab_size(), CLIP_CONTEXT))
    sizes = (TINY, bert.get_vocab_size(), BERT_CONTEXT)
    pooled = serialise(multilingual_tower(*sizes, bias=True))
    unpooled = serialise(multilingual_tower(*sizes, pooled=False))
    tensors = projection_tensors(TINY.width)
    texts = {
        "tiny-clip": goldens.text_goldens(english, "text_embeds", clip, CLIP_CONTEXT, goldens.ENGLISH_TEXTS),
        "tiny-multilingual": goldens.text_goldens(
            pooled, "sentence_embedding", bert, BERT_CONTEXT, goldens.MULTILINGUAL_TEXTS),
    }
    goldens.check_projection(pooled, unpooled, tensors, texts["tiny-multilingual"][0]["ids"])

    space, like = "tiny-clip", "CLIP ViT-B/32 in small"
    write_pack(out, "tiny-clip", space, like, pack_files(image, english, clip), "text_embeds", CLIP_CONTEXT)
    write_pack(out, "tiny-multilingual", space, f"{like} with multilingual text", pack_files(image, pooled, bert),
               "sentence_embedding", BERT_CONTEXT)
    write_pack(out, "tiny-unpooled", space, f"{like} with multilingual text that ends before pooling",
               pack_files(image, unpooled, bert) | {"projection.safetensors": save(tensors)},
               "token_embeddings", BERT_CONTEXT, {"weight": "linear.weight", "bias": "linear.bias"})
    (out / "goldens.json").write_text(goldens.goldens_json(goldens.image_golden(image), texts), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, metavar="OUT_DIR", help="where the packs' folders go")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--tiny", action="store_true", help="tiny packs with golden numbers, for tests")
    kind.add_argument("--int8", action="store_true", help="also a pack with an 8-bit image tower")
    arguments = parser.parse_args()
    if arguments.tiny:
        build_tiny(arguments.out)
    else:
        build_full(arguments.out, arguments.int8)


if __name__ == "__main__":
    main()
