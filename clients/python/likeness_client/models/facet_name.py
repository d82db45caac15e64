from typing import Literal

FacetName = Literal["camera", "folder", "format", "tags", "year"]

FACET_NAME_VALUES: set[FacetName] = {
    "camera",
    "folder",
    "format",
    "tags",
    "year",
}


def check_facet_name(value: str) -> FacetName:
    if value in FACET_NAME_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {FACET_NAME_VALUES!r}"
    )
