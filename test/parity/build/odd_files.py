"""The odd picture files whose decoding is compared: every kind that the service takes, made in code."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from file_formats import (
    ADOBE_RGB,
    DISPLAY_P3,
    cmyk_profile,
    grey_profile,
    png,
    png_chunk,
    rgb_profile,
    tiff16,
)
from scenes import checkerboard, opacity, scene, scene16, zone_plate

ORIENTATION = 0x0112
P3 = rgb_profile(DISPLAY_P3, 0)
ADOBE = rgb_profile(ADOBE_RGB, 2.19921875)


def encode(picture: Image.Image, format: str, **options) -> bytes:
    """The picture as a file of that format."""
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def jpeg(picture: Image.Image, quality: int = 88, **options) -> bytes:
    """The picture as a JPEG; Pillow halves the colours' resolution unless told otherwise."""
    return encode(picture, "JPEG", quality=quality, **options)


def turned(orientation: int, format: str = "JPEG", size: tuple[int, int] = (361, 270), **options) -> bytes:
    """The scene with an EXIF orientation, so that it is seen turned or mirrored."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    # An odd rest beside the square, so that a crop rounded to the wrong side shows.
    return encode(scene(*size, orientation), format, exif=exif, **options)


def clear(width: int, height: int, seed: int) -> Image.Image:
    """The scene with an alpha channel: RGBA."""
    picture = scene(width, height, seed)
    picture.putalpha(Image.fromarray(opacity(width, height)))
    return picture


def grey_clear(width: int, height: int, seed: int) -> Image.Image:
    """The scene in grey with an alpha channel: LA."""
    return Image.merge("LA", (scene(width, height, seed).convert("L"), Image.fromarray(opacity(width, height))))


def animation(format: str, size: tuple[int, int] = (260, 200), **options) -> bytes:
    """Three scenes as one animated file; the first counts."""
    first, *rest = (scene(*size, 70 + i) for i in range(3))
    return encode(first, format, save_all=True, append_images=rest, duration=80, loop=0, **options)


def cmyk(seed: int, profile: bytes | None = None, size: tuple[int, int] = (300, 230), **options) -> bytes:
    """The scene in four inks. As JPEG they are inverted and have an Adobe segment, as from Photoshop."""
    picture = scene(*size, seed).convert("CMYK")
    # Pillow's conversion leaves black out; a third of the common part of the inks is moved to it.
    inks = np.asarray(picture).astype(int)
    black = inks[..., :3].min(axis=2) // 3
    inks[..., :3] -= black[..., None]
    inks[..., 3] = black
    moved = Image.fromarray(inks.astype(np.uint8), "CMYK")
    return encode(moved, options.pop("format", "JPEG"), icc_profile=profile, **options)


def palette_clear() -> bytes:
    """A palette of 64 colours, the first of them clear and each more opaque than the one before."""
    colours = scene(280, 220, 31).quantize(64)
    return encode(colours, "PNG", transparency=bytes(min(255, i * 8) for i in range(64)))


def colour_key() -> bytes:
    """RGB in which one colour, by number, is clear (tRNS of colour type 2)."""
    picture = np.array(scene(240, 200, 33))
    picture[40:120, 60:160] = (10, 200, 30)
    return png(picture, extra=png_chunk(b"tRNS", bytes([0, 10, 0, 200, 0, 30])))


def stripes(width: int, height: int, orientation: int = 1) -> bytes:
    """Lines of one pixel: what a resize without care turns into broad false ones."""
    rows = np.zeros((height, width), np.uint8)
    rows[:, ::2] = 255
    rows[: height // 2] = 0
    rows[: height // 2 : 3] = 255
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return encode(Image.fromarray(rows).convert("1"), "PNG", optimize=True, exif=exif)


def large() -> bytes:
    """12 megapixels with the noise of a sensor: most of what a resize averages away."""
    picture = np.asarray(scene(4000, 3000, 90, finest=768)).astype(np.int16)
    noise = np.random.default_rng(90).integers(-6, 7, (3000, 4000, 1), dtype=np.int16)
    return jpeg(Image.fromarray(np.clip(picture + noise, 0, 255).astype(np.uint8)), 60)


Make = Callable[[], bytes]

FILES: dict[str, tuple[str, Make]] = {
    **{f"exif-{i}.jpg": ("EXIF orientation", lambda i=i: turned(i, quality=88)) for i in range(1, 9)},
    "exif-6.png": ("EXIF orientation", lambda: turned(6, "PNG", size=(201, 150))),
    "exif-8.webp": ("EXIF orientation", lambda: turned(8, "WEBP", quality=85)),
    "exif-8-large.jpg": ("EXIF orientation", lambda: turned(8, size=(1400, 1001), quality=75)),
    "exif-5.tif": ("EXIF orientation", lambda: turned(5, "TIFF", compression="tiff_adobe_deflate", size=(181, 132))),
    "display-p3.jpg": ("ICC profile", lambda: jpeg(scene(300, 230, 11), icc_profile=P3)),
    "adobe-rgb.jpg": ("ICC profile", lambda: jpeg(scene(300, 230, 12), icc_profile=ADOBE)),
    "display-p3.png": ("ICC profile", lambda: png(np.asarray(scene(240, 200, 13)), icc=P3)),
    "display-p3-alpha.png": ("ICC profile", lambda: png(np.asarray(clear(240, 200, 14)), icc=P3)),
    "adobe-rgb.webp": ("ICC profile", lambda: encode(scene(300, 230, 15), "WEBP", quality=85, icc_profile=ADOBE)),
    "adobe-rgb.tif": (
        "ICC profile",
        lambda: encode(scene(170, 130, 16), "TIFF", compression="tiff_adobe_deflate", icc_profile=ADOBE),
    ),
    "display-p3.avif": ("ICC profile", lambda: encode(scene(300, 230, 17), "AVIF", quality=80, icc_profile=P3)),
    "grey-gamma-1.8.jpg": (
        "ICC profile",
        lambda: jpeg(scene(300, 230, 18).convert("L"), icc_profile=grey_profile(1.8)),
    ),
    "grey-gamma-1.8.png": (
        "ICC profile",
        lambda: png(np.asarray(scene(240, 200, 19).convert("L")), icc=grey_profile(1.8)),
    ),
    "cmyk.jpg": ("CMYK", lambda: cmyk(21, quality=90)),
    "cmyk-profile.jpg": ("CMYK", lambda: cmyk(22, cmyk_profile(), quality=90)),
    "cmyk.tif": ("CMYK", lambda: cmyk(23, size=(170, 130), format="TIFF", compression="tiff_lzw")),
    "cmyk-profile.tif": ("CMYK", lambda: cmyk(24, cmyk_profile(), size=(170, 130), format="TIFF", compression="tiff_adobe_deflate")),
    "rgba.png": ("alpha", lambda: encode(clear(230, 190, 25), "PNG")),
    "grey-alpha.png": ("alpha", lambda: encode(grey_clear(280, 220, 26), "PNG")),
    "rgba-large.png": ("alpha", lambda: encode(clear(420, 520, 27).quantize(96), "PNG")),
    "half-clear.png": ("alpha", lambda: encode(Image.new("RGBA", (300, 200), (200, 30, 60, 128)), "PNG")),
    "rgba-lossy.webp": ("alpha", lambda: encode(clear(400, 300, 28), "WEBP", quality=85)),
    "rgba-lossless.webp": ("alpha", lambda: encode(clear(260, 230, 29), "WEBP", lossless=True)),
    "rgba.tif": ("alpha", lambda: encode(clear(170, 140, 30), "TIFF", compression="tiff_lzw")),
    "rgba.avif": ("alpha", lambda: encode(clear(300, 230, 32), "AVIF", quality=80)),
    "palette-clear.png": ("alpha", palette_clear),
    "colour-key.png": ("alpha", colour_key),
    "palette.png": ("palette", lambda: encode(scene(320, 240, 34).quantize(200), "PNG")),
    "palette-16.png": ("palette", lambda: encode(scene(320, 240, 35).quantize(16), "PNG", bits=4)),
    "still.gif": ("palette", lambda: encode(scene(300, 230, 36), "GIF")),
    "grey.jpg": ("greyscale", lambda: jpeg(scene(320, 240, 41).convert("L"))),
    "grey.png": ("greyscale", lambda: encode(scene(280, 220, 42).convert("L"), "PNG")),
    "grey.tif": ("greyscale", lambda: encode(scene(230, 180, 43).convert("L"), "TIFF", compression="tiff_lzw")),
    "one-bit.png": ("greyscale", lambda: encode(scene(900, 700, 44).convert("1"), "PNG", optimize=True)),
    "rgb16.png": ("16-bit", lambda: png(scene16(140, 110, 51))),
    "rgba16.png": ("16-bit", lambda: png(np.dstack([scene16(130, 100, 52), opacity(130, 100).astype(np.uint16) * 257]))),
    "grey16.png": ("16-bit", lambda: png(scene16(230, 190, 53)[..., 1])),
    "rgb16-display-p3.png": ("16-bit", lambda: png(scene16(140, 110, 54), icc=P3)),
    "grey16-gamma-1.8.png": (
        "16-bit",
        lambda: png(scene16(200, 160, 58)[..., 1], icc=grey_profile(1.8)),
    ),
    "rgb16-adobe-rgb.tif": ("16-bit", lambda: tiff16(scene16(130, 100, 55), icc=ADOBE)),
    "rgb16.tif": ("16-bit", lambda: tiff16(scene16(130, 100, 56))),
    "grey16.tif": ("16-bit", lambda: tiff16(scene16(180, 150, 57)[..., 1])),
    "animated.gif": ("animated", lambda: animation("GIF")),
    "animated.webp": ("animated", lambda: animation("WEBP", quality=80)),
    "animated.png": ("animated", lambda: animation("PNG", size=(150, 120))),
    "wide.png": ("extreme ratio", lambda: encode(scene(3000, 40, 61).quantize(64), "PNG")),
    "tall.png": ("extreme ratio", lambda: encode(scene(40, 3000, 62).quantize(64), "PNG")),
    "wide.jpg": ("extreme ratio", lambda: jpeg(scene(3000, 60, 63))),
    "one-pixel.png": ("small", lambda: encode(Image.new("RGB", (1, 1), (51, 102, 204)), "PNG")),
    "seven-by-five.png": ("small", lambda: encode(scene(7, 5, 64), "PNG")),
    "thumbnail.jpg": ("small", lambda: jpeg(scene(100, 75, 65))),
    "same-size.jpg": ("small", lambda: jpeg(scene(224, 224, 66))),
    "one-off.png": ("small", lambda: encode(scene(225, 223, 67, finest=96), "PNG")),
    "progressive.jpg": ("JPEG", lambda: jpeg(scene(600, 450, 81), progressive=True)),
    "444.jpg": ("JPEG", lambda: jpeg(scene(400, 300, 82), subsampling=0)),
    "422.jpg": ("JPEG", lambda: jpeg(scene(401, 301, 83), subsampling=1)),
    "420.jpg": ("JPEG", lambda: jpeg(scene(401, 301, 84), subsampling=2)),
    "quality-25.jpg": ("JPEG", lambda: jpeg(scene(640, 480, 85), 25)),
    "medium.jpg": ("JPEG", lambda: jpeg(scene(1280, 960, 86, finest=768), 85)),
    "large.jpg": ("JPEG", large),
    "interlaced.png": ("other formats", lambda: png(np.asarray(scene(250, 210, 87)), interlaced=True)),
    "lossy.webp": ("other formats", lambda: encode(scene(500, 375, 91), "WEBP", quality=80)),
    "lossless.webp": ("other formats", lambda: encode(scene(260, 230, 92), "WEBP", lossless=True)),
    "420.avif": ("other formats", lambda: encode(scene(500, 375, 93), "AVIF", quality=75)),
    "444.avif": ("other formats", lambda: encode(scene(400, 300, 94), "AVIF", quality=75, subsampling="4:4:4")),
    "deflate.tif": ("other formats", lambda: encode(scene(170, 130, 95), "TIFF", compression="tiff_adobe_deflate")),
    "jpeg.tif": ("other formats", lambda: encode(scene(320, 240, 96), "TIFF", compression="jpeg")),
    "checkerboard.png": ("finest detail", lambda: encode(Image.fromarray(checkerboard(1001, 777, 1)).convert("1"), "PNG")),
    "checkerboard-3.png": ("finest detail", lambda: encode(Image.fromarray(checkerboard(2000, 1500, 3)).convert("1"), "PNG")),
    "zone-plate.png": ("finest detail", lambda: encode(Image.fromarray(zone_plate(400) // 8 * 8), "PNG")),
    "zone-plate-large.png": (
        "finest detail",
        lambda: encode(Image.fromarray((zone_plate(1300) > 127).astype(np.uint8) * 255).convert("1"), "PNG", optimize=True),
    ),
    "stripes.png": ("finest detail", lambda: stripes(3000, 2200)),
    "stripes-19-megapixels.png": ("finest detail", lambda: stripes(4600, 4400)),
    "stripes-19-megapixels-turned.png": ("finest detail", lambda: stripes(4600, 4400, 6)),
}

# Taken as they are: only photos without conditions (CC0 or public domain, samples/LICENSES.md), as goldens are copies.
PHOTOS = [
    "animals/chelsea-cat.jpg",
    "animals/crab.jpg",
    "animals/german-shepherd.jpg",
    "animals/hedgehog.jpg",
    "animals/kingfisher.jpg",
    "animals/koala.jpg",
    "animals/red-panda.webp",
    "animals/scarlet-macaw.jpg",
    "animals/sheep.jpg",
    "city/bridge-at-night.jpg",
    "city/lincoln-memorial.jpg",
    "city/statue-of-liberty.jpg",
    "food/citrus-slices.jpg",
    "food/coffee-cup.jpg",
    "inbox/kingfisher-copy.jpg",
    "nature/dandelions.jpg",
    "objects/greek-coins.png",
    "people/astronaut.jpg",
    "people/mariachi-band.jpg",
    "space/hubble-deep-field.jpg",
    "travel/great-wall.jpg",
    "travel/machu-picchu.jpg",
    "travel/mont-saint-michel.jpg",
    "travel/neuschwanstein.jpg",
]


def write_files(folder: Path) -> list[tuple[str, str]]:
    """Writes every file and returns (name, kind) of each, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (_, make) in FILES.items():
        (folder / name).write_bytes(make())
    return [(name, kind) for name, (kind, _) in FILES.items()]
