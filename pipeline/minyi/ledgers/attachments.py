"""Files of proof, named by what they hold: the same file is kept once, a changed one shows."""

from __future__ import annotations

import os
import shutil
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from minyi import clean
from minyi.errors import UnreadableFileError, UsageError
from minyi.ledgers.faults import UnknownMatterError
from minyi.ledgers.state import Evidence

_PIECE = 1 << 20


class Attachments:
    """A folder of files named by their SHA-256, two levels deep."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where they lie.

        Raises:
            UsageError: The ledger is a database server's and no folder was named.
        """
        if self._folder is None:
            raise UsageError("这个台账没有指定附件文件夹，请在打开时指定（attachments=…）")
        return self._folder

    def put(self, path: Path, text: str = "") -> Evidence:
        """Keep a file; what comes back goes into `evidence` of a request to close.

        Raises:
            UnreadableFileError: There is no such file, or it cannot be read.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self.folder / f".{uuid4().hex}.partial"
        digest = sha256()
        try:
            with path.open("rb") as source, partial.open("wb") as target:
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
            self._take(partial, digest.hexdigest())
        except OSError as error:
            raise UnreadableFileError(
                f"{path}：附件存不进来（{error.strerror}），请检查文件和磁盘空间"
            ) from error
        finally:
            partial.unlink(missing_ok=True)
        return Evidence(text=text, sha256=digest.hexdigest(), name=clean.mask(path.name))

    def put_bytes(self, name: str, data: bytes, text: str = "") -> Evidence:
        """`put` for what is in memory; `name` is what to call it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        digest = sha256(data).hexdigest()
        partial = self.folder / f".{uuid4().hex}.partial"
        with partial.open("wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        self._take(partial, digest)
        return Evidence(text=text, sha256=digest, name=clean.mask(name))

    def path(self, digest: str) -> Path:
        """Where a file lies.

        Raises:
            UnknownMatterError: It is not kept here.
        """
        path = self._place(digest)
        if not path.is_file():
            raise UnknownMatterError(f"附件 {digest[:12]}… 不在台账的附件夹里，请先存入附件")
        return path

    def __contains__(self, digest: object) -> bool:
        return (
            self._folder is not None and isinstance(digest, str) and self._place(digest).is_file()
        )

    def is_whole(self, digest: str) -> bool:
        """Whether a file is there and holds what its name says."""
        found = sha256()
        try:
            with self._place(digest).open("rb") as source:
                while piece := source.read(_PIECE):
                    found.update(piece)
        except OSError:
            return False
        return found.hexdigest() == digest

    def copy_to(self, folder: Path) -> None:
        """Copy every file that is not there yet."""
        if self._folder is None or not self._folder.is_dir():
            return
        other = Attachments(folder)
        for path in sorted(self._folder.glob("??/*")):
            if path.name not in other:
                target = other._place(path.name)
                target.parent.mkdir(parents=True, exist_ok=True)
                partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
                shutil.copyfile(path, partial)
                partial.replace(target)

    def _place(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def _take(self, partial: Path, digest: str) -> None:
        target = self._place(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(target)


def folder_beside(ledger: Path) -> Path:
    """Where the attachments of a ledger file lie."""
    return ledger.with_name(f"{ledger.stem}_附件")
