from typing import Literal

AddStatus = Literal["created", "failed", "moved", "unchanged", "updated"]

ADD_STATUS_VALUES: set[AddStatus] = {
    "created",
    "failed",
    "moved",
    "unchanged",
    "updated",
}


def check_add_status(value: str) -> AddStatus:
    if value in ADD_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {ADD_STATUS_VALUES!r}"
    )
