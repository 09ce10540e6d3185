"""All of a matter that a decision may look at."""

from __future__ import annotations

from typing import NamedTuple


class Guess(NamedTuple):
    """What past dispatches say of one matter."""

    organization: str  # as the model has it: name or alias
    percent: int  # how sure it is
    first: bool = False  # it is heard before the duties, not only where none is known
    sure: bool = False  # so sure that no person need look
    fits: bool = False  # the organization serves another category that the matter may well have


class Case(NamedTuple):
    """All of a matter that a decision may look at; equal cases have equal routes."""

    category: str
    where: tuple[int, ...]  # possible places: () unknown, one certain, several not told apart
    given: str = ""  # 原承办单位, where it is in the directory
    asked: tuple[str, ...] = ()  # organizations asked to act, never an accused one
    either: bool = False  # they are alternatives
    greeted: tuple[str, ...] = ()  # the letter begins with them; counts if they serve the category
    accused: tuple[str, ...] = ()  # organizations complained about
    graft: bool = False  # … for graft, whatever the category
    idle: tuple[str, ...] = ()  # they refuse work that the writer wants done
    refused: tuple[str, ...] = ()  # the writer does not want to be sent to them
    above: bool = False  # 区里 is to act, not those below
    village: int = -1  # a village or community whose cadres are complained about
    passed: tuple[str, ...] = ()  # each says that another is competent, as the reason names them
    elsewhere: tuple[str, ...] = ()  # organizations of other places that are asked or accused
    unplaced: str = ""  # cadres of an unknown place are: "deed" or "decision"
    guess: Guess | None = None  # what past dispatches say; heard where the text names nobody

    @property
    def silent(self) -> bool:
        """The text asks for, complains about and refuses nobody."""
        return self == Case(self.category, self.where, self.given, guess=self.guess)
