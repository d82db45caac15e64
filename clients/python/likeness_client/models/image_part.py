from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.base_64_image import Base64Image
    from ..models.stored_image_ref import StoredImageRef
    from ..models.upload_ref import UploadRef


T = TypeVar("T", bound="ImagePart")


@_attrs_define
class ImagePart:
    """
    Attributes:
        image (Base64Image | StoredImageRef | UploadRef): A picture: its bytes, the id of a stored one, or a file of the
            same form.
        weight (float | Unset): How much the part counts beside the others; below 0 it pushes away. Default: 1.0.
    """

    image: Base64Image | StoredImageRef | UploadRef
    weight: float | Unset = 1.0

    def to_dict(self) -> dict[str, Any]:
        from ..models.base_64_image import Base64Image
        from ..models.stored_image_ref import StoredImageRef

        image: dict[str, Any]
        if isinstance(self.image, Base64Image) or isinstance(
            self.image, StoredImageRef
        ):
            image = self.image.to_dict()
        else:
            image = self.image.to_dict()

        weight = self.weight

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "image": image,
            }
        )
        if weight is not UNSET:
            field_dict["weight"] = weight

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.base_64_image import Base64Image
        from ..models.stored_image_ref import StoredImageRef
        from ..models.upload_ref import UploadRef

        d = dict(src_dict)

        def _parse_image(data: object) -> Base64Image | StoredImageRef | UploadRef:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_part_image_type_0 = Base64Image.from_dict(data)

                return componentsschemas_part_image_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_part_image_type_1 = StoredImageRef.from_dict(data)

                return componentsschemas_part_image_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_part_image_type_2 = UploadRef.from_dict(data)

            return componentsschemas_part_image_type_2

        image = _parse_image(d.pop("image"))

        weight = d.pop("weight", UNSET)

        image_part = cls(
            image=image,
            weight=weight,
        )

        return image_part
