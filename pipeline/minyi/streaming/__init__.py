"""Any number of opinions through the flow, in batches: bounded memory, order kept, resumable.

    files → slips (batches) → chunks of records (one process or several) → a sink

A sink that is a file grows under the name `FILE.partial`, complete up to the last whole batch, and
takes its own name at the end; what was done so far stands beside it, so that another run can go on.
"""

from minyi.streaming.job import Job, Tally, run
from minyi.streaming.progress import rows_of
from minyi.streaming.rendering import Shape
from minyi.streaming.resuming import partial_of

__all__ = ["Job", "Shape", "Tally", "partial_of", "rows_of", "run"]
