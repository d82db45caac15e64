from typing import Literal

Orientation = Literal["landscape", "portrait", "square"]

ORIENTATION_VALUES: set[Orientation] = {
    "landscape",
    "portrait",
    "square",
}


def check_orientation(value: str) -> Orientation:
    if value in ORIENTATION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {ORIENTATION_VALUES!r}"
    )
