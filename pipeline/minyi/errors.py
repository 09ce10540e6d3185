"""One exception tree: ours first, the built-in it resembles second."""

from __future__ import annotations


class MinyiError(Exception):
    """Root of all errors raised on purpose; the message is Chinese and fit to show to a user."""


class UsageError(MinyiError, ValueError):
    """The arguments contradict each other or name something that does not exist."""


class UnreadableFileError(MinyiError, ValueError):
    """A file cannot be opened or decoded as what its name says."""


class BadTableError(MinyiError, ValueError):
    """A table was read, but it does not hold what is asked of it (no opinion column, no labels)."""


class BadTaxonomyError(MinyiError, ValueError):
    """A taxonomy file names a leaf twice, without a group or without a Chinese name."""


class BadDirectoryError(MinyiError, ValueError):
    """The directory of organizations contradicts itself; lists every fault with sheet and row."""


class BadModelError(MinyiError, ValueError):
    """A model folder is damaged, too new, or was made with another segmenter or dictionary."""


class OutputExistsError(MinyiError, FileExistsError):
    """The output is there already and `--force` was not given."""


class NotFittedError(MinyiError, ValueError, AttributeError):
    """The classifier was asked to predict before it was fitted."""


class MissingExtraError(MinyiError, ImportError):
    """An optional library is not installed; the message says how to install it."""
