from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.file_facts import FileFacts


T = TypeVar("T", bound="FileComparison")


@_attrs_define
class FileComparison:
    """
    Attributes:
        files (list[FileFacts]):
    """

    files: list[FileFacts]

    def to_dict(self) -> dict[str, Any]:
        files = []
        for files_item_data in self.files:
            files_item = files_item_data.to_dict()
            files.append(files_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "files": files,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.file_facts import FileFacts

        d = dict(src_dict)
        files = []
        _files = d.pop("files")
        for files_item_data in _files:
            files_item = FileFacts.from_dict(files_item_data)

            files.append(files_item)

        file_comparison = cls(
            files=files,
        )

        return file_comparison
