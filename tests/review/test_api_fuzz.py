"""schemathesis tries the API by its own description: every operation with requests that fit it and that do not, with a
token, with a reader's token, without one, and on a machine without accounts.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import Failure, FailureGroup

from pipeline.store import Store
from review.accounts import Person, Role, add_account, sign_in
from review.app import create_app
from review.site import Settings
from tests.review.conftest import PASSWORD, Opened, stories

FEW = settings(
    derandomize=True, deadline=None, database=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(str(tmp_path_factory.mktemp("fuzz") / "d.sqlite")) as opened:
        opened.save(stories())
        opened.refresh()
        for name, role in (("ann", Role.REVIEWER), ("ben", Role.READER)):
            add_account(opened, name, role, PASSWORD)
        yield opened


def tried(store: Store, headers: dict[str, str], most: int, whole: bool = False, **how: object) -> dict[str, str]:
    """By operation the first answer that is not as the description says.

    Args:
        store: The database.
        headers: Sent with every request.
        most: How many requests of each kind are made up for each operation.
        whole: Whether every value at the edge of what is described is tried too.
        how: How the application is run.
    """
    app = create_app(store, settings=Settings(**how))  # type: ignore[arg-type]
    schema = schemathesis.openapi.from_dict(app.openapi())
    schema.app = app
    faults: dict[str, str] = {}
    number = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        def answers(case: Case) -> None:
            nonlocal number
            number += 1
            try:
                case.call_and_validate(headers=headers)
            except (FailureGroup, Failure) as failure:
                faults.setdefault(f"{case.method} {case.path}: {failure.args[0]}", str(failure))

        for mode in GenerationMode:
            made = given(case=operation.as_strategy(generation_mode=mode))(answers)
            try:
                settings(FEW, max_examples=most)(made)()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, operation.label
        if whole:
            how_made = schema.config.generation_for(operation=operation)
            for case in schema.iter_coverage_cases(
                operation, generation_modes=list(GenerationMode), generation_config=how_made
            ):
                answers(case)
    assert number > 15 * most
    return faults


def token_of(store: Store, name: str, role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {sign_in(store, Person(name, role), kind='token')}"}


def test_a_reviewers_program(store: Store) -> None:
    assert tried(store, token_of(store, "ann", Role.REVIEWER), 8, whole=True, open=False) == {}


def test_a_readers_program(store: Store) -> None:
    assert tried(store, token_of(store, "ben", Role.READER), 4, open=False) == {}


def test_a_program_without_a_token(store: Store) -> None:
    assert tried(store, {}, 4, open=False) == {}


def test_a_program_on_a_machine_without_accounts(store: Store) -> None:
    assert tried(store, {}, 6) == {}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"action":"accept","deal_id":"D-1","version":1e400}',
        b'{"action":"comment","deal_id":"D-1","why":"\\ud800"}', b'{"action":"comment","deal_id":"\\u0000"}',
        b'{"action":"accept","deal_id":"D-1","version":99999999999999999999999}', b"[" * 100_000,
        b'{"action":"edit","deal_id":"D-1","field":"status","value":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    ],
)  # fmt: skip
def test_bodies_that_are_none(store: Store, open_site: Opened, body: bytes) -> None:
    headers = token_of(store, "ann", Role.REVIEWER) | {"Content-Type": "application/json"}
    answer = open_site(store, open=False).post("/api/decisions", content=body, headers=headers)
    assert answer.status_code in (400, 404, 422)
    assert answer.json()["detail"]


STRANGE = ("%00", "a%00b", "%ff%fe", "%ed%a0%80", "9" * 5_000, "%F0%9F%92%B0", "'; DROP TABLE x")
PLACES = ("deals?q=", "deals/", "companies?q=", "mentions?company=", "mentions/", "graph?company=")


@pytest.mark.parametrize("path", PLACES)
def test_strange_characters_are_looked_for_and_not_found(store: Store, open_site: Opened, path: str) -> None:
    client, headers = open_site(store, open=False), token_of(store, "ben", Role.READER)
    for value in STRANGE:
        answer = client.get(f"/api/{path}{value}", headers=headers)
        assert answer.status_code in (200, 404, 422), value
        assert answer.json()
