from typing import Literal

ImportStatus = Literal["created", "failed", "unchanged", "updated"]

IMPORT_STATUS_VALUES: set[ImportStatus] = {
    "created",
    "failed",
    "unchanged",
    "updated",
}


def check_import_status(value: str) -> ImportStatus:
    if value in IMPORT_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {IMPORT_STATUS_VALUES!r}"
    )
