"""The ledger (台账): every matter registered, owned, chased, closed with proof and answered.

The truth is an append-only list of events; the state of a matter is derived from its events and
can be rebuilt. Everything that changes something is one transaction.

    rules = Rules(calendar=Calendar(), parents={"水务所": "水务局"}, coordinating="群工办")
    with Ledger.open("台账.db", rules=rules) as ledger:       # or postgresql://…
        done = ledger.register(matters, actor=clerk)           # domain.Matter, as Flow gives them
        state = ledger.state(done.matters[0])
        ledger.act(state.id, "assign", clerk, organization="水务所", person="李工",
                   expected=state.version)

Layers inside: faults, events, state, applying, steps, authority, drafting, life (all pure), then
schema, engine, chain, then what reads and writes them, then store.
"""

from __future__ import annotations

from minyi.ledgers.applying import apply
from minyi.ledgers.attachments import Attachments
from minyi.ledgers.authority import Actor, Rules
from minyi.ledgers.chain import Anchor
from minyi.ledgers.checking import Verification
from minyi.ledgers.entering import Registered
from minyi.ledgers.events import CHINA, Event
from minyi.ledgers.faults import (
    BadLedgerError,
    ForbiddenStepError,
    ForbiddenViewError,
    StaleMatterError,
    UnknownMatterError,
)
from minyi.ledgers.life import decide, possible
from minyi.ledgers.people import Person, View
from minyi.ledgers.proposals import Duplicates
from minyi.ledgers.proposing import Found, Proposal
from minyi.ledgers.queries import Entry, Filter, Slip
from minyi.ledgers.state import Evidence, MatterState
from minyi.ledgers.steps import (
    CHASE_LEVELS,
    OPEN_STATUSES,
    ROLE_NAMES,
    SATISFACTION_NAMES,
    STATUS_NAMES,
    STEP_NAMES,
)
from minyi.ledgers.store import Ledger

__all__ = [
    "CHASE_LEVELS",
    "CHINA",
    "OPEN_STATUSES",
    "ROLE_NAMES",
    "SATISFACTION_NAMES",
    "STATUS_NAMES",
    "STEP_NAMES",
    "Actor",
    "Anchor",
    "Attachments",
    "BadLedgerError",
    "Duplicates",
    "Entry",
    "Event",
    "Evidence",
    "Filter",
    "ForbiddenStepError",
    "ForbiddenViewError",
    "Found",
    "Ledger",
    "MatterState",
    "Person",
    "Proposal",
    "Registered",
    "Rules",
    "Slip",
    "StaleMatterError",
    "UnknownMatterError",
    "Verification",
    "View",
    "apply",
    "decide",
    "possible",
]
