"""Write LICENSES.md and the full licence texts, taken from the packages themselves."""

import re
from pathlib import Path

PUBLIC_DOMAIN = "LicenseRef-public-domain"

# Licence -> package and file that hold its full text. A Debian copyright file holds many
# texts; there the paragraph "License: NAME" is taken.
GCOMPRIS = ("gcompris-qt-data", "usr/share/doc/gcompris-qt-data/copyright")
LOMIRI = ("lomiri-wallpapers-16.04", "usr/share/doc/lomiri-wallpapers-16.04/copyright")
COMMON = "usr/share/common-licenses/"
TEXTS = {
    "CC0-1.0": ("base-files", COMMON + "CC0-1.0"),
    "CC-BY-2.0": GCOMPRIS,
    "CC-BY-4.0": LOMIRI,
    "CC-BY-SA-4.0": GCOMPRIS,
    "GPL-2.0-or-later": ("base-files", COMMON + "GPL-2"),
    "LGPL-3.0-only": ("base-files", COMMON + "LGPL-3"),
    # The LGPL 3 is a set of exceptions to the GPL 3, so that text goes with it.
    "GPL-3.0-only": ("base-files", COMMON + "GPL-3"),
}

HEAD = """# Authors and licences of the sample photos

Every photo under `photos/` comes from a published package and keeps its own licence; the
licence of the program does not apply to them. Licences are SPDX identifiers;
`LicenseRef-public-domain` means that the package, or the page it names, states that the
picture is in the public domain or without known copyright restrictions. Full texts are in
`licenses/`. The changed photos are offered under the same licence as their originals; for
the GPL and LGPL ones the package named in the table holds the original file. No author
or rights holder endorses this project. Nothing here licenses the privacy or
publicity rights of people shown, nor trademarks.

How each licence is known:

- `scikit-image`: the notes on each picture in `skimage/data/_fetchers.py`.
- `scikit-learn`: `sklearn/datasets/images/README.txt`. It names one author for both
  pictures but links the flower to the Flickr account "vultilion", credited here.
- `scipy`: the notes on `face` in `scipy/misc/common.py`, which name a site of
  public-domain pictures.
- `gcompris-qt-data`: the `README` beside the pictures in each `.rcc` archive.
- `lomiri-wallpapers-16.04`, `mate-backgrounds`: the Debian copyright file, per picture.
- `palapeli-data`: the `.desktop` file beside each picture.
- `plasma-workspace-wallpapers`: author and licence ("LGPLv3") in each `metadata.json`. The
  Debian copyright file says GPL-2+ for the package as a whole.

"""
COLUMNS = "| Photo | What is seen | Author | Licence | Package and file | Changes |\n"


def cell(text: str) -> str:
    """Make a text safe inside a table cell."""
    return text.replace("|", "\\|")


def write_table(rows: list[dict[str, str]], target: Path) -> None:
    """Write LICENSES.md, one row a photo."""
    lines = [HEAD, COLUMNS, "| --- | --- | --- | --- | --- | --- |\n"]
    for row in rows:
        source = f"{row['package']} {row['version']}: `{row['file']}`"
        if row["origin"]:
            source += f" ([origin](<{row['origin']}>))"
        cells = [f"`photos/{row['target']}`", row["title"], row["author"], row["licence"]]
        lines.append("| " + " | ".join(map(cell, [*cells, source, row["changes"]])) + " |\n")
    target.write_text("".join(lines), encoding="utf-8")


def paragraph(text: str, name: str) -> str:
    """Return the stand-alone paragraph "License: NAME" of a Debian copyright file."""
    bodies = re.findall(rf"^License: {re.escape(name)}\n((?: .*\n?)+)", text, re.M)
    # Stand-alone paragraphs come with the full text, so the longest body is the one.
    body = max(bodies, key=len)
    return "".join("\n" if line == " ." else line[1:] + "\n" for line in body.splitlines())


def write_texts(used: set[str], work: Path, folder: Path) -> None:
    """Write the full text of every licence in use."""
    folder.mkdir(parents=True, exist_ok=True)
    names = used - {PUBLIC_DOMAIN}
    if "LGPL-3.0-only" in names:
        names.add("GPL-3.0-only")
    for name in sorted(names):
        package, file = TEXTS[name]
        text = (work / package / file).read_text(encoding="utf-8")
        if file.endswith("/copyright"):
            text = paragraph(text, name)
        (folder / f"{name}.txt").write_text(text.rstrip() + "\n", encoding="utf-8")
