"""Windows, their tokens and their labels: what a learned reader sees of a text, and what it is taught."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpora.passages import Passage, PassageDeal
from extractors.company.spans import Entity
from extractors.learned.classes import FIELDS, NOBODY, PAIRS
from extractors.learned.encode import FIRST_COMPANY, FIRST_QUANTITY, START, STOP, encode
from extractors.learned.train.labels import joined, passage_labels
from extractors.learned.window import MOST_COMPANIES, Name, Slot, make_window
from extractors.quantity import find_quantities
from schemas.deal import Kind, Role, Status

A, B = Entity("a", "Ashgrove"), Entity("b", "Meridian")


class OneByOne:
    """A stand-in for a tokenizer: one token a letter that is no space."""

    def ids(self, text: str) -> list[int]:
        return [1000 + ord(character) for character in text if not character.isspace()]


def _passage(text: str, companies: tuple[tuple[str, ...], ...], *deals: PassageDeal) -> Passage:
    return Passage(text, "wire", "active", companies, deals)


SALE = PassageDeal(
    Kind.COMPUTE,
    Status.AGREED,
    ((Role.BUYER, "Meridian Cloud"), (Role.SELLER, "Ashgrove Data")),
    (("amount", "$2.4 billion"), ("years", "four-year")),
)
TEXT = "Meridian Cloud signed a four-year, $2.4 billion contract with Ashgrove Data, worth $9 billion itself."


def test_a_window_masks_names_and_figures_and_keeps_the_words() -> None:
    text = "Ashgrove paid Meridian $5 million. Ashgrove smiled."
    names = [Name(0, 8, A), Name(14, 22, B), Name(35, 43, A)]
    window = make_window(text, 0, len(text), names, find_quantities(text, None, None))
    assert window is not None
    assert window.companies == (A, B)
    words = [piece if isinstance(piece, str) else (piece.company, piece.quantity) for piece in window.pieces()]
    assert words == [(0, -1), " paid ", (1, -1), " ", (-1, 0), ". ", (0, -1), " smiled."]


def test_a_window_of_too_many_companies_is_none() -> None:
    text = "".join(f"Company{number} " for number in range(30))
    starts = [text.index(f"Company{number} ") for number in range(30)]
    names = [Name(start, start + 7, Entity(str(start), "C")) for start in starts]
    assert make_window(text, 0, len(text), names, []) is None
    assert make_window(text, 0, len(text), names[:MOST_COMPANIES], []) is not None


def test_tokens_know_where_each_company_and_figure_stands() -> None:
    text = "Ashgrove paid Meridian $5 million"
    window = make_window(text, 0, len(text), [Name(0, 8, A), Name(14, 22, B)], find_quantities(text, None, None))
    assert window is not None
    row = encode(window, OneByOne())
    assert row is not None
    assert row.ids[0] == START and row.ids[-1] == STOP
    assert [row.ids[places[0]] for places in row.companies] == [FIRST_COMPANY, FIRST_COMPANY + 1]
    assert row.ids[row.quantities[0]] >= FIRST_QUANTITY
    dealt = encode(window, OneByOne(), order=[7, 3])
    assert dealt is not None
    assert [dealt.ids[places[0]] for places in dealt.companies] == [FIRST_COMPANY + 7, FIRST_COMPANY + 3]


def test_a_passage_teaches_pairs_statuses_and_figures() -> None:
    labels = passage_labels(_passage(TEXT, (("Ashgrove Data",), ("Meridian Cloud",)), SALE))
    assert labels is not None
    names = [company.name for company in labels.window.companies]
    buyer, seller = names.index("Meridian Cloud") + 1, names.index("Ashgrove Data") + 1
    assert {pair: PAIRS[kind] for pair, kind in labels.pairs.items()} == {(buyer, seller): "compute"}
    figures = {
        TEXT[item.start : item.end]: FIELDS[labels.fields[buyer, seller][number]]
        for number, item in enumerate(labels.window.quantities)
        if number in labels.fields[buyer, seller]
    }
    assert figures == {"$2.4 billion": "amount", "four-year": "years"}


def test_a_round_without_a_named_investor_is_paid_by_nobody() -> None:
    deal = PassageDeal(Kind.INVESTMENT, Status.COMPLETED, ((Role.INVESTEE, "Kestrel Labs"),), (("amount", "$40m"),))
    labels = passage_labels(_passage("Kestrel Labs has raised $40m.", (("Kestrel Labs",),), deal))
    assert labels is not None
    assert list(labels.pairs) == [(NOBODY, 1)]


def test_participants_stand_in_both_orders_and_a_seller_beside_its_stake() -> None:
    venture = PassageDeal(Kind.PROJECT, Status.PLANNED, ((Role.PARTICIPANT, "Ona"), (Role.PARTICIPANT, "Kido")), ())
    labels = passage_labels(_passage("Ona and Kido plan a plant.", (("Ona",), ("Kido",)), venture))
    assert labels is not None
    assert set(labels.pairs) == {(1, 2), (2, 1)}
    sale = PassageDeal(
        Kind.ACQUISITION, Status.AGREED, ((Role.ACQUIRER, "Ona"), (Role.TARGET, "Kido"), (Role.SELLER, "Vell")), ()
    )
    labels = passage_labels(_passage("Ona buys Kido from Vell.", (("Ona",), ("Kido",), ("Vell",)), sale))
    assert labels is not None
    assert {pair: PAIRS[kind] for pair, kind in labels.pairs.items()} == {(1, 2): "acquisition", (3, 2): "seller"}


def test_two_windows_joined_keep_their_labels_and_share_none() -> None:
    one = passage_labels(_passage(TEXT, (("Ashgrove Data",), ("Meridian Cloud",)), SALE))
    other = passage_labels(_passage("Ona and Kido met.", (("Ona",), ("Kido",))))
    assert one is not None and other is not None
    both = joined(other, one)
    assert both is not None
    window = both.window
    assert set(both.pairs.values()) == set(one.pairs.values())
    for slot in window.slots:
        said = window.text[slot.start : slot.end]
        if slot.company >= 0:
            assert said == window.companies[slot.company].name
        else:
            item = window.quantities[slot.quantity]
            assert said in TEXT and item.kind
    ((payer, paid),) = both.pairs
    assert window.companies[payer - 1].name == "Meridian Cloud"
    assert window.companies[paid - 1].name == "Ashgrove Data"


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(1, 9)), max_size=12))
def test_the_pieces_of_any_window_make_up_its_text(text: str, places: list[tuple[int, int]]) -> None:
    names = [Name(start, min(start + size, len(text)), A) for start, size in places if start < len(text)]
    window = make_window(text, 0, len(text), names, [])
    if window is not None:
        parts = [text[p.start : p.end] if isinstance(p, Slot) else p for p in window.pieces()]
        assert "".join(parts) == text
