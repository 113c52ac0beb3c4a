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
from tests.review.conftest import PASSWORD, stories

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


def tried(store: Store, headers: dict[str, str], most: int = 12, **how: object) -> tuple[int, dict[str, str]]:
    """How many requests were sent, and by operation the first answer that is not as the description says."""
    app = create_app(store, settings=Settings(**how))  # type: ignore[arg-type]
    schema = schemathesis.openapi.from_dict(app.openapi())
    schema.app = app
    number, faults = 0, {}
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:

            @settings(FEW, max_examples=most)
            @given(case=operation.as_strategy(generation_mode=mode))
            def answers(case: Case) -> None:
                nonlocal number
                number += 1
                case.call_and_validate(headers=headers)

            try:
                answers()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, operation.label
            except (FailureGroup, Failure) as failure:
                faults[f"{operation.label} {mode.value}"] = str(failure)
    return number, faults


@pytest.mark.parametrize(("name", "role"), [("ann", Role.REVIEWER), ("ben", Role.READER)])
def test_with_a_token(store: Store, name: str, role: Role) -> None:
    token = sign_in(store, Person(name, role), kind="token")
    number, faults = tried(store, {"Authorization": f"Bearer {token}"}, open=False)
    assert faults == {}
    assert number > 200
