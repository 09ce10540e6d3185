"""From texts to routes: find what each text says, then apply the rules once per case."""

from __future__ import annotations

from collections.abc import Sequence

from minyi.domain import Route
from minyi.routing.case import Case, Guess
from minyi.routing.index import Index, index_of
from minyi.routing.locating import hinted, locate
from minyi.routing.model import Directory
from minyi.routing.rules import decide
from minyi.routing.substance import says_nothing
from minyi.taxonomy import UNCLEAR


def route(
    text: str,
    category: str,
    directory: Directory,
    *,
    place_hint: str = "",
    kind: str = "",
    assigned: str = "",
) -> Route:
    """Route one matter: see `route_all`."""
    return _route_one(text, category, place_hint, assigned, kind, directory, index_of(directory))


def route_all(
    texts: Sequence[str],
    categories: Sequence[str],
    directory: Directory,
    *,
    place_hints: Sequence[str] | None = None,
    assigned: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    guesses: Sequence[Guess | None] | None = None,
) -> list[Route]:
    """Say for each matter which organization must act, and why.

    Precedence:

    0. A text that says nothing (啊, 1, 看不清) or is `other.unclear`: the coordinating
       organization, and a person looks at it. A category guessed from noise decides nothing.
    1. An organization that the writer clearly asks to act leads. If it does not serve the
       category, the one that does assists and a person looks at it. Never the asked one: an
       organization that is merely mentioned (住建局旁边), one that the text complains about, one
       to which the writer does not want to be sent (别再转给城管局).
    2. A complaint about an organization or its people (refusals, contested decisions, unfairness,
       the conduct of staff) goes to its parent; about graft, to the discipline body. A service
       that is late or broken is no such complaint: it stays with rules 3 to 5; where it is refused
       and wanted, the parent assists. About village cadres: their town's office; where the place
       is not known, the discipline body, or the coordinating organization for a mere refusal.
    3. A duty at the place of the matter, the finest place first (village before town). The place
       column wins; the text decides within it. Places that cannot be told apart and would lead
       to different offices: rule 4, and a person looks at it.
    4. A duty in the whole district.
    5. The 原承办单位 of the table if it is in the directory, else the coordinating organization;
       a person looks at both.

    Where rules 3 to 5 lead to an organization that the writer refuses, its parent takes the
    matter; without one, or where 区里 is asked directly, the coordinating organization does and a
    person looks at it.

    A guess of past dispatches is heard where the text asks for, complains about and refuses nobody:
    before rule 3 where it says so, else in place of the coordinating organization of rule 5; never
    against the directory (`learned.chosen`).

    Among duties a leaf beats its group, and a group beats "*".

    Args:
        texts: Normalized matters (simplified characters).
        categories: Leaf codes, one for each text.
        directory: The office.
        place_hints: Cells of the place column, "" where empty.
        assigned: Cells of the column 原承办单位; a town's office also tells the place.
        kinds: Codes of `domain.KIND_NAMES`, "" where unknown.
        guesses: What a model of past dispatches says, None where it is not sure.

    Raises:
        ValueError: The sequences differ in length.
    """
    count = len(texts)
    index = index_of(directory)
    blank = [""] * count
    rows = zip(
        texts,
        categories,
        place_hints or blank,
        assigned or blank,
        kinds or blank,
        guesses or [None] * count,
        index.may_name(texts),
        strict=True,
    )
    plain = index.plain
    routes: list[Route] = []
    for text, category, hint, given, kind, guess, named in rows:
        if named or says_nothing(text):
            routes.append(_route_one(text, category, hint, given, kind, directory, index, guess))
            continue
        known = plain.get((category, hint, given, guess))
        if known is None:
            known = _route_one(text, category, hint, given, kind, directory, index, guess)
            plain[category, hint, given, guess] = known
        routes.append(known)
    return routes


def _route_one(
    text: str,
    category: str,
    hint: str,
    assigned: str,
    kind: str,
    directory: Directory,
    index: Index,
    guess: Guess | None = None,
) -> Route:
    given = index.by_alias.get(assigned.strip(), "") if assigned else ""
    if says_nothing(text):
        return _decided(Case(UNCLEAR, (), given), directory, index)
    where = hinted(hint, index) if hint else ()
    if given and not where:
        where = hinted(assigned, index)
    named = index.mentions(text)
    if named.places:
        where = locate(where, named.places, index)
    if any(named):
        # Its grammars take 100 ms to compile: only when somebody is named.
        from minyi.routing.reading import read

        case = read(text, category, kind, where, given, named, directory, index)
    else:
        case = Case(category, where, given)
    if guess:
        case = case._replace(guess=guess)
    return _decided(case, directory, index)


def _decided(case: Case, directory: Directory, index: Index) -> Route:
    known = index.routes.get(case)
    if known is None:
        known = index.routes[case] = decide(case, directory, index)
    return known
