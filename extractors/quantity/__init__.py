"""Quantities of an article as spans: one module a quantity, one grammar of numbers for both languages."""

from extractors.quantity.find import find_quantities
from extractors.quantity.spans import Quantity, QuantityKind

__all__ = ["Quantity", "QuantityKind", "find_quantities"]
