"""Read Qt binary resource files (.rcc), the archives GCompris keeps its pictures in."""

import struct
import zlib

DIRECTORY, COMPRESSED, ZSTD = 2, 1, 4


def files(blob: bytes) -> dict[str, bytes]:
    """Return path -> content of every file in the archive `blob`."""
    if blob[:4] != b"qres":
        raise ValueError("not a Qt resource file")
    version, tree, data, names = struct.unpack(">IIII", blob[4:20])
    # From version 2 on a node carries a modification time too.
    node_size = 22 if version >= 2 else 14
    found: dict[str, bytes] = {}

    def name_at(offset: int) -> str:
        """A name is its length, a hash (4 bytes, unused here) and UTF-16 text."""
        start = names + offset
        (length,) = struct.unpack(">H", blob[start : start + 2])
        return blob[start + 6 : start + 6 + 2 * length].decode("utf-16-be")

    def walk(index: int, parent: str) -> None:
        """Visit the node `index` and all below it."""
        at = tree + index * node_size
        name_offset, flags = struct.unpack(">IH", blob[at : at + 6])
        # The root (node 0) has no name of its own.
        path = f"{parent}/{name_at(name_offset)}".lstrip("/") if index else ""
        if flags & DIRECTORY:
            count, first = struct.unpack(">II", blob[at + 6 : at + 14])
            for child in range(first, first + count):
                walk(child, path)
            return
        if flags & ZSTD:
            return  # only scripts are stored so; the pictures are plain
        (offset,) = struct.unpack(">I", blob[at + 10 : at + 14])
        (length,) = struct.unpack(">I", blob[data + offset : data + offset + 4])
        content = blob[data + offset + 4 : data + offset + 4 + length]
        # Qt puts the unpacked size (4 bytes) before the zlib stream.
        found[path] = zlib.decompress(content[4:]) if flags & COMPRESSED else content

    walk(0, "")
    return found
