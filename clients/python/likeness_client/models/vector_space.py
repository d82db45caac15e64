from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="VectorSpace")


@_attrs_define
class VectorSpace:
    """What makes vectors comparable.

    Attributes:
        id (str):
        image_tower_sha256 (str):
        preprocessing (str):
        dims (int):
    """

    id: str
    image_tower_sha256: str
    preprocessing: str
    dims: int

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        image_tower_sha256 = self.image_tower_sha256

        preprocessing = self.preprocessing

        dims = self.dims

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "image_tower_sha256": image_tower_sha256,
                "preprocessing": preprocessing,
                "dims": dims,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        id = d.pop("id")

        image_tower_sha256 = d.pop("image_tower_sha256")

        preprocessing = d.pop("preprocessing")

        dims = d.pop("dims")

        vector_space = cls(
            id=id,
            image_tower_sha256=image_tower_sha256,
            preprocessing=preprocessing,
            dims=dims,
        )

        return vector_space
