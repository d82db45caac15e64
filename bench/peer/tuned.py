"""The tuned peer: image to vector over HTTP by somebody who knows the libraries; README.md tells how it was tuned.

Decoding in a pool of threads (Pillow lets go of the interpreter's lock), batches across requests, threads that do not
compete, the answer written by orjson. Settings: PEER_THREADS, PEER_RUNNERS, PEER_BATCH, PEER_WAIT_MS, PEER_DECODERS,
PEER_DRAFT, PEER_SPIN.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import numpy as np
import onnxruntime
import orjson
from fastapi import FastAPI, Request, Response

from batches import Batcher
from pack import read_pack
from squares import read_square

cores = len(os.sched_getaffinity(0))


def setting(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


threads = setting("PEER_THREADS", 1)
runners = setting("PEER_RUNNERS", max(1, cores // threads))
batch_max = setting("PEER_BATCH", 4)
wait_s = setting("PEER_WAIT_MS", 5) / 1000
decoders = setting("PEER_DECODERS", cores)
draft = bool(setting("PEER_DRAFT", 1))
spin = bool(setting("PEER_SPIN", 0))

tower = read_pack()


def open_session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Between runs the threads would otherwise spin on the cores that decode.
    options.add_session_config_entry("session.intra_op.allow_spinning", str(int(spin)))
    return onnxruntime.InferenceSession(tower.file, options, providers=["CPUExecutionProvider"])


session = open_session()
# A graph that was exported for one picture at a time says so in its first dimension.
if session.get_inputs()[0].shape[0] == 1:
    batch_max = 1
# (value / 255 - mean) / std as one multiplication and one addition.
scale = (1 / (255 * tower.std)).reshape(3, 1, 1)
offset = (-tower.mean / tower.std).reshape(3, 1, 1)


def run(squares: list[np.ndarray]) -> np.ndarray:
    """Unit vectors, float32 [n, dims]. The session takes calls from several threads at once."""
    if tower.is_normalised:
        pixels = np.empty((len(squares), 3, tower.size, tower.size), np.float32)
        for i, square in enumerate(squares):
            np.multiply(square.transpose(2, 0, 1), scale, out=pixels[i])
        pixels += offset
    else:
        pixels = np.stack(squares)
    (vectors,) = session.run([tower.output], {tower.input: pixels})
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.decoders = ThreadPoolExecutor(decoders, thread_name_prefix="decode")
    app.state.batcher = Batcher(run, batch_max, wait_s, runners)
    yield
    await app.state.batcher.close()
    app.state.decoders.shutdown()


app = FastAPI(lifespan=lifespan)


@app.get("/health")
async def health() -> Response:
    return Response(b'{"status":"ok"}', media_type="application/json")


@app.post("/vectorize")
async def vectorize(request: Request) -> Response:
    body = await request.body()
    decoding = asyncio.get_running_loop().run_in_executor(app.state.decoders, read_square, body, tower.size, draft)
    try:
        vector = await app.state.batcher.embed(decoding)
    except (OSError, ValueError):
        return Response(b'{"detail":"The body is no picture that can be decoded."}', 400, media_type="application/json")
    answer = orjson.dumps({"vector": vector}, option=orjson.OPT_SERIALIZE_NUMPY)
    return Response(answer, media_type="application/json")
