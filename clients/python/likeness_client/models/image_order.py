from typing import Literal

ImageOrder = Literal[
    "-added_at",
    "-image_id",
    "-image_name",
    "-taken_at",
    "added_at",
    "image_id",
    "image_name",
    "taken_at",
]

IMAGE_ORDER_VALUES: set[ImageOrder] = {
    "-added_at",
    "-image_id",
    "-image_name",
    "-taken_at",
    "added_at",
    "image_id",
    "image_name",
    "taken_at",
}


def check_image_order(value: str) -> ImageOrder:
    if value in IMAGE_ORDER_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {IMAGE_ORDER_VALUES!r}"
    )
