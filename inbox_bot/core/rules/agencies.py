"""An agency that the company works with, as rules.yaml names it: for which vacancies, and until when."""

from typing import Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from inbox_bot.core.rules import fields
from inbox_bot.core.rules.section import Section


class ApprovedAgency(Section):
    """One entry of `agencies.approved`. A text stands for an agency that is approved for all vacancies, for good."""

    agency: fields.AddressOrDomain
    vacancies: fields.VacancyIds = ()  #: none: for all
    until: fields.Day | None = None  #: the last day, in the company's time zone

    @model_validator(mode="before")
    @classmethod
    def _by_its_address_alone(cls, entry: Any) -> Any:
        return {"agency": entry} if isinstance(entry, str) else entry

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Says in the JSON Schema that a text may stand for an entry."""
        return {"anyOf": [fields.TEXT, handler(schema)]}
