from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.collapse import Collapse, check_collapse
from ..models.facet_name import FacetName, check_facet_name
from ..models.hit_field import HitField, check_hit_field
from ..models.relevance import Relevance, check_relevance
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.base_64_image import Base64Image
    from ..models.filter_ import Filter
    from ..models.image_part import ImagePart
    from ..models.stored_image_ref import StoredImageRef
    from ..models.text_part import TextPart
    from ..models.vector_part import VectorPart


T = TypeVar("T", bound="ImageSearch")


@_attrs_define
class ImageSearch:
    """
    Attributes:
        image (Base64Image | StoredImageRef): A picture: its bytes, or the id of a stored one.
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

    image: Base64Image | StoredImageRef
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
        from ..models.base_64_image import Base64Image
        from ..models.image_part import ImagePart
        from ..models.text_part import TextPart

        image: dict[str, Any]
        if isinstance(self.image, Base64Image):
            image = self.image.to_dict()
        else:
            image = self.image.to_dict()

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

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.base_64_image import Base64Image
        from ..models.filter_ import Filter
        from ..models.image_part import ImagePart
        from ..models.stored_image_ref import StoredImageRef
        from ..models.text_part import TextPart
        from ..models.vector_part import VectorPart

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

        image_search = cls(
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

        return image_search
