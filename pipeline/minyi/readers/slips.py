"""Opinions as columns: what a classifier needs of them, without an object for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from minyi.domain import Opinion


@dataclass(slots=True)
class Slips:
    """Columns of equal length, one entry an opinion."""

    texts: list[str] = field(default_factory=list)  # `Opinion.full_text`
    ids: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)  # case number, "" where there is none
    files: list[str] = field(default_factory=list)  # file, and sheet if there is one
    rows: list[int] = field(default_factory=list)  # 0 where there is none
    names: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    assigned: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, opinions: Iterable[Opinion]) -> Slips:
        """The same opinions as columns."""
        slips = cls()
        for opinion in opinions:
            slips.add(opinion)
        return slips

    def add(self, opinion: Opinion) -> None:
        """One more."""
        source = opinion.source
        self.texts.append(opinion.full_text)
        self.ids.append(opinion.id)
        self.cases.append(opinion.case_number)
        self.files.append(f"{source.file}[{source.sheet}]" if source.sheet else source.file)
        self.rows.append(source.row)
        self.names.append(opinion.name)
        self.places.append(opinion.place)
        self.assigned.append(opinion.assigned)

    def extend(self, others: Slips) -> None:
        """More, behind."""
        for each in fields(self):
            getattr(self, each.name).extend(getattr(others, each.name))

    def take(self, count: int) -> Slips:
        """The first `count`, taken away."""
        taken = Slips(*(getattr(self, each.name)[:count] for each in fields(self)))
        for each in fields(self):
            del getattr(self, each.name)[:count]
        return taken

    def pick(self, places: list[int]) -> Slips:
        """Those at the given places, in that order."""
        return Slips(
            *(
                [column[i] for i in places]
                for column in (getattr(self, f.name) for f in fields(self))
            )
        )

    def __len__(self) -> int:
        return len(self.texts)
