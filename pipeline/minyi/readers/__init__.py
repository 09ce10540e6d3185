"""Opinion boxes of every kind, read: xlsx, xls, csv, tsv, txt, docx, pdf, jsonl, parquet.

Each reader turns a file into opinions that remember where they stood; what is no opinion, or
cannot be taken, becomes a problem. Nothing is dropped in silence, and no file raises.
"""

from minyi.readers.columns import read_columns
from minyi.readers.files import read
from minyi.readers.options import ReadOptions
from minyi.readers.paths import expand, expand_named
from minyi.readers.stream import read_stdin_lines

__all__ = ["ReadOptions", "expand", "expand_named", "read", "read_columns", "read_stdin_lines"]
