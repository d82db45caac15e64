from typing import Literal

FileOrigin = Literal["ingest", "upload"]

FILE_ORIGIN_VALUES: set[FileOrigin] = {
    "ingest",
    "upload",
}


def check_file_origin(value: str) -> FileOrigin:
    if value in FILE_ORIGIN_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {FILE_ORIGIN_VALUES!r}"
    )
