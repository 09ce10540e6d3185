"""Model folders: whole, checked by hash, refused when anything is off."""

import json

import numpy as np
import pytest

from minyi.errors import BadModelError, OutputExistsError
from minyi.model_store import default_folder, load_model, save_model
from minyi.retraining import train as train_all
from minyi.tokens import TextSettings

TEXTS = ["家里停水两天了", "自来水发黄", "昨晚又停电了", "电压不稳", "水管爆了", "电表坏了"]
LABELS = ["water", "water", "power", "power", "water", "power"]


def train(*rows, **settings):
    return train_all(*rows, **settings).model


@pytest.fixture
def folder(tmp_path):
    save_model(train(TEXTS, {"category": LABELS}), tmp_path / "m")
    return tmp_path / "m"


def edit_manifest(folder, **changes):
    path = folder / "manifest.json"
    manifest = {**json.loads(path.read_text(encoding="utf-8")), **changes}
    del manifest["checksum"]  # else it is the checksum that refuses
    path.write_text(json.dumps(manifest))


def test_what_is_saved_predicts_as_before(folder):
    before, after = train(TEXTS, {"category": LABELS}), load_model(folder)
    np.testing.assert_array_equal(
        before.probabilities(TEXTS)["category"], after.probabilities(TEXTS)["category"]
    )
    assert after.version == before.version
    assert after.facts["rows"] == 6


def test_same_rows_give_the_same_files(folder, tmp_path):
    save_model(train(TEXTS, {"category": LABELS}), tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_an_existing_folder_is_kept_unless_forced(folder):
    model = train(TEXTS, {"category": LABELS})
    with pytest.raises(OutputExistsError, match="--force"):
        save_model(model, folder)
    (folder / "README.md").write_text("card", encoding="utf-8")
    save_model(model, folder, force=True)
    assert (folder / "README.md").read_text(encoding="utf-8") == "card"


@pytest.mark.parametrize("name", ["weights.npy", "buckets.npy", "idf.npy", "intercepts.npy"])
def test_a_changed_byte_is_refused(folder, name):
    path = folder / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(BadModelError, match="校验值"):
        load_model(folder)


@pytest.mark.parametrize("name", ["weights.npy", "manifest.json"])
def test_a_missing_or_truncated_file_is_refused(folder, name):
    path = folder / name
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(BadModelError):
        load_model(folder)
    path.unlink()
    with pytest.raises(BadModelError):
        load_model(folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": 99}, "升级"),
        ({"format": "1"}, "格式版本"),
        ({"heads": {}}, "对不上"),
        ({"heads": {"category": {"labels": ["a", "b", "c"], "temperature": 1}}}, "对不上"),
        ({"text": {"characters": [1], "segmenter": "other"}}, "分词器"),
        ({"text": None}, "缺项"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(folder, changes, message):
    edit_manifest(folder, **changes)
    with pytest.raises(BadModelError, match=message):
        load_model(folder)


def test_a_large_array_is_kept_in_parts(tmp_path, monkeypatch):
    model = train(TEXTS, {"category": LABELS})
    monkeypatch.setattr("minyi.model_store._LARGEST_PART", 2)
    save_model(model, tmp_path / "m")
    assert (tmp_path / "m" / "weights-1.npy").exists()
    assert not (tmp_path / "m" / "weights.npy").exists()
    again = load_model(tmp_path / "m")
    for name in ("buckets", "idf", "weights", "scales", "intercepts"):
        np.testing.assert_array_equal(
            getattr(again.classifier, name), getattr(model.classifier, name)
        )
    (tmp_path / "m" / "weights-1.npy").unlink()
    with pytest.raises(BadModelError, match=r"weights-1\.npy"):
        load_model(tmp_path / "m")


def test_pickles_are_never_opened(folder):
    import hashlib
    import io

    buffer = io.BytesIO()
    np.save(buffer, np.array([print], object), allow_pickle=True)
    (folder / "weights.npy").write_bytes(buffer.getvalue())
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["weights.npy"] = hashlib.sha256(buffer.getvalue()).hexdigest()
    edit_manifest(folder, files=manifest["files"])
    with pytest.raises(BadModelError, match="不是数组文件"):
        load_model(folder)


def test_words_pin_the_dictionary(tmp_path):
    save_model(train(TEXTS, {"category": LABELS}, text=TextSettings(words=True)), tmp_path / "w")
    load_model(tmp_path / "w")
    edit_manifest(
        tmp_path / "w", text={"characters": [1, 2, 3], "words": True, "dictionary": "1" * 64}
    )
    with pytest.raises(BadModelError, match="分词词典"):
        load_model(tmp_path / "w")


def test_the_shipped_model_is_small_and_answers_three_questions():
    model = load_model(default_folder())
    assert list(model.classifier.heads) == ["category", "kind", "urgency"]
    assert len(model.labels("category")) == 47
    assert sum(path.stat().st_size for path in default_folder().iterdir()) < 15 << 20
