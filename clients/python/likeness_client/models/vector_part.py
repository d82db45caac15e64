from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="VectorPart")


@_attrs_define
class VectorPart:
    """
    Attributes:
        vector (list[float]): As many numbers as the model’s vectors have; of any length but 0.
        weight (float | Unset): How much the part counts beside the others; below 0 it pushes away. Default: 1.0.
    """

    vector: list[float]
    weight: float | Unset = 1.0

    def to_dict(self) -> dict[str, Any]:
        vector = self.vector

        weight = self.weight

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "vector": vector,
            }
        )
        if weight is not UNSET:
            field_dict["weight"] = weight

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        vector = cast(list[float], d.pop("vector"))

        weight = d.pop("weight", UNSET)

        vector_part = cls(
            vector=vector,
            weight=weight,
        )

        return vector_part
