from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="IngestJobRequest")


@_attrs_define
class IngestJobRequest:
    """
    Attributes:
        path (str | Unset): A folder or file of the library, relative to its root; all of it where this is left out.
            Default: ''.
        include (list[str] | Unset): Only files that match one of these, such as `*.jpg` or `phone/2024/**`.
        exclude (list[str] | Unset): Neither files nor folders that match one of these.
        checksum (bool | Unset): Read every file, also those whose size and time are as they were recorded. Default:
            False.
        restore (bool | Unset): Take pictures back that were deleted. Default: False.
        prune (bool | Unset): Then forget pictures whose files are gone, unless more than half of them are. Default:
            False.
    """

    path: str | Unset = ""
    include: list[str] | Unset = UNSET
    exclude: list[str] | Unset = UNSET
    checksum: bool | Unset = False
    restore: bool | Unset = False
    prune: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        path = self.path

        include: list[str] | Unset = UNSET
        if not isinstance(self.include, Unset):
            include = self.include

        exclude: list[str] | Unset = UNSET
        if not isinstance(self.exclude, Unset):
            exclude = self.exclude

        checksum = self.checksum

        restore = self.restore

        prune = self.prune

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if path is not UNSET:
            field_dict["path"] = path
        if include is not UNSET:
            field_dict["include"] = include
        if exclude is not UNSET:
            field_dict["exclude"] = exclude
        if checksum is not UNSET:
            field_dict["checksum"] = checksum
        if restore is not UNSET:
            field_dict["restore"] = restore
        if prune is not UNSET:
            field_dict["prune"] = prune

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        path = d.pop("path", UNSET)

        include = cast(list[str], d.pop("include", UNSET))

        exclude = cast(list[str], d.pop("exclude", UNSET))

        checksum = d.pop("checksum", UNSET)

        restore = d.pop("restore", UNSET)

        prune = d.pop("prune", UNSET)

        ingest_job_request = cls(
            path=path,
            include=include,
            exclude=exclude,
            checksum=checksum,
            restore=restore,
            prune=prune,
        )

        return ingest_job_request
