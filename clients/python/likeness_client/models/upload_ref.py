from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="UploadRef")


@_attrs_define
class UploadRef:
    """A picture that comes as a file of the same form.

    Attributes:
        upload (int): Which of the form’s `image` files, counted from 0.
    """

    upload: int

    def to_dict(self) -> dict[str, Any]:
        upload = self.upload

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "upload": upload,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        upload = d.pop("upload")

        upload_ref = cls(
            upload=upload,
        )

        return upload_ref
