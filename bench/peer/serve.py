"""Serves a peer for start-peer.ts: `python serve.py plain|tuned`, on a free loopback port, in one process.

Writes its address as the only line of its standard output, before it answers there. Ends when its standard input
does, which is when its parent is gone, however that ended.
"""

import os
import socket
import sys
import threading

import uvicorn


def end_with_parent() -> None:
    # Not through sys.stdin, of which a thread at its read would hold up the interpreter's own end.
    while os.read(0, 1024):
        pass
    os._exit(0)


kind = sys.argv[1]
threading.Thread(target=end_with_parent, daemon=True).start()

# Bound here and not by uvicorn, so that the port is known; the loop and the parser are its own choice: uvloop, httptools.
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
config = uvicorn.Config(f"{kind}:app", log_level="warning", access_log=False)
server = uvicorn.Server(config)
print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
server.run(sockets=[listener])
