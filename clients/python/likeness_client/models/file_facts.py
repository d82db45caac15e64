from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="FileFacts")


@_attrs_define
class FileFacts:
    """What is known of a file without reading it.

    Attributes:
        relative_path (str): Where the picture lies below the library root, with `/` between the names.
        size_bytes (int):
        file_modified_at (datetime.datetime): When the file was last modified (RFC 3339; compared in milliseconds).
    """

    relative_path: str
    size_bytes: int
    file_modified_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        relative_path = self.relative_path

        size_bytes = self.size_bytes

        file_modified_at = self.file_modified_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "relative_path": relative_path,
                "size_bytes": size_bytes,
                "file_modified_at": file_modified_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        relative_path = d.pop("relative_path")

        size_bytes = d.pop("size_bytes")

        file_modified_at = datetime.datetime.fromisoformat(d.pop("file_modified_at"))

        file_facts = cls(
            relative_path=relative_path,
            size_bytes=size_bytes,
            file_modified_at=file_modified_at,
        )

        return file_facts
