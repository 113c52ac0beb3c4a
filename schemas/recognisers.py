"""Who reads articles: the rules, and a trained reader of roles where the user names one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user wants: `roles` is the folder of a trained role reader (docs/models.md), None for none."""

    rules: bool = True
    roles: Path | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The choice that is meant by `rules`, `roles=FOLDER` or `rules,roles=FOLDER`.

        Raises:
            ValueError: If it names none, one that does not exist, or roles without the folder of a trained model.
        """
        named = dict(part.strip().partition("=")[::2] for part in text.split(",") if part.strip())
        if not named or set(named) - {"rules", "roles"}:
            raise ValueError(f"{text!r}: name rules, roles=FOLDER, or both parted by a comma")
        if "roles" in named and not named["roles"]:
            raise ValueError(f"{text!r}: roles needs the folder of a trained model: roles=FOLDER (docs/models.md)")
        return cls("rules" in named, Path(named["roles"]).expanduser() if "roles" in named else None)

    @property
    def text(self) -> str:
        """The list that means this choice from any folder of this machine, for other processes."""
        roles = [] if self.roles is None else [f"roles={self.roles.absolute()}"]
        return ",".join(["rules"] * self.rules + roles)
