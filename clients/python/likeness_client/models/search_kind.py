from typing import Literal

SearchKind = Literal["approximate", "exact"]

SEARCH_KIND_VALUES: set[SearchKind] = {
    "approximate",
    "exact",
}


def check_search_kind(value: str) -> SearchKind:
    if value in SEARCH_KIND_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEARCH_KIND_VALUES!r}"
    )
