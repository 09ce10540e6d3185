"""Model folders: arrays without pickles, and a manifest that pins every byte of them.

The hashes show damage, not origin: whoever can change an array can change the manifest too.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import count, pairwise, takewhile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from minyi.classifier import Floats, Head, LinearClassifier
from minyi.errors import BadModelError, OutputExistsError
from minyi.tokens import BUCKETS, TextSettings, check_settings, occurrences

FORMAT = 1
_ARRAYS = {
    "buckets": ("int32", 1),
    "idf": ("float32", 1),
    "weights": ("int8", 2),
    "scales": ("float32", 1),
    "intercepts": ("float32", 1),
}
_LARGEST_FILE = 1 << 30
_LARGEST_PART = 3 << 20


@dataclass(frozen=True)
class Model:
    """A classifier with the text settings it was trained with: raw texts in, probabilities out."""

    classifier: LinearClassifier
    text: TextSettings
    version: str
    facts: Mapping[str, Any] = field(default_factory=dict)  # seed, data hash, metrics …

    def probabilities(
        self, texts: Sequence[str], heads: Sequence[str] | None = None
    ) -> dict[str, Floats]:
        """Head name → (texts, labels) calibrated probabilities; all heads where none is named."""
        return self.classifier.probabilities(occurrences(texts, self.text), heads)

    def scores(self, normal_texts: Sequence[str], heads: Sequence[str]) -> dict[str, Floats]:
        """Head name → (texts, labels) margins of what `tokens.normalized` made of the texts.

        The highest margin is that of the label which is the most probable; `Head.calibrated`
        makes probabilities of them.
        """
        families = occurrences(normal_texts, self.text, normal=True)
        return self.classifier.scores(families, heads)

    def labels(self, head: str) -> tuple[str, ...]:
        """Labels of a head, in the order of the columns of its probabilities."""
        return self.classifier.heads[head].labels

    @property
    def main_head(self) -> str:
        """The head that the model was trained for first."""
        return next(iter(self.classifier.heads))


def default_folder() -> Path:
    """Folder of the shipped model: inside the wheel, or models/default of a checkout."""
    packaged = Path(__file__).parent / "_models" / "default"
    return packaged if packaged.exists() else Path(__file__).parents[2] / "models" / "default"


def save_model(
    model: Model,
    folder: Path,
    *,
    force: bool = False,
    beside: Mapping[str, bytes | None] | None = None,
) -> None:
    """Write a model folder; it appears whole or not at all.

    Args:
        model: What to write.
        folder: Where.
        force: Replace a folder that is there; what people put beside the weights stays.
        beside: File name → content of what goes with the weights, such as the card; None takes
            away what an earlier model left.

    Raises:
        OutputExistsError: The folder is there already and `force` is off.
    """
    if folder.exists() and any(folder.iterdir()) and not force:
        raise OutputExistsError(f"{folder} 已存在，未覆盖；确要覆盖请加 --force，或换一个 --out")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".model-") as scratch:
        new = Path(scratch) / "new"
        new.mkdir()
        files = {}
        for name in _ARRAYS:
            for file_name, part in _parts(name, getattr(model.classifier, name)):
                buffer = io.BytesIO()
                np.save(buffer, part, allow_pickle=False)
                (new / file_name).write_bytes(buffer.getvalue())
                files[file_name] = hashlib.sha256(buffer.getvalue()).hexdigest()
        manifest = {
            "format": FORMAT,
            "version": model.version,
            "text": asdict(model.text),
            "heads": {name: asdict(head) for name, head in model.classifier.heads.items()},
            "facts": dict(model.facts),
            "files": files,
        }
        manifest["checksum"] = _checksum(manifest)
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (new / "manifest.json").write_text(text, encoding="utf-8")
        ours = {*files, "manifest.json", *(beside or {})}
        for name, content in (beside or {}).items():
            if content is not None:
                (new / name).write_bytes(content)
        if folder.exists():
            for kept in folder.iterdir():
                if kept.name not in ours and kept.suffix != ".npy" and kept.is_file():
                    shutil.copy2(kept, new / kept.name)
            folder.rename(Path(scratch) / "old")
        new.rename(folder)


def load_model(folder: Path) -> Model:
    """Read a model folder; nothing of an array is used before its hash is checked.

    Raises:
        BadModelError: No manifest, a file missing, changed or of a wrong shape, a format newer
            than this program, or another segmenter or dictionary.
    """
    manifest = _manifest(folder)
    try:
        text = TextSettings(
            **{**manifest["text"], "characters": tuple(manifest["text"]["characters"])}
        )
        heads = {
            name: Head(
                labels=tuple(head["labels"]),
                temperature=float(head["temperature"]),
                curve=tuple((float(said), float(meant)) for said, meant in head.get("curve", ())),
            )
            for name, head in manifest["heads"].items()
        }
        version, facts, hashes = str(manifest["version"]), manifest["facts"], manifest["files"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadModelError(
            f"模型 {folder} 的 manifest.json 缺项或写错（{error}），请重新训练"
        ) from error
    check_settings(text)
    arrays = {name: _array(folder, name, hashes) for name in _ARRAYS}
    classifier = LinearClassifier(heads=heads, **arrays)
    _check_shapes(classifier, folder)
    return Model(classifier, text, version, facts)


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    if not path.is_file():
        raise BadModelError(f"{folder} 不是模型文件夹（没有 manifest.json），请检查 --model")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadModelError(
            f"模型 {folder} 的 manifest.json 已损坏，请重新训练或恢复备份"
        ) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise BadModelError(f"模型 {folder} 的 manifest.json 没有格式版本，请重新训练")
    if manifest["format"] > FORMAT:
        raise BadModelError(
            f"模型 {folder} 的格式版本 {manifest['format']} 比本程序新（{FORMAT}），请升级 minyi"
        )
    if manifest.get("checksum", _checksum(manifest)) != _checksum(manifest):
        raise BadModelError(
            f"模型 {folder} 的 manifest.json 与登记的校验值不符（损坏或被改动），"
            "请恢复备份或重新训练"
        )
    return manifest


def _checksum(manifest: Mapping[str, Any]) -> str:
    """SHA-256 of everything else in the manifest; models of before it have none."""
    rest = {key: value for key, value in manifest.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _parts(name: str, array: npt.NDArray[Any]) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """An array as files that version control and mail take: large ones in numbered parts."""
    files = -(-array.nbytes // _LARGEST_PART)
    if files < 2:
        yield f"{name}.npy", array
        return
    for number, part in enumerate(np.array_split(array, files)):
        yield f"{name}-{number}.npy", part


def _array(folder: Path, name: str, hashes: Mapping[str, str]) -> npt.NDArray[Any]:
    names = [f"{name}.npy"]
    if f"{name}-0.npy" in hashes:
        names = list(takewhile(hashes.__contains__, (f"{name}-{i}.npy" for i in count())))
    parts = [_part(folder / each, name, hashes) for each in names]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _part(path: Path, name: str, hashes: Mapping[str, str]) -> npt.NDArray[Any]:
    if not path.is_file() or path.stat().st_size > _LARGEST_FILE:
        raise BadModelError(
            f"模型 {path.parent} 缺少 {path.name} 或其大小不对，请恢复备份或重新训练"
        )
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != hashes.get(path.name):
        raise BadModelError(
            f"模型文件 {path} 与登记的校验值不符（损坏或被改动），请恢复备份或重新训练"
        )
    try:
        array: npt.NDArray[Any] = np.load(io.BytesIO(content), allow_pickle=False)
    except ValueError as error:
        raise BadModelError(f"模型文件 {path} 不是数组文件，请恢复备份或重新训练") from error
    kind, dimensions = _ARRAYS[name]
    if array.dtype != np.dtype(kind) or array.ndim != dimensions:
        raise BadModelError(f"模型文件 {path} 的数组类型不对，请恢复备份或重新训练")
    return array


def _is_sound(head: Head) -> bool:
    rising = all(a <= c and b <= d for (a, b), (c, d) in pairwise(head.curve))
    within = all(0 <= said <= 1 and 0 <= meant <= 1 for said, meant in head.curve)
    return bool(head.labels) and head.temperature > 0 and rising and within


def _check_shapes(classifier: LinearClassifier, folder: Path) -> None:
    features = len(classifier.buckets)
    outputs = sum(1 if len(h.labels) == 2 else len(h.labels) for h in classifier.heads.values())
    fits = (
        classifier.idf.shape == classifier.scales.shape == (features,)
        and classifier.weights.shape == (features, outputs)
        and classifier.intercepts.shape == (outputs,)
        and all(_is_sound(head) for head in classifier.heads.values())
        and (features == 0 or int(classifier.buckets.min()) >= 0)
        and (features == 0 or int(classifier.buckets.max()) < BUCKETS)
    )
    if not fits:
        raise BadModelError(f"模型 {folder} 的数组彼此对不上，请恢复备份或重新训练")
