"""What a flow is given by its deployment: files of settings and sources, and the database from the environment.

A deployment is a front door of its own. The database's address may hold a password, so it is no parameter: Prefect
would keep and show it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.configuration import read_settings
from pipeline.crawl.workplace import Workplace, open_workplace
from schemas.errors import SettingsError
from schemas.settings import Settings

DATABASE_VARIABLE = "DEALTRAIL_DATABASE_URL"
CONTACT_VARIABLE = "DEALTRAIL_CONTACT"


def load_settings(path: str | None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of a file, or the defaults, with the contact of the environment if it names one.

    Raises:
        SettingsError: If the file cannot be read or does not fit.
    """
    settings = Settings() if path is None else read_settings(Path(path))
    contact = (os.environ if environment is None else environment).get(CONTACT_VARIABLE)
    return settings if not contact else Settings.model_validate(settings.model_dump() | {"contact": contact})


def database_address(environment: Mapping[str, str] | None = None) -> str:
    """The database's address.

    Raises:
        SettingsError: If the environment does not name it.
    """
    address = (os.environ if environment is None else environment).get(DATABASE_VARIABLE)
    if not address:
        raise SettingsError(f"a flow's database is named by {DATABASE_VARIABLE}: set it where the flow runs")
    return address


@contextmanager
def workplace(settings: str | None) -> Iterator[Workplace]:
    """The database and the archive that a flow works with."""
    with open_workplace(database_address(), load_settings(settings)) as place:
        yield place
