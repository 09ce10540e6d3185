"""The face of the ledger for duplicates (重复件)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from minyi.duplicates import FLOOR, WINDOW
from minyi.errors import UsageError
from minyi.ledgers import engine as stores
from minyi.ledgers import proposing, writing
from minyi.ledgers.authority import Actor, Rules
from minyi.ledgers.events import in_china
from minyi.ledgers.faults import ForbiddenStepError
from minyi.ledgers.proposing import Found, Proposal
from minyi.ledgers.steps import ROLE_NAMES


class Duplicates:
    """Duplicates of one ledger: looked for, proposed, refused; `Ledger.merge` accepts."""

    def __init__(self, engine: sa.Engine, rules: Rules) -> None:
        self._engine = engine
        self._rules = rules

    def search(
        self,
        actor: Actor,
        *,
        at: datetime | None = None,
        days: int = WINDOW,
        floor: float = FLOOR,
        merge_from: float | None = None,
    ) -> Found:
        """Look among the matters registered since the last search.

        Each is compared with the open matters of the days before it, and those with each other.
        Cut short, it is simply repeated. Pairs that a person decided on are not proposed again.

        Args:
            actor: A clerk; merges are in their name.
            at: When; now by default.
            days: How far back.
            floor: Least similarity of a proposal.
            merge_from: Similarity from which on matters are merged at once; None leaves all to a
                person.

        Raises:
            ForbiddenStepError: The actor is no clerk.
            UsageError: A threshold is not in (0, 1].
        """
        if actor.role != "clerk":
            raise ForbiddenStepError(f"并件由{ROLE_NAMES['clerk']}决定，{actor}不能办")
        if merge_from is not None and not 0 < merge_from <= 1:
            raise UsageError(f"自动并件的相似度 {merge_from:g} 不对，请填 0 与 1 之间的数，如 0.98")
        with stores.reading(self._engine) as connection:
            task = proposing.read_task(connection, days)
        moment = writing.now() if at is None else in_china(at)
        found = proposing.look(task, floor, days, moment)  # takes its time: nobody waits for it
        with stores.writing(self._engine) as connection:
            new = proposing.keep(connection, task, found)
            sure = [one for one in new if merge_from is not None and one.similarity >= merge_from]
            merged = set(proposing.merge_all(connection, self._rules, sure, actor, at))
        return Found(
            looked=len(task.rows) - task.known,
            proposed=tuple(one for one in new if one not in merged),
            merged=tuple(one for one in new if one in merged),
        )

    def proposals(self) -> list[Proposal]:
        """What waits for a decision and can still be merged: by lead, the most alike first."""
        with stores.reading(self._engine) as connection:
            return proposing.proposals(connection)

    def refuse(
        self, duplicate: int, lead: int, actor: Actor, *, at: datetime | None = None
    ) -> None:
        """Say that two matters are two.

        Raises:
            ForbiddenStepError: The actor is no clerk.
            UnknownMatterError: Nobody proposed so.
        """
        moment = writing.now() if at is None else in_china(at)
        with stores.writing(self._engine) as connection:
            proposing.refuse(connection, duplicate, lead, actor, moment)
