"""Who reads articles: the rules, and the models that the user names beside them; what they may do and cost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, field_validator

from schemas.base import Noun

_MEANT = (
    "name rules, roles=FOLDER, ner=[en:|zh:]spacy:PATH, ner=[en:|zh:]transformers:PATH or several, parted by commas"
)

_HUB = re.compile(r"(?P<name>[\w.-]+(?:/[\w.-]+)?)@(?P<revision>[\w.-]+)")
_OFF = {
    "-gazetteer": "gazetteer",
    "-context": "context",
    "-weighed-names": "weighed_names",
    "-weighed-deals": "weighed_deals",
    "-shipped-names": "shipped_names",
    "-shipped-roles": "shipped_roles",
    "-llm": "asks",
}

Names = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(lambda value: tuple(value.items()) if isinstance(value, Mapping) else value),
]
"""A table of names, kept as pairs so that who holds it can be hashed."""


class NerModel(Noun):
    """A model that finds companies: for spaCy or transformers, a folder, package or hub name, for one language or any.

    `revision` pins a model of the hub: a commit or tag.
    """

    form: Literal["spacy", "transformers"]
    where: str = Field(min_length=1)
    language: Literal["en", "zh"] | None = None
    revision: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The model that is meant by `spacy:PATH`, `zh:transformers:PATH` or `transformers:OWNER/NAME@REVISION`.

        Raises:
            ValueError: If it is none of these.
        """
        language, form, where = (None, *text.partition(":")[::2])
        if form in ("en", "zh"):
            language, form, where = form, *where.partition(":")[::2]
        if form not in ("spacy", "transformers") or not where:
            raise ValueError(
                f"'ner={text}': ner needs spacy:PATH or transformers:PATH, after en: or zh: if for one only"
            )
        hub = _HUB.fullmatch(where) if form == "transformers" else None
        name, revision = (hub["name"], hub["revision"]) if hub else (where, None)
        return cls.model_validate({"form": form, "where": name, "language": language, "revision": revision})

    @property
    def name(self) -> str:
        """What a mention and a report call it: the last part of its path or name."""
        return Path(self.where).name or self.where

    @property
    def text(self) -> str:
        """The item of a list that means this model from any folder of this machine."""
        folder = Path(self.where).expanduser()
        where = str(folder.absolute()) if folder.exists() else self.where
        return ":".join(
            [
                *([self.language] if self.language else []),
                self.form,
                where + (f"@{self.revision}" if self.revision else ""),
            ]
        )


class NerSettings(Noun):
    """How models that find companies are read and run.

    `labels` are the labels that mean a company, without B-, I-, L-, U-, E- or S-; `label_names` says what the labels of
    a model mean whose own names say nothing: `{ LABEL_3 = "B-ORG" }`. A long article is read in windows of
    `window_tokens` (0: as many as the model takes, 512 at most) of which `overlap_tokens` are read twice; a batch holds
    `batch_tokens`. A span that the model holds less likely than `least` is left out. `download` lets a hub name be
    fetched; without it only what is on this machine is used.
    """

    labels: tuple[str, ...] = ("ORG", "ORGANIZATION", "ORGANISATION", "COMPANY", "CORP", "CORPORATION", "BUSINESS")
    label_names: Names = ()
    window_tokens: int = Field(default=0, ge=0)
    overlap_tokens: int = Field(default=64, ge=0)
    batch_tokens: int = Field(default=8192, ge=64)
    threads: int = Field(default=1, ge=1, description="of the processor, for one model")
    least: float = Field(default=0.5, ge=0, le=1)
    device: Literal["auto", "cpu", "cuda"] = "auto"
    download: bool = False


class LlmSettings(Noun):
    """A language model behind a server of the OpenAI chat protocol, and what it may cost.

    `address` is the server's, with its `/v1`; `key` the environment variable that holds the key. `when` is `unsure`
    (only passages of which rules and models are unsure: a deal below `certain`, or companies and words of dealing
    without a deal) or `always` (whole articles). `tokens` and `cost` are what one run may use, in and out together;
    prices are per million tokens. `cache` is a folder for replies; None is the user's own. `run` is told apart by its
    id, so that all processes of a run share its budget.
    """

    address: str
    model: str = "default"
    key: str | None = None
    when: Literal["unsure", "always"] = "unsure"
    certain: float = Field(default=0.6, ge=0, le=1)
    seconds: float = Field(default=120, gt=0)
    tries: int = Field(default=4, ge=1, le=10)
    wait_seconds: float = Field(default=1, ge=0, le=60)
    reply_tokens: int = Field(default=2000, ge=50)
    reply_bytes: int = Field(default=1_000_000, ge=1000)
    passage_characters: int = Field(default=6000, ge=200)
    tokens: int = Field(default=500_000, ge=0)
    cost: float | None = Field(default=None, ge=0)
    price_in: float = Field(default=0, ge=0)
    price_out: float = Field(default=0, ge=0)
    cache: str | None = None
    run: str = ""

    @field_validator("address")
    @classmethod
    def _web(cls, text: str) -> str:
        if not re.match(r"https?://[^\s/]+", text):
            raise ValueError(f"{text!r} is no address of a server; write e.g. http://127.0.0.1:8080/v1")
        if "@" in text.split("/")[2]:
            raise ValueError("no password in the address, which reports show: name a variable with key = …")
        return text.rstrip("/")


