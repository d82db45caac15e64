"""Running the two models with onnxruntime, as the service does: one thread, plain CPU."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

MAX_TOKENS = 128


def session(model: bytes | Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """A CPU session of a model given as bytes or as a file."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    source = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def plain_tokenizer(source: Path) -> str:
    """The tokenizer's JSON without truncation and padding: the service sees to both itself."""
    settings = json.loads(source.read_text(encoding="utf-8"))
    settings["truncation"] = settings["padding"] = None
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))


class TextEncoder:
    """Texts to vectors by a text model and a tokenizer."""

    def __init__(self, model: bytes | Path, tokenizer_json: str):
        self.session = session(model)
        self.tokenizer = Tokenizer.from_str(tokenizer_json)
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.enable_padding()

    def batch(self, texts: list[str]) -> np.ndarray:
        """One padded batch."""
        encoded = self.tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([e.ids for e in encoded], np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], np.int64),
        }
        return self.session.run(["text_embeds"], inputs)[0]

    def __call__(self, texts: list[str], batch_size: int = 32) -> np.ndarray:
        """Any number of texts; sorted by length, so that batches hold little padding."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = [None] * len(texts)
        for start in range(0, len(order), batch_size):
            chosen = order[start:start + batch_size]
            for i, vector in zip(chosen, self.batch([texts[i] for i in chosen])):
                vectors[i] = vector
        return np.stack(vectors)
