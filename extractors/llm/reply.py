"""What a language model replies, validated; it is a stranger's text like any other."""

from __future__ import annotations

import json
import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.deal import Kind, Role, Status

_FENCE = re.compile(r"^\s*```(?:json)?\s*\n(.*)\n\s*```\s*$", re.DOTALL)
Words = Annotated[str, Field(max_length=400)]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ToldParty(_Told):
    """A company by its name in the passage."""

    name: Words
    role: Role


class ToldDeal(_Told):
    """One deal; every text in it is said to be copied from the passage."""

    kind: Kind
    words: Words
    parties: tuple[ToldParty, ...] = Field(min_length=1, max_length=30)
    status: Status = Status.AGREED
    status_words: Words | None = None
    amount: Words | None = None
    power: Words | None = None
    years: Words | None = None
    start: Words | None = None
    end: Words | None = None
    stake: Words | None = None
    shares: Words | None = None
    price_per_share: Words | None = None
    annual_amount: Words | None = None
    announced: Words | None = None


class ToldDeals(_Told):
    """A whole reply."""

    deals: tuple[ToldDeal, ...] = Field(max_length=60)


def read_reply(text: str) -> ToldDeals:
    """The deals of a reply.

    Raises:
        ValueError: If it is no JSON or does not fit the schema; the text says where, in a few words.
    """
    fenced = _FENCE.match(text)
    try:
        return ToldDeals.model_validate(json.loads(fenced[1] if fenced else text))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise ValueError(f"{'.'.join(map(str, fault['loc'])) or 'the reply'}: {fault['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON: {error}") from error
