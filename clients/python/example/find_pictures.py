"""Adds the pictures that are named, then finds those like some words:

LIKENESS_URL=http://127.0.0.1:3000 LIKENESS_API_KEY=… python example/find_pictures.py 'a cup of coffee' photo.jpg …
"""

import os
import sys
from pathlib import Path

from likeness_client import AuthenticatedClient, Client
from likeness_client.api.images import add_images
from likeness_client.api.search import search_by_text
from likeness_client.models import AddImagesForm, AddImagesResult, ImageMetadata, Problem, SearchResult, TextSearch
from likeness_client.types import File


def main(query: str = "a cup of coffee", *paths: str) -> None:
    url = os.environ.get("LIKENESS_URL", "http://127.0.0.1:3000")
    key = os.environ.get("LIKENESS_API_KEY")
    with AuthenticatedClient(base_url=url, token=key) if key else Client(base_url=url) as client:
        for path in map(Path, paths):
            with path.open("rb") as payload:
                form = AddImagesForm([File(payload, path.name)], [ImageMetadata(tags=["example"])])
                added = add_images.sync(client=client, body=form)
            if isinstance(added, AddImagesResult):
                print(f"{path}: {added.results[0].status}")
            elif isinstance(added, Problem):
                print(f"{path}: {added.detail}")
        found = search_by_text.sync(client=client, body=TextSearch(query, k=5))
        if not isinstance(found, SearchResult):
            sys.exit(f"The service refused: {found}")
        for hit in found.hits:
            print(f"{hit.score:.3f} {hit.relative_path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
