from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from .. import types
from ..types import UNSET, File, Unset

if TYPE_CHECKING:
    from ..models.image_metadata import ImageMetadata


T = TypeVar("T", bound="AddImagesForm")


@_attrs_define
class AddImagesForm:
    """
    Attributes:
        image (list[File]): One or many files.
        metadata (list[ImageMetadata] | Unset): One entry a file, in the order of the files: one JSON array, or a field
            of JSON for each.
        overwrite (bool | Unset): Replace other bytes at the path; otherwise that is a 409. Default: False.
        restore (bool | Unset): Take a deleted picture back; with false that is a 409. Default: True.
    """

    image: list[File]
    metadata: list[ImageMetadata] | Unset = UNSET
    overwrite: bool | Unset = False
    restore: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        image = []
        for image_item_data in self.image:
            image_item = image_item_data.to_tuple()

            image.append(image_item)

        metadata: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = []
            for metadata_item_data in self.metadata:
                metadata_item = metadata_item_data.to_dict()
                metadata.append(metadata_item)

        overwrite = self.overwrite

        restore = self.restore

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "image": image,
            }
        )
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if overwrite is not UNSET:
            field_dict["overwrite"] = overwrite
        if restore is not UNSET:
            field_dict["restore"] = restore

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        for image_item_element in self.image:
            files.append(("image", image_item_element.to_tuple()))

        if not isinstance(self.metadata, Unset):
            for metadata_item_element in self.metadata:
                files.append(
                    (
                        "metadata",
                        (
                            None,
                            json.dumps(metadata_item_element.to_dict()).encode(),
                            "application/json",
                        ),
                    )
                )

        if not isinstance(self.overwrite, Unset):
            files.append(
                (
                    "overwrite",
                    (None, b"true" if self.overwrite else b"false", "text/plain"),
                )
            )

        if not isinstance(self.restore, Unset):
            files.append(
                ("restore", (None, b"true" if self.restore else b"false", "text/plain"))
            )

        return files

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.image_metadata import ImageMetadata

        d = dict(src_dict)
        image = []
        _image = d.pop("image")
        for image_item_data in _image:
            image_item = File(payload=BytesIO(image_item_data))

            image.append(image_item)

        _metadata = d.pop("metadata", UNSET)
        metadata: list[ImageMetadata] | Unset = UNSET
        if _metadata is not UNSET:
            metadata = []
            for metadata_item_data in _metadata:
                metadata_item = ImageMetadata.from_dict(metadata_item_data)

                metadata.append(metadata_item)

        overwrite = d.pop("overwrite", UNSET)

        restore = d.pop("restore", UNSET)

        add_images_form = cls(
            image=image,
            metadata=metadata,
            overwrite=overwrite,
            restore=restore,
        )

        return add_images_form
