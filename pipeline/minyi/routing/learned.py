"""What a model of past dispatches may decide beside the directory, and what it may not."""

from __future__ import annotations

from collections.abc import Iterable

from minyi.routing.case import Case, Guess
from minyi.routing.duties import find_lead, find_serving
from minyi.routing.index import Index, index_of
from minyi.routing.model import Directory
from minyi.taxonomy import UNCLEAR, group_of

_REST = {"other", "other.general"}  # leaves for what fits no other


def chosen(case: Case, guess: Guess, directory: Directory, index: Index) -> str:
    """The organization to which a guess leads, "" where the rules stand.

    The directory excludes an organization that it does not know; one all of whose duties are at
    other places than the matter's; a discipline body for what is no matter of conduct; and, where
    it gives the category to somebody, one that has duties but none for it or for another category
    that the matter may well have (`Guess.fits`). Where it gives the
    category to nobody, it says nothing against those that have other duties: a division of labour
    is never complete, and that is what the model is for. A coordinating organization that has the
    category only with everything, or as one of the rest (other.*), does not count as somebody.

    Where no duty is known, the 原承办单位 that a person chose stands.

    Args:
        case: What the text was found to say.
        guess: Of the model.
        directory: The office.
        index: Its look-ups.
    """
    category, where = case.category, case.where
    name = index.by_alias.get(guess.organization.strip(), "")
    if not name or category == UNCLEAR:
        return ""
    duty, _, _ = find_lead(category, where, index)
    named = {category, group_of(category)} - _REST
    assigned = duty is not None and not (
        duty.organization == directory.fallback and not named & set(duty.categories)
    )
    if assigned and (not guess.first or (duty and duty.organization == name)):
        return ""
    if not assigned and (case.given or name == directory.fallback):
        return ""
    if index.organizations[name].role == "discipline" and group_of(category) != "conduct":
        return ""
    if find_serving(name, category, where, index):
        return name
    places = [at for _, at in index.by_organization.get(name, ())]
    if not places:
        listed = any(each.organization == name for each in directory.duties)
        return "" if listed else name
    around = {step for number in where for step in index.chains[number]}
    here = any(not at or not where or at & around for at in places)
    return name if here and (guess.fits or not assigned) else ""


def serves_any(organization: str, categories: Iterable[str], directory: Directory) -> bool:
    """Whether an organization, by name or alias, has a duty for one of the categories."""
    index = index_of(directory)
    name = index.by_alias.get(organization.strip(), "")
    return any(find_serving(name, category, (), index) for category in categories)
