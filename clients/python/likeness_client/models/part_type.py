from typing import Literal

PartType = Literal["image", "text", "vector"]

PART_TYPE_VALUES: set[PartType] = {
    "image",
    "text",
    "vector",
}


def check_part_type(value: str) -> PartType:
    if value in PART_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PART_TYPE_VALUES!r}")
