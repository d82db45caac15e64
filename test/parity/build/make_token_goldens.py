"""Make test/fixtures/parity/tokens: tokenizers, strings, and the ids that Python's `tokenizers` gives for them.

    pip install -r test/parity/build/requirements-tokens.txt
    python test/parity/build/make_token_goldens.py

sentences.json, in the same folder, is written by hand; everything else there but NOTICE and LICENSES is made here.
"""

import gzip
import hashlib
import json
import platform
import re
import unicodedata
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from tokenizers import Tokenizer

import token_strings
import token_tokenizers

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "test/fixtures/parity/tokens"
BLOCK = 0x1000
# Blocks of code points to compare one by one: those that are not of one kind of character throughout.
BLOCKS = [
    *range(0x0, 0x5), 0x9, 0xA, 0xD, 0xF, *range(0x10, 0x15), 0x16, 0x18, *range(0x1B, 0x21),
    0x2A, 0x2B, 0x2C, 0x2F, 0x32, 0x33, 0xE0,
]
# Letters, signs, digits; marks of the lowest and the highest class, which any other is ordered after or before.
SURROUNDINGS = "a{c}b !{c}!{c} 1{c}\u0334 b\u0345{c} a\u0301{c}\u0308"


def written_out(text: str | list) -> str:
    """A string given in parts, in full."""
    if isinstance(text, str):
        return text
    return "".join(part if isinstance(part, str) else part["repeat"] * part["times"] for part in text)


def to_json(value: object) -> str:
    """JSON in which nothing invisible stands as it is, nor a mark that an editor could join with its letter."""
    def escape(match: re.Match) -> str:
        char = match[0]
        hidden = char not in " \n" and (unicodedata.category(char)[0] in "CZ" or "\u0300" <= char <= "\u036f")
        return json.dumps(char)[1:-1] if hidden else char

    return re.sub(r"[^\x20-\x7e\n]", escape, json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


def spaced(numbers: Iterable[int]) -> str:
    """Numbers as a line of text."""
    return " ".join(map(str, numbers))


def code_points(tokenizer: Tokenizer) -> dict[str, str]:
    """For each block the sha256 (16 hex digits) of its code points' ids, a line each; surrogates are left out."""
    hashes = {}
    for block in BLOCKS:
        chars = [chr(c) for c in range(block * BLOCK, (block + 1) * BLOCK) if not 0xD800 <= c < 0xE000]
        encodings = tokenizer.encode_batch([SURROUNDINGS.replace("{c}", c) for c in chars], add_special_tokens=False)
        lines = "".join(f"{spaced(encoding.ids)}\n" for encoding in encodings)
        hashes[f"{block * BLOCK:x}"] = hashlib.sha256(lines.encode()).hexdigest()[:16]
    return hashes


def goldens(data: bytes, context: int, texts: list[str]) -> dict:
    """What `tokenizers` makes of each text, with start and end tokens and cut to the context."""
    tokenizer = Tokenizer.from_str(data.decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    sweep = code_points(tokenizer)
    tokenizer.enable_truncation(max_length=context)
    encodings = tokenizer.encode_batch(texts)
    return {
        "made_with": {"python": platform.python_version(), "tokenizers": version("tokenizers")},
        "tokenizer_sha256": hashlib.sha256(data).hexdigest(),
        "context": context,
        "truncated": spaced(i for i, encoding in enumerate(encodings) if encoding.overflowing),
        "ids": [spaced(encoding.ids) for encoding in encodings],
        "surroundings": SURROUNDINGS,
        "code_points": sweep,
    }


def main() -> None:
    sentences = json.loads((FOLDER / "sentences.json").read_text())
    strings = {
        "composed": token_strings.composed(sentences), "odd": token_strings.odd(), "long": token_strings.long(),
    }
    (FOLDER / "strings.json").write_text(to_json(strings))
    texts = [
        written_out(text)
        for groups in ({"sentence": sentences} | strings).values()
        for group in groups.values()
        for text in group
    ]
    clip, multilingual = token_tokenizers.clip(), token_tokenizers.multilingual()
    for name, data in (("clip", clip), ("multilingual", multilingual)):
        (FOLDER / f"{name}-tokenizer.json.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    builtin = (ROOT / "models/builtin/tokenizer.json").read_bytes()
    for name, data, context in (("clip", clip, 77), ("multilingual", multilingual, 128), ("builtin", builtin, 128)):
        (FOLDER / f"{name}.json").write_text(to_json(goldens(data, context, texts)))
        print(f"{name}: {len(texts)} strings, {len(set(texts))} different")


if __name__ == "__main__":
    main()
