"""Minyi 民意: from opinion box to rectification list.

Everything here is imported on first use, so that `import minyi` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minyi.clean import mask
    from minyi.domain import Matter, Opinion, Prediction, Problem, Route, Source, Triage
    from minyi.errors import MinyiError
    from minyi.estimator import OpinionClassifier
    from minyi.office import Office, load
    from minyi.taxonomy import load_taxonomy

__version__ = "0.1.0"

_HOMES = {
    "Matter": "domain",
    "MinyiError": "errors",
    "Office": "office",
    "Opinion": "domain",
    "OpinionClassifier": "estimator",
    "Prediction": "domain",
    "Problem": "domain",
    "Route": "domain",
    "Source": "domain",
    "Triage": "domain",
    "load": "office",
    "mask": "clean",
    "load_taxonomy": "taxonomy",
}

__all__ = [
    "Matter",
    "MinyiError",
    "Office",
    "Opinion",
    "OpinionClassifier",
    "Prediction",
    "Problem",
    "Route",
    "Source",
    "Triage",
    "__version__",
    "load",
    "load_taxonomy",
    "mask",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'minyi' has no attribute {name!r}")
    value = getattr(import_module(f"minyi.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
