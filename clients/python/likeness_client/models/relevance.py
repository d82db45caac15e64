from typing import Literal

Relevance = Literal["all", "auto"]

RELEVANCE_VALUES: set[Relevance] = {
    "all",
    "auto",
}


def check_relevance(value: str) -> Relevance:
    if value in RELEVANCE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {RELEVANCE_VALUES!r}")
