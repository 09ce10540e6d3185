"""What the ledger refuses."""

from __future__ import annotations

from minyi.errors import MinyiError


class ForbiddenStepError(MinyiError, ValueError):
    """A step that is not possible now, or not for this person; says which steps are."""


class StaleMatterError(MinyiError, RuntimeError):
    """Somebody else changed the matter since it was read; nothing was written."""


class UnknownMatterError(MinyiError, LookupError):
    """The ledger has no such matter, slip or attachment."""


class ForbiddenViewError(MinyiError, PermissionError):
    """This person may not see who the citizen is; the attempt is logged."""


class BadLedgerError(MinyiError, ValueError):
    """Not a ledger, a damaged one, one that a newer Minyi wrote, or a store out of reach."""
