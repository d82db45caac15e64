from typing import Literal

HitField = Literal[
    "added_at",
    "attributes",
    "camera",
    "caption",
    "content_sha256",
    "file_modified_at",
    "format",
    "height",
    "image_embedding",
    "image_id",
    "image_name",
    "location",
    "relative_path",
    "size_bytes",
    "tags",
    "taken_at",
    "updated_at",
    "width",
]

HIT_FIELD_VALUES: set[HitField] = {
    "added_at",
    "attributes",
    "camera",
    "caption",
    "content_sha256",
    "file_modified_at",
    "format",
    "height",
    "image_embedding",
    "image_id",
    "image_name",
    "location",
    "relative_path",
    "size_bytes",
    "tags",
    "taken_at",
    "updated_at",
    "width",
}


def check_hit_field(value: str) -> HitField:
    if value in HIT_FIELD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {HIT_FIELD_VALUES!r}")