class Choice(Noun):
    """What the user wants: `roles` is the folder of a trained reader of roles (docs/models.md), which reads in place of
    the one that ships for its language; `shipped_roles` is whether those that ship read.

    Of the companies, `gazetteer` finds those of the tables, `context` those that nobody listed, and `shipped_names`, in
    Chinese, more of these by the trained finder that ships; all serve the rules as well as the models. `weighed_names`
    and `weighed_deals` are whether learned weights settle what is a name, and who deals with whom, how far that has
    come and for which sum. `asks` is false where a language model is not asked.
    """

    rules: bool = True
    gazetteer: bool = True
    context: bool = True
    weighed_names: bool = True
    weighed_deals: bool = True
    shipped_names: bool = True
    shipped_roles: bool = True
    asks: bool = True
    roles: Path | None = None
    ner: tuple[NerModel, ...] = ()
    ner_settings: NerSettings = NerSettings()
    llm: LlmSettings | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The choice that is meant by a list such as `rules,roles=FOLDER,ner=en:spacy:PATH`, or by `Choice.text`.

        `-gazetteer` and `-context` switch off what finds companies, `-weighed-names` and `-weighed-deals` the learned
        weights (and the latter the readers of roles that ship), `-shipped-roles` these alone, `-shipped-names` the
        finder of Chinese names that ships, and `-llm` the language model of the settings.

        Raises:
            ValueError: If it names none, one that does not exist, or roles without the folder of a trained model.
        """
        if text.startswith("{"):
            return cls.model_validate_json(text)
        found: dict[str, Any] = {"rules": False}
        models: list[NerModel] = []
        items = [part.strip() for part in text.split(",") if part.strip()]
        for item in items:
            name, _, value = item.partition("=")
            if name == "rules" and not value:
                found["rules"] = True
            elif item in _OFF:
                found[_OFF[item]] = False
            elif name == "ner":
                models.append(NerModel.parse(value))
            elif name == "roles":
                if not value:
                    raise ValueError(
                        f"{text!r}: roles needs the folder of a trained model: roles=FOLDER (docs/models.md)"
                    )
                found["roles"] = Path(value).expanduser()
            else:
                raise ValueError(f"{text!r}: {_MEANT}")
        if not found["rules"] and "roles" not in found:
            raise ValueError(f"{text!r}: {_MEANT}; rules or roles must be among them, for they find deals")
        return cls(**found, ner=tuple(models))

    def for_run(self, run: str) -> Self:
        """The same choice whose language model counts towards the budget of a run; `text` leaves the run out."""
        return self if self.llm is None else self.model_copy(update={"llm": self.llm.model_copy(update={"run": run})})

    @property
    def names(self) -> tuple[str, ...]:
        """What reads by this choice, without the places where models lie."""
        named = [
            ("rules", self.rules),
            ("gazetteer", self.gazetteer),
            ("context", self.context),
            ("weighed names", self.weighed_names and self.context),
            ("weighed deals", self.weighed_deals and self.rules),
            ("shipped names", self.shipped_names),
            ("shipped roles", self.shipped_roles and self.weighed_deals),
        ]
        return (
            *(name for name, wanted in named if wanted),
            *(f"ner {model.name}" for model in self.ner),
            *([] if self.roles is None else [f"roles {self.roles.name}"]),
            *([] if self.llm is None else [f"language model {self.llm.model}"]),
        )

    @property
    def text(self) -> str:
        """The text that means this choice from any folder of this machine, for other processes."""
        if self.llm is not None or self.ner_settings != NerSettings():
            held: dict[str, Any] = {"ner": tuple(NerModel.parse(model.text) for model in self.ner)}
            held |= {} if self.roles is None else {"roles": self.roles.absolute()}
            return self.for_run("").model_copy(update=held).model_dump_json()
        off = [item for item, name in _OFF.items() if not getattr(self, name)]
        roles = [] if self.roles is None else [f"roles={self.roles.absolute()}"]
        return ",".join(["rules"] * self.rules + off + [f"ner={model.text}" for model in self.ner] + roles)
