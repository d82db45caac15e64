"""The plain peer: image to vector over HTTP as the field writes it, with the libraries' own defaults.

Weaviate's multi2vec-clip container works on its pictures in a pool of threads, under one lock over decoding and
inference; here Starlette's pool, in which it runs an ordinary `def` route, stands for that pool. Immich's service
resizes and normalises with Pillow and NumPy in the same steps.
"""

import io
from threading import Lock
from typing import Annotated

import numpy as np
import onnxruntime
from fastapi import Depends, FastAPI, HTTPException, Request
from PIL import Image

from pack import read_pack

tower = read_pack()
session = onnxruntime.InferenceSession(tower.file, providers=["CPUExecutionProvider"])
lock = Lock()
app = FastAPI()


def preprocess(image: Image.Image) -> np.ndarray:
    """The model's input for one picture: the short side resized, the centre cropped, normalised where the model wants it."""
    size = tower.size
    width, height = image.size
    if width <= height:
        scaled = (size, int(size * height / width))
    else:
        scaled = (int(size * width / height), size)
    image = image.resize(scaled, Image.Resampling.BICUBIC)
    left, top = (scaled[0] - size) // 2, (scaled[1] - size) // 2
    image = image.crop((left, top, left + size, top + size))
    pixels = np.asarray(image)
    if not tower.is_normalised:
        return pixels[None]
    pixels = pixels.astype(np.float32) / 255
    pixels = (pixels - tower.mean) / tower.std
    return pixels.transpose(2, 0, 1)[None]


async def read_body(request: Request) -> bytes:
    return await request.body()


@app.get("/health")
def health() -> dict:
    return {"status": "ok"}


@app.post("/vectorize")
def vectorize(body: Annotated[bytes, Depends(read_body)]) -> dict:
    with lock:
        try:
            image = Image.open(io.BytesIO(body)).convert("RGB")
        except (OSError, ValueError) as error:
            raise HTTPException(400, "The body is no picture that can be decoded.") from error
        (vectors,) = session.run([tower.output], {tower.input: preprocess(image)})
    vector = vectors[0] / np.linalg.norm(vectors[0])
    return {"vector": vector.tolist()}
