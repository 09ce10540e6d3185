"""What an office does with its ledger: chase, count, report, hand out and take in again.

Everything here reads the ledger, and writes by its steps alone.
"""

from __future__ import annotations

from minyi.followup.counting import Figures, figures
from minyi.followup.due import KIND_NAMES, Due, due
from minyi.followup.ladder import Ladder, Thresholds
from minyi.followup.periods import Period
from minyi.followup.rates import Rate, Tally

__all__ = [
    "KIND_NAMES",
    "Due",
    "Figures",
    "Ladder",
    "Period",
    "Rate",
    "Tally",
    "Thresholds",
    "due",
    "figures",
]
