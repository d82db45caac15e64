"""What Schemathesis cannot know of forms and of lines. Loaded by schemathesis.toml."""

import copy
import json
import os

import schemathesis
from hypothesis import strategies as st

days = st.dates().map(lambda day: day.isoformat())
times = st.datetimes().map(lambda time: f"{time.isoformat()}Z")
schemathesis.openapi.format("date-or-date-time", days | times)


@schemathesis.hook
def filter_case(context, case):
    """Leaves out forms whose fault does not survive being written as a form.

    An empty list is no part at all, and what is no list of texts is one text.
    """
    is_form = case.media_type == "multipart/form-data" and isinstance(case.body, dict)
    is_negative = case.meta is not None and case.meta.generation.mode.is_negative
    if not (is_form and is_negative):
        return True
    is_no_list = "text" in case.body and not isinstance(case.body["text"], list)
    return not is_no_list and [] not in case.body.values()


@schemathesis.serializer("application/x-ndjson")
def serialize_lines(context, value):
    """Lines are sent as they stand; what is no text, as its JSON."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", errors="replace")


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Makes the document stricter, and shallower, for the tests."""
    schemas = raw_schema["components"]["schemas"]
    # The contract lets answers have more properties one day; today they have none.
    for schema in schemas.values():
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)
    # Filters within filters go one level deep, or most of the time goes into making ever deeper ones.
    inner = copy.deepcopy(schemas["Filter"])
    nested = {"and", "or", "not"}
    inner["properties"] = {name: value for name, value in inner["properties"].items() if name not in nested}
    schemas["InnerFilter"] = inner
    outer = schemas["Filter"]["properties"]
    outer["and"]["items"] = outer["or"]["items"] = outer["not"] = {"$ref": inner_filter}
    if os.environ.get("FILTERS_WITHIN_FILTERS") == "sampled":
        flatten_filters(raw_schema)


inner_filter = "#/components/schemas/InnerFilter"


def flatten_filters(raw_schema):
    """Lets filters be nested in one address, one body and one form only.

    Nested, they make three of four cases of a place, and each place reads its filter with the same code. The soak test
    has them everywhere.
    """
    schemas = raw_schema["components"]["schemas"]
    kept = [schemas["Filter"], schemas["TextSearch"], schemas["ImageSearchForm"], raw_schema["paths"]["/images"]["get"]]

    def flatten(place):
        if any(place is one for one in kept):
            return
        if isinstance(place, dict):
            if place.get("$ref") == "#/components/schemas/Filter":
                place["$ref"] = inner_filter
            place = place.values()
        elif not isinstance(place, list):
            return
        for inner_place in place:
            flatten(inner_place)

    flatten(raw_schema)
