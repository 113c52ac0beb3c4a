"""The life of a deal: what happened on which day, from its claims in order of time. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.resolve import simplified
from pipeline.standing import words_of_change
from schemas.deal import Status
from schemas.merged import Claim, Event, Happening
from schemas.quantity import Bound, Money, PartialDate

_PROGRESS = (Status.RUMOURED, Status.PLANNED, Status.AGREED, Status.COMPLETED)
_CLEARLY = 0.12
"""By how much of the larger two sums must differ to be a change of size and not a rounding."""


def history(claims: Sequence[Claim]) -> tuple[Event, ...]:
    """The events of a deal, the first one first.

    A status is an event when it is reached: a later article that looks back on an earlier stage adds nothing. A plan
    that is cancelled before it was agreed has lapsed. A change of size is an event where a claim's own sentence says
    so.
    """
    events: list[Event] = []
    reached = -1
    over = False
    size: Money | None = None
    for claim in sorted(claims, key=told_at):
        mention = claim.mention
        day = _day(claim)
        if mention.status is Status.CANCELLED:
            if not over:
                lapsed = reached < _PROGRESS.index(Status.AGREED) and reached >= 0
                events.append(_event(Happening.LAPSED if lapsed else Happening.CANCELLED, day, None, claim))
                over = True
        else:
            step = _PROGRESS.index(mention.status)
            if step > reached or (over and _is_after(day, events[-1].day)):
                events.append(_event(Happening(mention.status.value), day, mention.amount, claim))
                reached, over = max(step, reached), False
        change = change_of_size(size, claim)
        if change is not None:
            events.append(_event(change, day, mention.amount, claim))
        if mention.amount is not None and (size is None or change is not None or _is_whole(mention.amount, size)):
            size = mention.amount
    return tuple(sorted(events, key=_day_of_event))


def status_of(events: Sequence[Event], told: Sequence[Status]) -> Status:
    """How a deal stands after its events; `told` are the statuses of its claims, for a deal without any event."""
    standing: Status | None = None
    for event in events:
        if event.what in (Happening.CANCELLED, Happening.LAPSED):
            standing = Status.CANCELLED
        elif event.what not in (Happening.CUT, Happening.RAISED):
            standing = Status(event.what.value)
    return standing or told[0]


def change_of_size(size: Money | None, claim: Claim) -> Happening | None:
    """Whether a claim says that a deal is smaller or larger than `size` was."""
    amount = claim.mention.amount
    if size is None or amount is None or amount.currency != size.currency:
        return None
    if abs(float(amount.value - size.value)) <= _CLEARLY * float(max(amount.value, size.value)):
        return None
    what = Happening.CUT if amount.value < size.value else Happening.RAISED
    quote = simplified(claim.mention.quote).casefold()
    return what if any(word in quote for word in words_of_change(what.value)) else None


def told_at(claim: Claim) -> tuple[str, str, int]:
    """When a claim was told, as a key that sorts by time; what bears no day comes last."""
    day = claim.published or claim.mention.announced
    return ("9999" if day is None else day.first_day().isoformat(), claim.doc_id, claim.position)


def _day(claim: Claim) -> PartialDate | None:
    """The day of which a claim tells: that of the announcement, unless it lies before what the article reports."""
    announced, published = claim.mention.announced, claim.published
    if announced is None or (published is not None and announced.first_day() > published.last_day()):
        return published
    return announced


def _event(what: Happening, day: PartialDate | None, amount: Money | None, claim: Claim) -> Event:
    return Event(what=what, day=day, amount=amount, doc_ids=(claim.doc_id,))


def _is_after(day: PartialDate | None, other: PartialDate | None) -> bool:
    return day is not None and other is not None and day.first_day() > other.last_day()


def _is_whole(amount: Money, size: Money) -> bool:
    """Whether an amount may stand for the whole: not a part of a ceiling."""
    return not (size.bound is Bound.MAX and amount.value < size.value)


def _day_of_event(event: Event) -> str:
    return "9999" if event.day is None else event.day.first_day().isoformat()
