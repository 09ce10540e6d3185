"""台账.xlsx: the rectification list as an office prints it, and its corrections read back."""

from minyi.workbook.book import write_split, write_workbook
from minyi.workbook.corrections import Corrections, read_corrections
from minyi.workbook.model import Report
from minyi.workbook.review import Review

__all__ = [
    "Corrections",
    "Report",
    "Review",
    "read_corrections",
    "write_split",
    "write_workbook",
]
