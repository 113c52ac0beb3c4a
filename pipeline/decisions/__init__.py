"""What people decided and what follows from it."""

from pipeline.decisions.active import active, builds_on
from pipeline.decisions.edits import EDITABLE, Edit, edit_deal, edit_mention, value_of
from pipeline.decisions.rulings import Ruled, Rulings, company_rulings, rulings_of

__all__ = [
    "EDITABLE",
    "Edit",
    "Ruled",
    "Rulings",
    "active",
    "builds_on",
    "company_rulings",
    "edit_deal",
    "edit_mention",
    "rulings_of",
    "value_of",
]
