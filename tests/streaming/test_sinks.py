"""A fault at any moment leaves a partial output that another run can go on from."""

import pytest

from minyi.streaming import sinks
from minyi.streaming.rendering import Chunk, Shape
from minyi.streaming.resuming import Done, load_done
from minyi.streaming.sinks import open_sink

SHAPE = Shape(format="csv", labels_only=True)
LINES = [f"{i},utilities.water,0.9000\n" for i in range(30)]


def chunk(shape, lines):
    if shape.format == "csv":
        return Chunk(len(lines), len(lines), "".join(lines))
    import pyarrow as pa

    cells = [line.strip().split(",") for line in lines]
    columns = [[c[0] for c in cells], [c[1] for c in cells], [float(c[2]) for c in cells]]
    return Chunk(len(lines), len(lines), pa.table(columns, names=list(shape.fields)))


def write(target, shape, done, upto=None):
    """Append the chunks that are not there yet, up to one; finish where none is given."""
    sink = open_sink(target, shape, done)
    for i in range(sink.done.batches, 10 if upto is None else upto):
        sink.append(chunk(shape, LINES[3 * i : 3 * i + 3]))
    sink.finish() if upto is None else sink.stop()
    return sink


@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize("stops", [[0], [1], [7], [8], [9], [10], [2, 8, 9]])
def test_stopping_and_going_on_gives_the_same_bytes(tmp_path, format, stops):
    shape = Shape(format=format, labels_only=True)
    whole, cut = tmp_path / f"whole.{format}", tmp_path / f"cut.{format}"
    write(whole, shape, Done())
    for upto in stops:
        write(cut, shape, load_done(cut) or Done(), upto)
        assert not cut.exists()
    write(cut, shape, load_done(cut) or Done())
    assert cut.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([cut.name, whole.name])


def test_a_line_that_was_begun_is_cut_off(tmp_path):
    out = tmp_path / "o.csv"
    write(out, SHAPE, Done(), upto=2)
    partial = tmp_path / "o.csv.partial"
    with partial.open("ab") as stream:
        stream.write(b"9,utilit")
    write(out, SHAPE, load_done(out))
    assert out.read_text(encoding="utf-8-sig").splitlines()[1:] == [line.strip() for line in LINES]


def test_a_full_disk_leaves_what_is_whole(tmp_path, monkeypatch):
    out = tmp_path / "o.csv"
    sink = open_sink(out, SHAPE, Done())
    sink.append(chunk(SHAPE, LINES[:3]))
    monkeypatch.setattr(sinks, "SAVE_EVERY", 0)
    monkeypatch.setattr(sinks, "save_done", full)
    with pytest.raises(sinks.UsageError, match="写不进去"):
        sink.append(chunk(SHAPE, LINES[3:6]))
    monkeypatch.undo()
    sink.stop()
    assert load_done(out).batches == 2
    write(out, SHAPE, load_done(out))
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 31


def full(*arguments):
    raise OSError(28, "No space left on device")
