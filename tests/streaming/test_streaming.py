"""Runs that are cut short and go on: no row lost, none twice, the same bytes in the end."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from minyi.cli import main

# A real process, held up a little so that there is a middle to end it in, however fast it gets.
CODE = """
from time import sleep
from minyi.cli import main
from minyi.streaming import workers
render = workers.render
workers.render = lambda *batch: (sleep(0.5), render(*batch))[1]
main()
"""
ROOT = Path(__file__).parents[2]
WHAT = ("停水两天了", "路灯不亮，走路看不清", "垃圾没人清运，味道很大", "办事窗口态度不好")


@pytest.fixture
def minyi(capsys):
    """Run a command; returns (exit code, stdout, stderr)."""

    def run(*arguments):
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return stop.value.code, captured.out, captured.err

    return run


def write_box(path, rows, *, first=1, blank_at=()):
    """A box of rows with numbers of their own; every fifth slip holds two matters."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write("工单号,意见内容,姓名\n")
        for i in range(first, first + rows):
            text = f"{i}号楼{WHAT[i % 4]}"
            if i % 5 == 0:
                text = f"一是{i}号楼停水三天了没人管；二是{i}栋的垃圾没人清运臭气熏天"
            stream.write(f"G{i:06},{'' if i in blank_at else text},王{i % 7}娃\n")
    return path


def started(source, out, *options):
    return subprocess.Popen(
        [sys.executable, "-c", CODE, "classify", str(source), "--out", str(out), *options],
        env={**os.environ, "PYTHONPATH": str(ROOT / "pipeline")},
        stderr=subprocess.PIPE,
        # A job in the background, as of some CI, hands down that Ctrl-C means nothing.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def cut_short(source, out, how, *options):
    """Start a real process and end it once a batch is safe; what it said, its exit code."""
    state = out.with_name(f".{out.name}.partial.json")
    process = started(source, out, *options)
    limit = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < limit:
        try:
            if json.loads(state.read_text(encoding="utf-8"))["batches"]:
                break
        except (OSError, ValueError):
            pass
        time.sleep(0.01)
    assert process.poll() is None, process.stderr.read().decode()
    process.send_signal(how)
    said = process.communicate()[1].decode()
    return process.returncode, said


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_run_cut_short_and_resumed_gives_the_same_bytes(tmp_path, minyi, suffix, how):
    box = write_box(tmp_path / "热线.csv", 22_000, blank_at={7, 21_000})
    out, whole = tmp_path / f"记录{suffix}", tmp_path / f"一次做完{suffix}"
    options = ("--labels-only",)
    code, said = cut_short(box, out, how, *options)
    assert not out.exists()
    partial = tmp_path / f"记录{suffix}.partial"
    assert partial.exists()
    if how == signal.SIGINT:
        assert code == 130
        assert "--resume" in said
        assert_whole_batches(partial)
    code, _, stderr = minyi("classify", box, "--out", out, "--resume", *options)
    assert code == 1
    assert "退回 2 条" in stderr  # one before the cut, one after it
    minyi("classify", box, "--out", whole, *options)
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([box.name, out.name, whole.name])


def assert_whole_batches(partial):
    """What an interrupted run leaves can be read, to the last line."""
    state = json.loads(partial.with_name(f".{partial.name}.json").read_text(encoding="utf-8"))
    if partial.is_dir():
        from pyarrow import parquet

        assert len(parquet.read_table(partial)) == state["records"]
        return
    lines = partial.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == state["records"] + 1
    assert lines[-1].count(",") == 2


def test_a_partial_result_is_not_overwritten_unasked(tmp_path, minyi):
    box, out = write_box(tmp_path / "箱.csv", 20), tmp_path / "o.csv"
    (tmp_path / "o.csv.partial").write_text("id\n", encoding="utf-8")
    code, _, stderr = minyi("classify", box, "--out", out)
    assert code == 2
    assert "--resume" in stderr
    assert minyi("classify", box, "--out", out, "--force")[0] == 0
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 1 + 20 + 4


@pytest.mark.parametrize("change", ["input", "choice"])
def test_a_partial_result_of_something_else_is_not_gone_on_with(
    tmp_path, minyi, monkeypatch, change
):
    box, out = write_box(tmp_path / "箱.csv", 20), tmp_path / "o.csv"
    interrupt(monkeypatch)
    assert minyi("classify", box, "--out", out)[0] == 130
    monkeypatch.undo()
    options = ["--labels-only"] if change == "choice" else []
    if change == "input":
        write_box(box, 21)
    code, _, stderr = minyi("classify", box, "--out", out, "--resume", *options)
    assert code == 2
    assert "接不上" in stderr
    assert not out.exists()


def interrupt(monkeypatch):
    """Ctrl-C as the first batch is worked on."""
    from minyi.streaming import workers

    def stop(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(workers, "render", stop)


def test_resuming_what_is_whole_changes_nothing(tmp_path, minyi):
    box, out = write_box(tmp_path / "箱.csv", 20), tmp_path / "o.csv"
    minyi("classify", box, "--out", out)
    before = out.read_bytes()
    code, _, stderr = minyi("classify", box, "--out", out, "--resume")
    assert code == 0
    assert "已经完整" in stderr
    assert out.read_bytes() == before


def test_a_folder_takes_a_file_for_each_input_in_its_format(tmp_path, minyi):
    box = write_box(tmp_path / "东.csv", 5)
    (tmp_path / "西.jsonl").write_text('{"text": "停电了"}\n', encoding="utf-8")
    out = tmp_path / "结果"
    assert minyi("classify", box, tmp_path / "西.jsonl", "--out", f"{out}/")[0] == 0
    assert sorted(path.name for path in out.iterdir()) == ["东.csv", "西.jsonl"]
    assert json.loads((out / "西.jsonl").read_text(encoding="utf-8"))["id"] == "西.jsonl:1"


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_several_processes_give_the_same_records_in_the_same_order(
    tmp_path, minyi, monkeypatch, format
):
    from minyi.streaming import workers

    monkeypatch.setattr(workers, "BREAK_EVEN", 4096)  # two batches are enough then
    box = write_box(tmp_path / "箱.csv", 9_000)
    one, two = tmp_path / f"one.{format}", tmp_path / f"two.{format}"
    minyi("classify", box, "--out", one)
    minyi("classify", box, "--out", two, "--jobs", "2")
    assert one.read_bytes() == two.read_bytes()


def test_the_same_number_in_two_boxes_is_told_apart(tmp_path, minyi):
    write_box(tmp_path / "甲.csv", 3)
    write_box(tmp_path / "乙.csv", 2, first=2)
    _, stdout, _ = minyi(
        "classify", tmp_path / "甲.csv", tmp_path / "乙.csv", "--format", "csv", "--labels-only"
    )
    ids = [line.split(",")[0] for line in stdout.splitlines()[1:]]
    assert ids == ["G000001", "G000002", "G000003", "G000002@乙.csv", "G000003@乙.csv"]
