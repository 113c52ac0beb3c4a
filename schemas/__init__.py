"""The nouns of Dealtrail as frozen, validated values. Knows nothing of the other rooms."""

from schemas.article import Article, Language, Place
from schemas.deal import DealMention, Evidence, Extraction, Kind, Party, Role, Status
from schemas.errors import DealtrailError, InputError, RuleError, SettingsError, StoreError
from schemas.quantity import Bound, Money, PartialDate, Power, Price, Terms

__all__ = [
    "Article",
    "Bound",
    "DealMention",
    "DealtrailError",
    "Evidence",
    "Extraction",
    "InputError",
    "Kind",
    "Language",
    "Money",
    "PartialDate",
    "Party",
    "Place",
    "Power",
    "Price",
    "Role",
    "RuleError",
    "SettingsError",
    "Status",
    "StoreError",
    "Terms",
]
