from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from .. import types
from ..models.collapse import Collapse, check_collapse
from ..models.facet_name import FacetName, check_facet_name
from ..models.hit_field import HitField, check_hit_field
from ..models.relevance import Relevance, check_relevance
from ..types import UNSET, File, Unset

if TYPE_CHECKING:
    from ..models.filter_ import Filter
    from ..models.image_part import ImagePart
    from ..models.text_part import TextPart
    from ..models.vector_part import VectorPart


T = TypeVar("T", bound="ImageSearchForm")


@_attrs_define
class ImageSearchForm:
    """
    Attributes:
        image (File): The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any `image/…` type is taken
            as well.
        k (int | Unset): How many hits are wanted. Default: 10.
        num_candidates (int | Unset): Breadth of an approximate search, from k to 10,000. Without effect in the embedded
            store.
        filter_ (Filter | Unset): Conditions that all hold. One on what is not known of a picture, such as its date,
            does not hold; its `not` does. At most 8 levels deep, and 256 filters in all.
        min_score (float | Unset): Hits below this score are left out.
        relevance (Relevance | Unset): `auto` ends the hits where they stop being answers, by how far they stand out
            from the library’s other pictures and by the drops between them; there may be none. It takes no `min_score`
            beside it.
        collapse (Collapse | Unset): Folds copies of a picture, and the shots of one burst, into the best of them, which
            tells the others in `duplicates`.
        fields (list[HitField] | Unset): Which fields each hit carries beside its id, score and links. Without it all
            but the vector, which comes back only when `image_embedding` is named.
        cursor (str | Unset): `next_cursor` of the page before, with the query, filter and min_score that it was asked
            with. Pages stay in step while images come and go.
        explain (bool | Unset): Tell how the search was done, and what each part gives to each score. Default: False.
        facets (list[FacetName] | Unset): Also count by these: all images that match `filter`, whether they are among
            the hits or not, and only the 20 greatest counts of each. `GET /images/facets` lists more.
        exclude (list[ImagePart | TextPart | VectorPart] | Unset): What the pictures should not be like. Weights are
            from 0 to 2 here, and 0.5 where they are left out.
    """

    image: File
    k: int | Unset = 10
    num_candidates: int | Unset = UNSET
    filter_: Filter | Unset = UNSET
    min_score: float | Unset = UNSET
    relevance: Relevance | Unset = UNSET
    collapse: Collapse | Unset = UNSET
    fields: list[HitField] | Unset = UNSET
    cursor: str | Unset = UNSET
    explain: bool | Unset = False
    facets: list[FacetName] | Unset = UNSET
    exclude: list[ImagePart | TextPart | VectorPart] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.image_part import ImagePart
        from ..models.text_part import TextPart

        image = self.image.to_tuple()

        k = self.k

        num_candidates = self.num_candidates

        filter_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.filter_, Unset):
            filter_ = self.filter_.to_dict()

        min_score = self.min_score

        relevance: str | Unset = UNSET
        if not isinstance(self.relevance, Unset):
            relevance = self.relevance

        collapse: str | Unset = UNSET
        if not isinstance(self.collapse, Unset):
            collapse = self.collapse

        fields: list[str] | Unset = UNSET
        if not isinstance(self.fields, Unset):
            fields = []
            for fields_item_data in self.fields:
                fields_item: str = fields_item_data
                fields.append(fields_item)

        cursor = self.cursor

        explain = self.explain

        facets: list[str] | Unset = UNSET
        if not isinstance(self.facets, Unset):
            facets = []
            for facets_item_data in self.facets:
                facets_item: str = facets_item_data
                facets.append(facets_item)

        exclude: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.exclude, Unset):
            exclude = []
            for exclude_item_data in self.exclude:
                exclude_item: dict[str, Any]
                if isinstance(exclude_item_data, TextPart) or isinstance(
                    exclude_item_data, ImagePart
                ):
                    exclude_item = exclude_item_data.to_dict()
                else:
                    exclude_item = exclude_item_data.to_dict()

                exclude.append(exclude_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "image": image,
            }
        )
        if k is not UNSET:
            field_dict["k"] = k
        if num_candidates is not UNSET:
            field_dict["num_candidates"] = num_candidates
        if filter_ is not UNSET:
            field_dict["filter"] = filter_
        if min_score is not UNSET:
            field_dict["min_score"] = min_score
        if relevance is not UNSET:
            field_dict["relevance"] = relevance
        if collapse is not UNSET:
            field_dict["collapse"] = collapse
        if fields is not UNSET:
            field_dict["fields"] = fields
        if cursor is not UNSET:
            field_dict["cursor"] = cursor
        if explain is not UNSET:
            field_dict["explain"] = explain
        if facets is not UNSET:
            field_dict["facets"] = facets
        if exclude is not UNSET:
            field_dict["exclude"] = exclude

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        from ..models.image_part import ImagePart
        from ..models.text_part import TextPart

        files: types.RequestFiles = []

        files.append(("image", self.image.to_tuple()))

        if not isinstance(self.k, Unset):
            files.append(("k", (None, str(self.k).encode(), "text/plain")))

        if not isinstance(self.num_candidates, Unset):
            files.append(
                (
                    "num_candidates",
                    (None, str(self.num_candidates).encode(), "text/plain"),
                )
            )

        if not isinstance(self.filter_, Unset):
            files.append(
                (
                    "filter",
                    (
                        None,
                        json.dumps(self.filter_.to_dict()).encode(),
                        "application/json",
                    ),
                )
            )

        if not isinstance(self.min_score, Unset):
            files.append(
                ("min_score", (None, str(self.min_score).encode(), "text/plain"))
            )

        if not isinstance(self.relevance, Unset):
            files.append(
                ("relevance", (None, str(self.relevance).encode(), "text/plain"))
            )

        if not isinstance(self.collapse, Unset):
            files.append(
                ("collapse", (None, str(self.collapse).encode(), "text/plain"))
            )

        if not isinstance(self.fields, Unset):
            for fields_item_element in self.fields:
                files.append(
                    ("fields", (None, str(fields_item_element).encode(), "text/plain"))
                )

        if not isinstance(self.cursor, Unset):
            files.append(("cursor", (None, str(self.cursor).encode(), "text/plain")))

        if not isinstance(self.explain, Unset):
            files.append(
                ("explain", (None, b"true" if self.explain else b"false", "text/plain"))
            )

        if not isinstance(self.facets, Unset):
            for facets_item_element in self.facets:
                files.append(
                    ("facets", (None, str(facets_item_element).encode(), "text/plain"))
                )

        if not isinstance(self.exclude, Unset):
            for exclude_item_element in self.exclude:
                if isinstance(exclude_item_element, TextPart) or isinstance(
                    exclude_item_element, ImagePart
                ):
                    files.append(
                        (
                            "exclude",
                            (
                                None,
                                json.dumps(exclude_item_element.to_dict()).encode(),
                                "application/json",
                            ),
                        )
                    )
                else:
                    files.append(
                        (
                            "exclude",
                            (
                                None,
                                json.dumps(exclude_item_element.to_dict()).encode(),
                                "application/json",
                            ),
                        )
                    )

        return files

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.filter_ import Filter
        from ..models.image_part import ImagePart
        from ..models.text_part import TextPart
        from ..models.vector_part import VectorPart

        d = dict(src_dict)
        image = File(payload=BytesIO(d.pop("image")))

        k = d.pop("k", UNSET)

        num_candidates = d.pop("num_candidates", UNSET)

        _filter_ = d.pop("filter", UNSET)
        filter_: Filter | Unset
        if isinstance(_filter_, Unset):
            filter_ = UNSET
        else:
            filter_ = Filter.from_dict(_filter_)

        min_score = d.pop("min_score", UNSET)

        _relevance = d.pop("relevance", UNSET)
        relevance: Relevance | Unset
        if isinstance(_relevance, Unset):
            relevance = UNSET
        else:
            relevance = check_relevance(_relevance)

        _collapse = d.pop("collapse", UNSET)
        collapse: Collapse | Unset
        if isinstance(_collapse, Unset):
            collapse = UNSET
        else:
            collapse = check_collapse(_collapse)

        _fields = d.pop("fields", UNSET)
        fields: list[HitField] | Unset = UNSET
        if _fields is not UNSET:
            fields = []
            for fields_item_data in _fields:
                fields_item = check_hit_field(fields_item_data)

                fields.append(fields_item)

        cursor = d.pop("cursor", UNSET)

        explain = d.pop("explain", UNSET)

        _facets = d.pop("facets", UNSET)
        facets: list[FacetName] | Unset = UNSET
        if _facets is not UNSET:
            facets = []
            for facets_item_data in _facets:
                facets_item = check_facet_name(facets_item_data)

                facets.append(facets_item)

        _exclude = d.pop("exclude", UNSET)
        exclude: list[ImagePart | TextPart | VectorPart] | Unset = UNSET
        if _exclude is not UNSET:
            exclude = []
            for exclude_item_data in _exclude:

                def _parse_exclude_item(
                    data: object,
                ) -> ImagePart | TextPart | VectorPart:
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_query_part_type_0 = TextPart.from_dict(data)

                        return componentsschemas_query_part_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        componentsschemas_query_part_type_1 = ImagePart.from_dict(data)

                        return componentsschemas_query_part_type_1
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_query_part_type_2 = VectorPart.from_dict(data)

                    return componentsschemas_query_part_type_2

                exclude_item = _parse_exclude_item(exclude_item_data)

                exclude.append(exclude_item)

        image_search_form = cls(
            image=image,
            k=k,
            num_candidates=num_candidates,
            filter_=filter_,
            min_score=min_score,
            relevance=relevance,
            collapse=collapse,
            fields=fields,
            cursor=cursor,
            explain=explain,
            facets=facets,
            exclude=exclude,
        )

        return image_search_form
