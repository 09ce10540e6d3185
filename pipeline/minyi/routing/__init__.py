"""Which organization must act, and why: pure decisions over a directory."""

from minyi.routing.case import Guess
from minyi.routing.decide import route, route_all
from minyi.routing.learned import serves_any
from minyi.routing.model import Directory, Duty, Organization, Place
from minyi.routing.rules import route_to

__all__ = [
    "Directory",
    "Duty",
    "Guess",
    "Organization",
    "Place",
    "route",
    "route_all",
    "route_to",
    "serves_any",
]
