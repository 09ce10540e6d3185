"""The ledger's face: every change one transaction, every question one snapshot."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from minyi.domain import Matter
from minyi.ledgers import checking, copying, entering, people, proposing, queries, writing
from minyi.ledgers import engine as stores
from minyi.ledgers.attachments import Attachments, folder_beside
from minyi.ledgers.authority import Actor, Rules
from minyi.ledgers.chain import Anchor, events_of, read_anchor
from minyi.ledgers.checking import Verification
from minyi.ledgers.entering import Registered
from minyi.ledgers.events import Event, in_china
from minyi.ledgers.faults import ForbiddenViewError
from minyi.ledgers.people import Person, View
from minyi.ledgers.proposals import Duplicates
from minyi.ledgers.proposing import Proposal
from minyi.ledgers.queries import Entry, Filter, Order, Slip
from minyi.ledgers.state import MatterState

log = logging.getLogger(__name__)
_ALL = Filter()
_MANY = 5000  # matters that change how the tables are filled


class Ledger:
    """One ledger, open; safe to share between threads, and between processes by its store."""

    def __init__(self, engine: sa.Engine, rules: Rules, attachments: Attachments) -> None:
        self._engine = engine
        self.rules = rules
        self.attachments = attachments
        self.duplicates = Duplicates(engine, rules)  # search, proposals, refuse

    @classmethod
    def open(
        cls,
        target: str | Path,
        *,
        rules: Rules,
        attachments: Path | None = None,
        create: bool = True,
    ) -> Ledger:
        """Open a ledger, make it where there is none, bring its schema to the newest.

        Args:
            target: A file (SQLite), or a URL: postgresql://user:password@host/name.
            rules: Calendar and order of the office.
            attachments: Folder of files of proof; beside the file by default.
            create: Whether to make a missing file.

        Raises:
            UsageError: The file is missing and `create` is false, or no such kind of store.
            BadLedgerError: Not a ledger, written by a newer Minyi, or out of reach.
            MissingExtraError: PostgreSQL without the extra `postgres`.
        """
        engine = stores.connect(target, create=create)
        file = stores.sqlite_path(engine)
        if attachments is None and file is not None:
            attachments = folder_beside(file)
        return cls(engine, rules, Attachments(attachments))

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection that sees one moment, for questions of one's own over `schema`."""
        return stores.reading(self._engine)

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """The one writer's transaction, for tables of one's own; never for states or events."""
        return stores.writing(self._engine)

    def register(
        self,
        matters: Iterable[Matter],
        *,
        actor: Actor,
        at: datetime | None = None,
        batch: int = entering.BATCH,
    ) -> Registered:
        """Enter matters; those of a slip must follow each other, as `Flow.matters` gives them.

        A slip entered before (content, source, number) is left out: a run cut short is repeated.
        Files with the same names belong in one call.

        Args:
            actor: A clerk.
            batch: Slips of one transaction.

        Raises:
            ForbiddenStepError: The actor is no clerk.
        """
        at = writing.now() if at is None else at
        done = entering.enter(
            self._engine, matters, actor=actor, at=at, rules=self.rules, batch=batch
        )
        if len(done.matters) >= _MANY:
            stores.measure(self._engine)
        log.info("registered %d slips, %d known", done.slips, done.known)
        return done

    def act(
        self,
        id: int,
        step: str,
        actor: Actor,
        *,
        at: datetime | None = None,
        why: str = "",
        expected: int | None = None,
        **details: Any,
    ) -> MatterState:
        """Take one step of a matter, all of it or nothing.

        Args:
            id: Of the matter.
            step: A key of `STEP_NAMES`.
            actor: Who acts.
            at: When; now by default.
            why: Reason or remark; personal data are masked before they are written.
            expected: `version` of the state that the actor saw. Sending the very same step again
                with the same `expected` is harmless: it is not written twice.
            details: What the step needs, see `minyi.ledgers.steps`.

        Returns:
            The state after it.

        Raises:
            StaleMatterError: Somebody else was quicker.
            ForbiddenStepError: Not now, or not by this person.
            UsageError: A detail is missing or makes no sense, or an attachment was not put.
            UnknownMatterError: There is no such matter.
        """
        for digest in writing.digests(details.get("evidence")):
            self.attachments.path(digest)
        with self.writing() as connection:
            return writing.act(
                connection,
                self.rules,
                id,
                step,
                actor,
                at=at,
                why=why,
                expected=expected,
                details=details,
            )

    def merge(
        self, duplicate: int, lead: int, actor: Actor, *, at: datetime | None = None, why: str = ""
    ) -> MatterState:
        """Make a matter (重复件) one more voice of another; gives the state of that one.

        Raises:
            ForbiddenStepError: One is closed, suspended or merged, or the duplicate leads others.
        """
        with self.writing() as connection:
            state = writing.merge(connection, self.rules, duplicate, lead, actor, at, why)
            proposing.settle(connection, duplicate, lead, "merged", actor, state.last_at)
            return state

    def unmerge(
        self, duplicate: int, actor: Actor, *, at: datetime | None = None, why: str = ""
    ) -> MatterState:
        """Undo `merge`, never to be proposed again; gives the matter's state, as it was."""
        with self.writing() as connection:
            lead = writing.load_state(connection, duplicate).lead or 0
            state = writing.unmerge(connection, self.rules, duplicate, actor, at, why)
            proposing.settle(connection, duplicate, lead, "refused", actor, state.last_at)
            return state

    def proposals(self) -> list[Proposal]:
        """Duplicates that wait for a decision; `merge` accepts one, `duplicates.refuse` not."""
        return self.duplicates.proposals()

    def state(self, id: int) -> MatterState:
        with self.reading() as connection:
            return writing.load_state(connection, id)

    def entry(self, id: int) -> Entry:
        with self.reading() as connection:
            return queries.entry_of(connection, id)

    def events(self, id: int) -> list[Event]:
        """All that happened to a matter, in order."""
        with self.reading() as connection:
            return events_of(connection, writing.load_state(connection, id).id)

    def find(self, code: str) -> list[int]:
        """Matters by printed number or case number; there may be several, or none."""
        with self.reading() as connection:
            return queries.find(connection, code)

    def matters(
        self, where: Filter = _ALL, *, order: Order = "id", limit: int = 100, offset: int = 0
    ) -> list[Entry]:
        """A page of matters."""
        with self.reading() as connection:
            return queries.entries(connection, where, order, limit, offset)

    def each(self, where: Filter = _ALL, *, size: int = 2000) -> Iterator[Entry]:
        """All matters by id, of one moment, `size` in memory at a time."""
        with self.reading() as connection:
            yield from queries.each_entry(connection, where, size)

    def count(self, where: Filter = _ALL) -> int:
        with self.reading() as connection:
            return queries.count(connection, where)

    def slip(self, id: int) -> Slip:
        with self.reading() as connection:
            return queries.slip_of(connection, id)

    def slips(self, *, closed: bool | None = None, limit: int = 100, offset: int = 0) -> list[Slip]:
        with self.reading() as connection:
            return queries.slips(connection, closed, limit, offset)

    def reveal(self, id: int, actor: Actor, why: str, *, at: datetime | None = None) -> Person:
        """Who the citizen is, for a clerk or a superior of the organization; always logged.

        Raises:
            ForbiddenViewError: This person may not: logged too. Where the matter is a 举报, nobody
                of the organization that it is about may.
        """
        moment = writing.now() if at is None else in_china(at)
        with self.writing() as connection:
            found = people.look(connection, self.rules, id, actor, why, moment)
        if isinstance(found, ForbiddenViewError):
            raise found
        return found

    def views(self, id: int | None = None) -> list[View]:
        """Who looked at personal data, was refused, or removed them."""
        with self.reading() as connection:
            return people.views(connection, id)

    def anonymize(self, before: date, actor: Actor, *, at: datetime | None = None) -> int:
        """Remove names, numbers and unmasked words of slips closed before a day.

        Backups made earlier still hold them. Gives how many slips.
        """
        moment = writing.now() if at is None else in_china(at)
        with self.writing() as connection:
            gone = people.anonymize(connection, before, actor, moment)
        stores.forget_log(self._engine)
        return gone

    def anchor(self) -> Anchor:
        """Where the hash chain ends; noted elsewhere, it proves that nothing was rewritten."""
        with self.reading() as connection:
            return read_anchor(connection)

    def verify(self, anchor: Anchor | None = None, *, files: bool = True) -> Verification:
        """Check the hash chain, that states follow from events, texts, merges, attachments.

        Args:
            anchor: One noted earlier; without it a chain rewritten as a whole goes unnoticed.
            files: Whether to read the attachments.
        """
        with self.reading() as connection:
            return checking.verify(connection, self.attachments, anchor, files)

    def rebuild(self) -> int:
        """Derive all states anew; gives how many differed. BadLedgerError: events were changed."""
        with self.writing() as connection:
            return checking.rebuild(connection)

    def backup(self, path: Path) -> None:
        """Copy the ledger to a file, while others work; attachments to the folder beside it."""
        copying.backup(self._engine, self.attachments, path)

    def restore(self, path: Path) -> None:
        """Put a backup in the place of everything here, at once; a damaged one is refused."""
        with tempfile.TemporaryDirectory() as work:
            copying.restore(self._engine, self.attachments, path, Path(work))
