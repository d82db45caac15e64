"""The English texts that stand for each of ImageNet's 1000 classes."""

import json
from dataclasses import dataclass
from pathlib import Path

from class_context import CONTEXT, PICTURED_SENSES
from wordnet import Synset, read_nouns

CLASSES = 1000


@dataclass(frozen=True)
class ImageClass:
    """One class: ImageNet's id, a short name, its WordNet 3.0 sense, and its added contexts."""

    wordnet_id: str
    name: str
    hypernym: str
    definition: str
    contexts: tuple[str, ...]

    def own_texts(self) -> list[str]:
        """What the class itself is; the definition does the most work."""
        photo = f"a photo of {with_article(self.name)}"
        return [
            photo,
            f"{photo}, a kind of {self.hypernym}",
            f"{self.name}: {self.definition.split(';')[0]}",
        ]


def with_article(name: str) -> str:
    """`name` behind "a" or "an", unless it brings its own."""
    if name.startswith(("a ", "an ")):
        return name
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


def contexts_by_name(names: set[str]) -> dict[str, list[str]]:
    """Class name -> what else its pictures show, from the reviewed table."""
    contexts = {}
    for text, listed in CONTEXT.items():
        for name in listed.split(", "):
            if name not in names:
                raise ValueError(f"the context {text!r} names {name!r}, which is no class")
            contexts.setdefault(name, []).append(text)
    return contexts


def _checked_synset(wordnet_id: str, label: str, nouns: dict[str, Synset]) -> Synset:
    """The sense behind ImageNet's id, after making sure that it has exactly ImageNet's words."""
    synset = nouns[wordnet_id[1:]]
    if ", ".join(synset.lemmas).lower() != label.lower():
        raise ValueError(f"{wordnet_id}: WordNet has {synset.lemmas}, ImageNet has {label!r}")
    return nouns[PICTURED_SENSES.get(wordnet_id, wordnet_id[1:])]


def read_classes(class_folder: Path, noun_file: Path) -> list[ImageClass]:
    """The classes in the classifier's order, each joined to its own sense by WordNet offset."""
    def table(name):
        return json.loads((class_folder / name).read_text(encoding="utf-8"))

    names, ids = table("imagenet1k_clean_names.json"), table("imagenet1k_to_21k.json")
    labels = table("imagenet1k_label_to_names.json")
    unknown = set(PICTURED_SENSES) - set(ids.values())
    if unknown:
        raise ValueError(f"pictured senses of no class: {unknown}")
    contexts, nouns, classes = contexts_by_name(set(names)), read_nouns(noun_file), []
    for number in range(CLASSES):
        wordnet_id = ids[str(number)]
        synset = _checked_synset(wordnet_id, labels[str(number)], nouns)
        classes.append(ImageClass(
            wordnet_id, names[number], nouns[synset.hypernyms[0]].lemmas[0], synset.definition,
            tuple(contexts.get(names[number], ())),
        ))
    return classes
