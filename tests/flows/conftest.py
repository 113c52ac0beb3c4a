"""One Prefect server for all tests of flows: it takes some seconds to start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.server import LocalServer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """A running server that this process's flows use."""
    with LocalServer(tmp_path_factory.mktemp("prefect")) as running:
        patch = pytest.MonkeyPatch()
        quiet = {"PREFECT_LOGGING_LEVEL": "CRITICAL", "PREFECT_LOGGING_TO_API_ENABLED": "false"}
        for name, value in (running.client_environment() | quiet).items():
            patch.setenv(name, value)
        from prefect.context import refresh_global_settings_context

        refresh_global_settings_context()
        yield running
        patch.undo()
        refresh_global_settings_context()
