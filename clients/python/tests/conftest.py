"""What the tests work with: a live service, which the environment names, with the sample photos that `photo` finds in it."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from likeness_client import AuthenticatedClient
from likeness_client.types import File

samples = Path(__file__).parents[3] / "samples" / "photos"


@pytest.fixture(scope="session")
def client():
    with AuthenticatedClient(base_url=os.environ["LIKENESS_URL"], token=os.environ["LIKENESS_API_KEY"]) as client:
        yield client


@pytest.fixture
def photo():
    """Reads a sample photo as a new file, which a request uses up."""

    def read(path: str) -> File:
        return File(payload=BytesIO((samples / path).read_bytes()), file_name=Path(path).name, mime_type="image/jpeg")

    return read
