"""Pictures of many requests in common inference runs: the tuned peer's queue and its runners."""

import asyncio
import math
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Callable

import numpy as np


class Batcher:
    """Gathers up to `batch_max` squares for each call of `run`, of which `runners` may be under way.

    A run waits `wait_s` at most for squares that are being decoded, and not at all when there are none; it leaves the
    runners that are free their share. While all are busy the queue fills by itself.
    """

    def __init__(
        self, run: Callable[[list[np.ndarray]], np.ndarray], batch_max: int, wait_s: float, runners: int
    ) -> None:
        self._run = run
        self._batch_max = batch_max
        self._wait_s = wait_s
        self._free = runners
        self._threads = ThreadPoolExecutor(runners, thread_name_prefix="run")
        self._queue: asyncio.Queue[tuple[np.ndarray, asyncio.Future]] = asyncio.Queue()
        self._gathering = asyncio.Lock()
        self._decoding = 0
        self._tasks = [asyncio.create_task(self._serve()) for _ in range(runners)]

    async def embed(self, decoding: asyncio.Future) -> np.ndarray:
        """The vector of the square that `decoding` comes to; raises what decoding or the run raised."""
        self._decoding += 1
        try:
            square = await decoding
        finally:
            self._decoding -= 1
        vector = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((square, vector))
        return await vector

    def _share(self, taken: int) -> int:
        """How many squares a runner that has `taken` some should run: not all, where another could run the rest."""
        there = taken + self._queue.qsize() + self._decoding
        return min(self._batch_max, math.ceil(there / self._free))

    async def _gather(self) -> list[tuple[np.ndarray, asyncio.Future]]:
        # One runner at a time, so that two do not share between them what one run could take.
        async with self._gathering:
            batch = [await self._queue.get()]
            deadline = asyncio.get_running_loop().time() + self._wait_s
            while len(batch) < self._share(len(batch)):
                if not self._queue.empty():
                    batch.append(self._queue.get_nowait())
                elif self._decoding == 0:
                    break
                else:
                    try:
                        async with asyncio.timeout_at(deadline):
                            batch.append(await self._queue.get())
                    except TimeoutError:
                        break
            self._free -= 1
            return batch

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            batch = await self._gather()
            try:
                vectors = await loop.run_in_executor(self._threads, self._run, [square for square, _ in batch])
            except Exception as error:
                answers = [(future, None, error) for _, future in batch]
            else:
                answers = [(future, vector, None) for (_, future), vector in zip(batch, vectors, strict=True)]
            self._free += 1
            for future, vector, error in answers:
                # A client that went away has cancelled its future.
                if future.done():
                    continue
                if error is None:
                    future.set_result(vector)
                else:
                    future.set_exception(error)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._threads.shutdown()
