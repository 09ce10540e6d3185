"""The directory of an office as files: read, checked, and written to be filled in."""

from minyi.directory.example import example_directory
from minyi.directory.gaps import find_gaps
from minyi.directory.load import check_directory, load_directory
from minyi.directory.write import write_office

__all__ = ["check_directory", "example_directory", "find_gaps", "load_directory", "write_office"]
