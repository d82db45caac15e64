from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from .. import types
from ..models.encoding_format import EncodingFormat, check_encoding_format
from ..types import UNSET, File, FileTypes, Unset

T = TypeVar("T", bound="VectorizeForm")


@_attrs_define
class VectorizeForm:
    """Texts and pictures in any order, at least one; the vectors come in the order of the parts.

    Attributes:
        text (list[str] | Unset):
        image (list[File] | Unset):
        encoding_format (EncodingFormat | Unset): Vectors as arrays of numbers, or as base64 of little-endian float32.
    """

    text: list[str] | Unset = UNSET
    image: list[File] | Unset = UNSET
    encoding_format: EncodingFormat | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        text: list[str] | Unset = UNSET
        if not isinstance(self.text, Unset):
            text = self.text

        image: list[FileTypes] | Unset = UNSET
        if not isinstance(self.image, Unset):
            image = []
            for image_item_data in self.image:
                image_item = image_item_data.to_tuple()

                image.append(image_item)

        encoding_format: str | Unset = UNSET
        if not isinstance(self.encoding_format, Unset):
            encoding_format = self.encoding_format

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if text is not UNSET:
            field_dict["text"] = text
        if image is not UNSET:
            field_dict["image"] = image
        if encoding_format is not UNSET:
            field_dict["encoding_format"] = encoding_format

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        if not isinstance(self.text, Unset):
            for text_item_element in self.text:
                files.append(
                    ("text", (None, str(text_item_element).encode(), "text/plain"))
                )

        if not isinstance(self.image, Unset):
            for image_item_element in self.image:
                files.append(("image", image_item_element.to_tuple()))

        if not isinstance(self.encoding_format, Unset):
            files.append(
                (
                    "encoding_format",
                    (None, str(self.encoding_format).encode(), "text/plain"),
                )
            )

        return files

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        text = cast(list[str], d.pop("text", UNSET))

        _image = d.pop("image", UNSET)
        image: list[File] | Unset = UNSET
        if _image is not UNSET:
            image = []
            for image_item_data in _image:
                image_item = File(payload=BytesIO(image_item_data))

                image.append(image_item)

        _encoding_format = d.pop("encoding_format", UNSET)
        encoding_format: EncodingFormat | Unset
        if isinstance(_encoding_format, Unset):
            encoding_format = UNSET
        else:
            encoding_format = check_encoding_format(_encoding_format)

        vectorize_form = cls(
            text=text,
            image=image,
            encoding_format=encoding_format,
        )

        return vectorize_form
