from typing import Literal

Collapse = Literal["near_duplicates"]

COLLAPSE_VALUES: set[Collapse] = {
    "near_duplicates",
}


def check_collapse(value: str) -> Collapse:
    if value in COLLAPSE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {COLLAPSE_VALUES!r}")
