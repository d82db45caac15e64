"""The three towers: CLIP's for images, CLIP's for English text, and the multilingual one for text (DistilBERT)."""

import numpy as np
import onnx
from onnx import TensorProto

from encoder import MASKED, Size, bert_layers, clip_layers
from graph import GraphBuilder, seeded

DIMS = 512
IMAGE_SIZE = 224
PATCH = 32
# Wide apart, so that other words and other places give clearly other vectors.
TOKEN_DEVIATION = 1.0
POSITION_DEVIATION = 0.5
PROJECTION = "multilingual.projection"


def image_tower(size: Size) -> onnx.ModelProto:
    """pixel_values float32 [N, 3, 224, 224] -> image_embeds [N, 512], of any length."""
    b = GraphBuilder()
    width, patches = size.width, (IMAGE_SIZE // PATCH) ** 2
    kernel = b.weight("image.patches.weight", width, 3, PATCH, PATCH, deviation=(3 * PATCH**2) ** -0.5)
    grid = b.op("Conv", "pixel_values", kernel, kernel_shape=[PATCH, PATCH], strides=[PATCH, PATCH])
    flat = b.op("Transpose", b.op("Reshape", grid, b.integers(0, width, patches)), perm=[0, 2, 1])
    batch = b.op("Gather", b.op("Shape", "pixel_values"), b.integers(0))
    class_shape = b.op("Concat", batch, b.integers(1, width), axis=0)
    class_weight = b.weight("image.class", 1, 1, width, deviation=TOKEN_DEVIATION)
    class_token = b.op("Expand", class_weight, class_shape)
    positions = b.weight("image.positions", 1, patches + 1, width, deviation=POSITION_DEVIATION)
    value = b.op("Add", b.op("Concat", class_token, flat, axis=1), positions)
    value = clip_layers(b, b.layer_norm(value, "image.norm1", width, 1e-5), "image", size)
    pooled = b.op("Gather", value, b.constant(0, np.int64), axis=1)
    pooled = b.layer_norm(pooled, "image.norm2", width, 1e-5)
    kernel = b.weight("image.projection.weight", width, DIMS, deviation=width**-0.5)
    b.op("MatMul", pooled, kernel, out="image_embeds")
    return b.model("clip_shape_image",
                   [("pixel_values", TensorProto.FLOAT, ["batch_size", 3, IMAGE_SIZE, IMAGE_SIZE])],
                   [("image_embeds", TensorProto.FLOAT, ["batch_size", DIMS])])


def _embeddings(b: GraphBuilder, name: str, size: Size, vocabulary: int, positions: int) -> tuple[str, str]:
    """The sum of the tokens' and the positions' vectors [N, L, width], and L as int64 [1].

    A text longer than `positions` is an error of the runtime, as it is with the published graphs.
    """
    tokens = b.weight(f"{name}.tokens", vocabulary, size.width, deviation=TOKEN_DEVIATION)
    places = b.weight(f"{name}.positions", positions, size.width, deviation=POSITION_DEVIATION)
    length = b.op("Gather", b.op("Shape", "input_ids"), b.integers(1))
    taken = b.op("Slice", places, b.integers(0), length)
    return b.op("Add", b.op("Gather", tokens, "input_ids"), taken), length


def _padding(b: GraphBuilder) -> str:
    """True where a token is none of the padding, bool [N, 1, 1, L]."""
    return b.op("Unsqueeze", b.op("Cast", "attention_mask", to=TensorProto.BOOL), b.integers(1, 2))


def _bias(b: GraphBuilder, seen: str) -> str:
    """What is added to the scores of attention: nothing where `seen` is true."""
    return b.op("Where", seen, b.constant(0.0), b.constant(MASKED))


def _text_model(b: GraphBuilder, name: str, outputs) -> onnx.ModelProto:
    """The model with the inputs of a text tower. `outputs`: (name, shape) each."""
    shape = ["batch_size", "sequence_length"]
    inputs = [(one, TensorProto.INT64, shape) for one in ("input_ids", "attention_mask")]
    return b.model(name, inputs, [(out, TensorProto.FLOAT, dims) for out, dims in outputs])


def english_tower(size: Size, vocabulary: int, positions: int) -> onnx.ModelProto:
    """input_ids, attention_mask int64 [N, L] -> text_embeds [N, 512], last_hidden_state [N, L, width].

    Pooled at the end token, which is the first of the highest id in a text.
    """
    b = GraphBuilder()
    value, length = _embeddings(b, "english", size, vocabulary, positions)
    places = b.op("Range", b.constant(0, np.int64), b.op("Squeeze", length), b.constant(1, np.int64))
    causal = b.op("LessOrEqual", places, b.op("Unsqueeze", places, b.integers(1)))  # [from, to]
    bias = _bias(b, b.op("And", causal, _padding(b)))
    value = clip_layers(b, value, "english", size, bias)
    hidden = b.op("Identity", b.layer_norm(value, "english.norm", size.width, 1e-5), out="last_hidden_state")
    # Through int32, as exported graphs have it.
    end = b.op("ArgMax", b.op("Cast", "input_ids", to=TensorProto.INT32), axis=1, keepdims=1)
    pooled = b.op("GatherND", hidden, end, batch_dims=1)
    kernel = b.weight("english.projection.weight", size.width, DIMS, deviation=size.width**-0.5)
    b.op("MatMul", pooled, kernel, out="text_embeds")
    return _text_model(b, "clip_shape_text", [
        ("text_embeds", ["batch_size", DIMS]),
        ("last_hidden_state", ["batch_size", "sequence_length", size.width]),
    ])


def projection_tensors(width: int) -> dict[str, np.ndarray]:
    """The multilingual tower's last layer as torch stores it: linear.weight [512, width], linear.bias [512]."""
    return {
        "linear.weight": np.ascontiguousarray(seeded(f"{PROJECTION}.weight", (width, DIMS), width**-0.5).T),
        "linear.bias": seeded(f"{PROJECTION}.bias", (DIMS,), 0.1),
    }


def multilingual_tower(size: Size, vocabulary: int, positions: int, *,
                       pooled: bool = True, bias: bool = False) -> onnx.ModelProto:
    """input_ids, attention_mask int64 [N, L] -> token_embeddings [N, L, width], sentence_embedding [N, 512].

    The latter is the mean over the tokens that are no padding, through the projection; without `pooled` the graph ends
    before it. The published projection has no bias.
    """
    b = GraphBuilder()
    value, _ = _embeddings(b, "multilingual", size, vocabulary, positions)
    value = b.layer_norm(value, "multilingual.norm", size.width, 1e-12)
    value = bert_layers(b, value, "multilingual", size, _bias(b, _padding(b)))
    tokens = b.op("Identity", value, out="token_embeddings")
    outputs = [("token_embeddings", ["batch_size", "sequence_length", size.width])]
    if pooled:
        mask = b.op("Cast", b.op("Unsqueeze", "attention_mask", b.integers(2)), to=TensorProto.FLOAT)
        total = b.op("ReduceSum", b.op("Mul", tokens, mask), b.integers(1), keepdims=0)
        count = b.op("ReduceSum", mask, b.integers(1), keepdims=0)
        mean = b.op("Div", total, b.op("Max", count, b.constant(1e-9)))
        b.op("Identity", b.dense(mean, PROJECTION, size.width, DIMS, bias), out="sentence_embedding")
        outputs.append(("sentence_embedding", ["batch_size", DIMS]))
    return _text_model(b, "clip_shape_multilingual", outputs)
