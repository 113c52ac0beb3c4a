"""The nouns of Dealtrail as frozen, validated values. Knows nothing of the other rooms."""

from schemas.article import Article, Language, Place
from schemas.deal import DealMention, Evidence, Extraction, Kind, Party, Role, Status
from schemas.errors import (
    AgainLater,
    DealtrailError,
    DecisionConflict,
    DecisionError,
    FetchError,
    InputError,
    NoArticle,
    RuleError,
    SetAside,
    SettingsError,
    StoreError,
)
from schemas.figure import Basis, CompanyFigure, Measure
from schemas.quantity import Bound, Money, PartialDate, Power, Price, Terms

__all__ = [
    "AgainLater",
    "Article",
    "Basis",
    "Bound",
    "CompanyFigure",
    "DealMention",
    "DealtrailError",
    "DecisionConflict",
    "DecisionError",
    "Evidence",
    "Extraction",
    "FetchError",
    "InputError",
    "Kind",
    "Language",
    "Measure",
    "Money",
    "NoArticle",
    "PartialDate",
    "Party",
    "Place",
    "Power",
    "Price",
    "Role",
    "RuleError",
    "SetAside",
    "SettingsError",
    "Status",
    "StoreError",
    "Terms",
]
