from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.base_64_image import Base64Image
    from ..models.stored_image_ref import StoredImageRef


T = TypeVar("T", bound="ImageToVectorize")


@_attrs_define
class ImageToVectorize:
    """
    Attributes:
        image (Base64Image | StoredImageRef): A picture: its bytes, or the id of a stored one.
    """

    image: Base64Image | StoredImageRef

    def to_dict(self) -> dict[str, Any]:
        from ..models.base_64_image import Base64Image

        image: dict[str, Any]
        if isinstance(self.image, Base64Image):
            image = self.image.to_dict()
        else:
            image = self.image.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "image": image,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.base_64_image import Base64Image
        from ..models.stored_image_ref import StoredImageRef

        d = dict(src_dict)

        def _parse_image(data: object) -> Base64Image | StoredImageRef:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_image_input_type_0 = Base64Image.from_dict(data)

                return componentsschemas_image_input_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_image_input_type_1 = StoredImageRef.from_dict(data)

            return componentsschemas_image_input_type_1

        image = _parse_image(d.pop("image"))

        image_to_vectorize = cls(
            image=image,
        )

        return image_to_vectorize
