"""Writers for what Pillow reads but does not write: 16-bit and interlaced PNG, APNG, 16-bit TIFF, ICC profiles."""

import struct
import zlib

import numpy as np

# (first column, first row, step of columns, step of rows) of the seven passes, PNG specification 8.2.
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Length, kind, data, checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_rows(samples: np.ndarray) -> bytes:
    """The rows of a picture, each filtered by the difference to the row above (type 2), big-endian."""
    depth = samples.dtype.itemsize
    rows = samples.astype(f">u{depth}").reshape(len(samples), -1).view(np.uint8)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    return b"".join(b"\2" + row.tobytes() for row in rows - above)


def png(samples: np.ndarray, icc: bytes | None = None, interlaced: bool = False, extra: bytes = b"") -> bytes:
    """A PNG of uint8 or uint16 samples [height, width] or [height, width, 2 to 4]; `extra` are chunks before the data."""
    height, width = samples.shape[:2]
    colour_type = {1: 0, 2: 4, 3: 2, 4: 6}[1 if samples.ndim == 2 else samples.shape[2]]
    header = struct.pack(">IIBBBBB", width, height, samples.dtype.itemsize * 8, colour_type, 0, 0, interlaced)
    passes = [samples[y::dy, x::dx] for x, y, dx, dy in ADAM7] if interlaced else [samples]
    data = zlib.compress(b"".join(png_rows(part) for part in passes if part.size), 9)
    profile = png_chunk(b"iCCP", b"profile\0\0" + zlib.compress(icc, 9)) if icc else b""
    chunks = png_chunk(b"IHDR", header) + profile + extra + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def tiff16(samples: np.ndarray, icc: bytes | None = None) -> bytes:
    """An uncompressed little-endian TIFF of uint16 samples [height, width] or [height, width, 3]."""
    height, width = samples.shape[:2]
    bands = 1 if samples.ndim == 2 else samples.shape[2]
    data = samples.astype("<u2").tobytes()
    entries = 11 if icc else 10
    # The header, the directory, the bits of each band, the profile, the samples.
    bits_at = 8 + 2 + 12 * entries + 4
    icc_at = bits_at + 8
    data_at = icc_at + (len(icc) + 1 & ~1 if icc else 0)
    short, long, undefined = 3, 4, 7
    tags = [
        (256, long, 1, width),
        (257, long, 1, height),
        (258, short, bands, 16 if bands == 1 else bits_at),
        (259, short, 1, 1),
        (262, short, 1, 1 if bands == 1 else 2),
        (273, long, 1, data_at),
        (277, short, 1, bands),
        (278, long, 1, height),
        (279, long, 1, len(data)),
        (284, short, 1, 1),
    ]
    if icc:
        tags.append((34675, undefined, len(icc), icc_at))
    directory = struct.pack("<H", entries) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    head = b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<4H", 16, 16, 16, 0)
    return head + (icc or b"").ljust(data_at - icc_at, b"\0") + data


def fixed(*numbers: float) -> bytes:
    """Numbers as s15Fixed16, the ICC specification's fixed-point format."""
    return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)


def icc_profile(colours: bytes, device: bytes, pcs: bytes, tags: dict[bytes, bytes]) -> bytes:
    """An ICC profile of version 2.4: `colours` its colour space, `device` its class, `pcs` its connection space."""
    text = b"desc" + bytes(4) + struct.pack(">I", 7) + b"parity\0" + bytes(78)
    tags = {b"desc": text, b"cprt": b"text" + bytes(4) + b"No rights reserved.\0", **tags}
    white = fixed(0.9642, 1, 0.8249)
    tags.setdefault(b"wtpt", b"XYZ " + bytes(4) + white)
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data.ljust(len(data) + 3 & ~3, b"\0")
    head = struct.pack(">I4sI4s4s4s", at + len(body), b"none", 0x02400000, device, colours, pcs)
    date = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    head += date + b"acsp" + bytes(28) + white
    return head.ljust(128, b"\0") + table + body


def curve(gamma: float) -> bytes:
    """A tone curve that is a power; gamma 0 stands for sRGB's own curve, as a table."""
    if gamma:
        return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))
    x = np.arange(1024) / 1023
    y = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)
    return b"curv" + bytes(4) + struct.pack(">I", 1024) + np.rint(y * 65535).astype(">u2").tobytes()


def rgb_profile(primaries: tuple[tuple[float, float, float], ...], gamma: float) -> bytes:
    """A display's profile from the XYZ of its red, green and blue, adapted to D50, and its tone curve."""
    tags = {}
    for letter, xyz in zip(b"rgb", primaries, strict=True):
        tags[bytes([letter]) + b"XYZ"] = b"XYZ " + bytes(4) + fixed(*xyz)
        tags[bytes([letter]) + b"TRC"] = curve(gamma)
    return icc_profile(b"RGB ", b"mntr", b"XYZ ", tags)


def grey_profile(gamma: float) -> bytes:
    """A greyscale profile."""
    return icc_profile(b"GRAY", b"mntr", b"XYZ ", {b"kTRC": curve(gamma)})


# D50-adapted primaries: Display P3 from its profile as published by its maker, Adobe RGB (1998) from its specification.
DISPLAY_P3 = ((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407))
ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))


def cmyk_profile() -> bytes:
    """A printer's profile, CMYK to Lab by a table of 9 steps an ink (ICC `mft2`), in both rendering intents.

    The inks are made up: each takes its share of linear red, green and blue, the black a part of all. Only the way to
    Lab is given, as nothing is printed here.
    """
    steps = np.linspace(0, 1, 9)
    c, m, y, k = np.meshgrid(steps, steps, steps, steps, indexing="ij")
    light = np.stack([(1 - 0.93 * c) * (1 - 0.1 * m), (1 - 0.9 * m) * (1 - 0.25 * c), (1 - 0.88 * y) * (1 - 0.3 * m)], -1)
    light = light * (1 - 0.96 * k[..., None])
    to_xyz = np.array([[0.4361, 0.3851, 0.1431], [0.2225, 0.7169, 0.0606], [0.0139, 0.0971, 0.7142]])
    ratio = light @ to_xyz.T / np.array([0.9642, 1, 0.8249])
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    lab = np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)
    # The 16-bit encoding of version 2: L from 0 to 0xff00, a and b from -128 to 127 + 255 / 256.
    coded = np.rint(np.clip(lab * [652.8, 256, 256] + [0, 32768, 32768], 0, 65535)).astype(">u2")
    straight = struct.pack(">HH", 0, 65535)
    head = b"mft2" + bytes(4) + struct.pack(">BBBx", 4, 3, 9) + fixed(1, 0, 0, 0, 1, 0, 0, 0, 1) + struct.pack(">HH", 2, 2)
    table = head + straight * 4 + coded.tobytes() + straight * 3
    return icc_profile(b"CMYK", b"prtr", b"Lab ", {b"A2B0": table})
