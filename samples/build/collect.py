"""Rebuild samples/photos, samples/LICENSES.md and samples/licenses from packages.

Needs Debian 12 (apt-get and dpkg-deb), Python 3.11 and requirements.txt. Nothing is
installed: packages are fetched by name and version, opened in a work folder, and read.

    pip install -r requirements.txt
    python collect.py WORK_FOLDER

A pinned Debian version can leave the archive some day. Then raise it in packages.tsv and
look at the photos and their licence notes again before keeping the result.
"""

import bz2
import csv
import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

import licences
import rcc

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent
PHOTOS = SAMPLES / "photos"

LONG_SIDE = 1024  # enough to look at, and keeps the whole set below 8 MB
COPY_LONG_SIDE = 640  # the deliberate near-duplicate in inbox/ is smaller
QUALITY = 82
FILE_LIMIT = 190_000  # a very detailed photo is stepped down in quality to this
FACE_SIZE = (1024, 768)  # scipy stores its photo as bare RGB bytes

# What to do to an upright picture so that the EXIF orientation tag given as the key
# turns it upright again: the inverse of what a viewer does for that tag.
STORED_TURN = {"6": Image.Transpose.ROTATE_90, "8": Image.Transpose.ROTATE_270}


def table(name: str) -> list[dict[str, str]]:
    """Read one of the tab-separated tables next to this script."""
    with open(HERE / name, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def fetch(package: dict[str, str], work: Path) -> Path:
    """Download one package, open it in a folder of its own and return that folder."""
    name, version = package["package"], package["version"]
    folder, downloads = work / name, work / f"{name}.download"
    if folder.is_dir():
        return folder
    shutil.rmtree(downloads, ignore_errors=True)
    downloads.mkdir(parents=True)
    if package["source"] == "pip":
        # Python version and platform are given because old wheels are asked for.
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--python-version", package["python"]]
        command += ["--platform", package["platform"], "--dest", str(downloads)]
        subprocess.run([*command, f"{name}=={version}"], check=True)
        with zipfile.ZipFile(next(downloads.glob("*.whl"))) as wheel:
            wheel.extractall(folder)
    else:
        command = ["apt-get", "download", "--quiet", f"{name}={version}"]
        subprocess.run(command, check=True, cwd=downloads)
        deb = next(downloads.glob("*.deb"))
        subprocess.run(["dpkg-deb", "--extract", str(deb), str(folder)], check=True)
    return folder


def content(row: dict[str, str], work: Path) -> bytes:
    """Return the bytes of a row's file; `x.rcc:path` means a file in an archive."""
    folder = work / row["package"]
    archive, colon, inner = row["file"].partition(":")
    if not colon:
        return (folder / archive).read_bytes()
    blob = (folder / "usr/share/gcompris-qt/rcc" / archive).read_bytes()
    return rcc.files(blob)[inner]


def upright_srgb(blob: bytes, file: str) -> Image.Image:
    """Decode a picture, turn it upright and bring it to sRGB (or plain grey)."""
    if file.endswith("face.dat"):
        return Image.frombytes("RGB", FACE_SIZE, bz2.decompress(blob))
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(blob)))
    profile = image.info.get("icc_profile")
    if profile and image.mode == "RGB":
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    return image if image.mode == "L" else image.convert("RGB")


def save(image: Image.Image, target: Path, orientation: str) -> None:
    """Write the picture without metadata, except an orientation tag where asked for."""
    # A fresh image carries over neither EXIF nor comments nor colour profiles.
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    options = {}
    if orientation:
        clean = clean.transpose(STORED_TURN[orientation])
        exif = Image.Exif()
        exif[0x0112] = int(orientation)
        options["exif"] = exif  # not passed otherwise: an empty block would be written
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".png":
        clean.save(target, optimize=True)
        return
    for quality in range(QUALITY, 59, -4):
        if target.suffix == ".webp":
            clean.save(target, quality=quality, method=6)
        else:
            clean.save(target, quality=quality, optimize=True, progressive=True, **options)
        if target.stat().st_size <= FILE_LIMIT:
            return


def changes(row: dict[str, str], before: tuple[int, int], after: tuple[int, int]) -> str:
    """Say what was done to the picture; several licences ask for that."""
    steps = []
    if before != after:
        steps.append(f"resized from {before[0]}x{before[1]} to {after[0]}x{after[1]}")
    if Path(row["file"]).suffix != Path(row["target"]).suffix:
        kind = {".jpg": "JPEG", ".png": "PNG", ".webp": "WebP"}
        steps.append("converted to " + kind[Path(row["target"]).suffix])
    else:
        steps.append("re-encoded")
    steps.append("metadata removed")
    if row["orientation"]:
        steps.append(f"stored turned, EXIF orientation {row['orientation']}")
    text = ", ".join(steps)
    return f"{text}; before that, upstream: {row['note']}" if row["note"] else text


def main() -> None:
    """Fetch the packages, then write every photo and the licence papers."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    work = Path(sys.argv[1]).resolve()
    packages = {package["package"]: package for package in table("packages.tsv")}
    for package in packages.values():
        fetch(package, work)
    shutil.rmtree(PHOTOS, ignore_errors=True)
    rows = table("photos.tsv")
    for row in rows:
        image = upright_srgb(content(row, work), row["file"])
        before = image.size
        side = COPY_LONG_SIDE if row["target"].startswith("inbox/") else LONG_SIDE
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        save(image, PHOTOS / row["target"], row["orientation"])
        row["changes"] = changes(row, before, image.size)
        row["version"] = packages[row["package"]]["version"]
    licences.write_table(rows, SAMPLES / "LICENSES.md")
    licences.write_texts({row["licence"] for row in rows}, work, SAMPLES / "licenses")
    total = sum(path.stat().st_size for path in PHOTOS.rglob("*") if path.is_file())
    print(f"{len(rows)} photos, {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
