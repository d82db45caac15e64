from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.encoding_format import EncodingFormat, check_encoding_format
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.image_to_vectorize import ImageToVectorize
    from ..models.text_to_vectorize import TextToVectorize


T = TypeVar("T", bound="VectorizeRequest")


@_attrs_define
class VectorizeRequest:
    """
    Attributes:
        inputs (list[ImageToVectorize | TextToVectorize]):
        encoding_format (EncodingFormat | Unset): Vectors as arrays of numbers, or as base64 of little-endian float32.
    """

    inputs: list[ImageToVectorize | TextToVectorize]
    encoding_format: EncodingFormat | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.text_to_vectorize import TextToVectorize

        inputs = []
        for inputs_item_data in self.inputs:
            inputs_item: dict[str, Any]
            if isinstance(inputs_item_data, TextToVectorize):
                inputs_item = inputs_item_data.to_dict()
            else:
                inputs_item = inputs_item_data.to_dict()

            inputs.append(inputs_item)

        encoding_format: str | Unset = UNSET
        if not isinstance(self.encoding_format, Unset):
            encoding_format = self.encoding_format

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "inputs": inputs,
            }
        )
        if encoding_format is not UNSET:
            field_dict["encoding_format"] = encoding_format

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.image_to_vectorize import ImageToVectorize
        from ..models.text_to_vectorize import TextToVectorize

        d = dict(src_dict)
        inputs = []
        _inputs = d.pop("inputs")
        for inputs_item_data in _inputs:

            def _parse_inputs_item(data: object) -> ImageToVectorize | TextToVectorize:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_vectorize_input_type_0 = (
                        TextToVectorize.from_dict(data)
                    )

                    return componentsschemas_vectorize_input_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_vectorize_input_type_1 = ImageToVectorize.from_dict(
                    data
                )

                return componentsschemas_vectorize_input_type_1

            inputs_item = _parse_inputs_item(inputs_item_data)

            inputs.append(inputs_item)

        _encoding_format = d.pop("encoding_format", UNSET)
        encoding_format: EncodingFormat | Unset
        if isinstance(_encoding_format, Unset):
            encoding_format = UNSET
        else:
            encoding_format = check_encoding_format(_encoding_format)

        vectorize_request = cls(
            inputs=inputs,
            encoding_format=encoding_format,
        )

        return vectorize_request
