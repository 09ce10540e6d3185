"""台账.xlsx: the rectification list as an office prints it, and its corrections read back."""

from minyi.domain import Review
from minyi.workbook.book import write_split, write_workbook
from minyi.workbook.corrections import Corrections, read_corrections
from minyi.workbook.model import Report
from minyi.workbook.opened import Book, is_our_book, open_book
from minyi.workbook.reissue import Change, Reissue, correct
from minyi.workbook.returned import returned_ids, rewritten_ids
from minyi.workbook.rewrite import write_book
from minyi.workbook.rules import Rules
from minyi.workbook.towns import towns_of

__all__ = [
    "Book",
    "Change",
    "Corrections",
    "Reissue",
    "Report",
    "Review",
    "Rules",
    "correct",
    "is_our_book",
    "open_book",
    "read_corrections",
    "returned_ids",
    "rewritten_ids",
    "towns_of",
    "write_book",
    "write_split",
    "write_workbook",
]
