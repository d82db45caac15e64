"""Reader for WordNet 3.0's nouns. ImageNet's class id n02110063 *is* the noun at offset 02110063."""

from dataclasses import dataclass
from pathlib import Path

_HYPERNYM_POINTERS = ("@", "@i")


@dataclass(frozen=True)
class Synset:
    """One sense: its lemmas, the offsets of its hypernyms, its definition without examples."""

    lemmas: tuple[str, ...]
    hypernyms: tuple[str, ...]
    definition: str


def _parse(line: str) -> tuple[str, Synset]:
    """One line of data.noun (the format is described in WordNet's wndb(5) manual page)."""
    data, _, gloss = line.partition(" | ")
    fields = data.split()
    lemma_count = int(fields[3], 16)
    lemmas = tuple(fields[4 + 2 * i].replace("_", " ") for i in range(lemma_count))
    start = 5 + 2 * lemma_count
    pointers = [fields[start + 4 * i:start + 4 * i + 3] for i in range(int(fields[start - 1]))]
    hypernyms = tuple(target for kind, target, part_of_speech in pointers
                      if kind in _HYPERNYM_POINTERS and part_of_speech == "n")
    definition = gloss.split('; "')[0].strip().rstrip(";")
    return fields[0], Synset(lemmas, hypernyms, definition)


def read_nouns(path: Path) -> dict[str, Synset]:
    """All noun synsets by their eight-digit offset."""
    nouns = {}
    with open(path, encoding="latin-1") as lines:
        for line in lines:
            if not line.startswith("  "):  # the licence at the head is indented
                offset, synset = _parse(line)
                nouns[offset] = synset
    return nouns
