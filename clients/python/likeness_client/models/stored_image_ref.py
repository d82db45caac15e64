from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="StoredImageRef")


@_attrs_define
class StoredImageRef:
    """A picture that is stored already.

    Attributes:
        image_id (str): The id of an image: the client’s own, or made from the path.
    """

    image_id: str

    def to_dict(self) -> dict[str, Any]:
        image_id = self.image_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "image_id": image_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        image_id = d.pop("image_id")

        stored_image_ref = cls(
            image_id=image_id,
        )

        return stored_image_ref
