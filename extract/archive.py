"""The archive: every answer is kept, compressed and named by its content, before anybody reads it.

    objects/ab/ab12...gz   one body, gzip, named by the SHA-256 of its bytes
    log/RUN_ID.jsonl       one line a board asked: `Observation`

A body is on the disk before its line is; a line cut short by a crash is left out. Whatever the warehouse holds can
be rebuilt from here without the network.
"""

import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from extract.posting import WHOLE, Observation, PageRecord

COMPRESSION = 4  # on adverts 5 % larger than gzip's default and twice as fast


class ArchiveError(Exception):
    """The archive does not hold what its log says; the message names the file."""


class Archive:
    """The archive in the folder `root`, which is made, readable by its owner only, where it is missing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.objects = root / "objects"
        self.logs = root / "log"
        for folder in (self.objects, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, body: bytes) -> str:
        """The SHA-256 of `body`, which is on the disk when this returns."""
        digest = hashlib.sha256(body).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(exist_ok=True, mode=0o700)
            _write_whole(path, gzip.compress(body, COMPRESSION, mtime=0))
        return digest

    def body(self, digest: str) -> bytes:
        """The body whose SHA-256 is `digest`; raises ArchiveError where it is missing or not what its name says."""
        path = self._path(digest)
        try:
            body = gzip.decompress(path.read_bytes())
        except (OSError, EOFError) as error:
            raise ArchiveError(f"{path}: the archived answer cannot be read ({error})") from error
        if hashlib.sha256(body).hexdigest() != digest:
            raise ArchiveError(f"{path}: the archived answer is not the one it is named after")
        return body

    def begin(self, run_id: str) -> None:
        """Open the log of a new run; raises ArchiveError where the run exists, for its lines may be loaded already."""
        try:
            os.close(os.open(self._log(run_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError as error:
            raise ArchiveError(f"{self._log(run_id)}: this run was collected before; nothing is added to it") from error

    def append(self, run_id: str, observations: Iterable[Observation]) -> None:
        """Add lines to the log of `run_id`; they are on the disk when this returns."""
        lines = b"".join(msgspec.json.encode(observation) + b"\n" for observation in observations)
        handle = os.open(self._log(run_id), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "ab") as log:
            log.write(lines)
            log.flush()
            os.fsync(log.fileno())

    def run_ids(self) -> list[str]:
        """The runs in the archive, oldest first (a run's id starts with its time)."""
        return sorted(path.stem for path in self.logs.glob("*.jsonl"))

    def observations(self, run_id: str) -> list[Observation]:
        """The boards asked in `run_id`, in order; a last line without its end is left out."""
        path = self._log(run_id)
        lines = path.read_bytes().split(b"\n")[:-1]
        try:
            return [_LINE.decode(line) for line in lines]
        except msgspec.DecodeError as error:
            raise ArchiveError(f"{path}: a line of the log cannot be read ({error})") from error

    def newest(self) -> Observation | None:
        """The latest observation of all; None where there is none."""
        for run_id in reversed(self.run_ids()):
            if observations := self.observations(run_id):
                return max(observations, key=lambda observation: observation.observed_at)
        return None

    def newest_pages(self, runs: int = 14) -> dict[str, PageRecord]:
        """The last answer of each URL that was read in full, in the newest `runs` runs: for conditional requests.

        An answer that could not be read is not asked for conditionally: its 304 would bring it back for ever.
        """
        newest: dict[str, PageRecord] = {}
        for run_id in self.run_ids()[-runs:]:
            newest.update(self._good_pages(run_id))
        return newest

    def _good_pages(self, run_id: str) -> Iterator[tuple[str, PageRecord]]:
        for observation in self.observations(run_id):
            if observation.status in WHOLE:
                yield from ((page.url, page) for page in observation.pages)

    def _log(self, run_id: str) -> Path:
        return self.logs / f"{run_id}.jsonl"

    def _path(self, digest: str) -> Path:
        return self.objects / digest[:2] / f"{digest}.gz"


_LINE = msgspec.json.Decoder(Observation)


def _write_whole(path: Path, content: bytes) -> None:
    """Write `content` so that `path` is either absent or whole, whatever happens in between."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
