"""How rules.yaml has recruitment agencies treated: its lists, how often one is refused, and what a doubt takes.

An entry of a list is an address, a domain, or a firm's name, which is looked for in the sender's name, signature and
domain (`judgement/listed`).
"""

from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from inbox_bot.core.rules.section import Listed, Section
from inbox_bot.core.rules.written import fields

INTRODUCTION: Literal["introduction"] = "introduction"


class Policy(StrEnum):
    """What becomes of an agency's mail."""

    FLAG = "flag"
    REJECT = "reject"


class ApprovedAgency(Section):
    """One entry of `agencies.approved`. A text stands for an agency that is approved for all vacancies, for good."""

    agency: fields.Agency
    vacancies: fields.VacancyIds = ()  #: none: for all
    until: fields.Day | None = None  #: the last day, in the company's time zone
    owns: fields.Span | None = Field(
        None, description="how long whom they introduced counts as theirs, from the introduction on"
    )

    @model_validator(mode="before")
    @classmethod
    def _by_its_name_alone(cls, entry: Any) -> Any:
        return {"agency": entry} if isinstance(entry, str) else entry

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Says in the JSON Schema that a text may stand for an entry."""
        return {"anyOf": [fields.TEXT, handler(schema)]}


class AgencyAnswers(Section):
    """How often an agency is refused."""

    once_per: fields.OncePer = Field(
        INTRODUCTION,
        description="introduction: each candidate's once; or a time of at most 7 days: no more than once in it",
    )


class AgencyThresholds(Section):
    """What it takes to doubt, to flag and to refuse. `judgement/agency` says what a sign weighs."""

    doubt: fields.Share = Field(0.4, description="the score from which a person looks", ge=0.2, le=0.95)
    flag: fields.Share = Field(0.6, description="the score from which two signs set a mail apart", ge=0.5, le=0.95)
    signs: fields.Signs = Field(2, description="independent signs that a refusal by itself takes")


class AgenciesSettings(Section):
    """How recruitment agencies are treated. Entries are addresses, domains or names."""

    policy: Policy = Policy.FLAG
    approved: Listed[ApprovedAgency] = ()
    blocked: Listed[fields.Agency] = ()
    never: Listed[fields.Agency] = ()
    answer: AgencyAnswers = AgencyAnswers()
    thresholds: AgencyThresholds = AgencyThresholds()
