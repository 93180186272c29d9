"""The archive: every answer is kept, compressed and named by its content, before anybody reads it.

    objects/ab/ab12...gz   one body, gzip, named by the SHA-256 of its bytes
    log/RUN_ID.jsonl       one line a board asked: `Observation`
    files/ab/ab12...       one imported file, as it came, named by the SHA-256 of its bytes
    imports/RUN_ID.json    one import: its files and how they are read (`Import`)

A body is on the disk before its line is; a line cut short by a crash is left out. Whatever the warehouse holds can
be rebuilt from here without the network.
"""

import datetime as dt
import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from extract.posting import WHOLE, Observation, PageRecord

COMPRESSION = 4  # on adverts 5 % larger than gzip's default and twice as fast


PIECE = 1 << 20  # bytes of an imported file that are in memory at once


class ArchiveError(Exception):
    """The archive does not hold what its log says; the message names the file."""


class ImportedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of an import: its name (with its last folder), the SHA-256 that the archive names it by, its size."""

    name: str
    file_hash: str
    file_bytes: int


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """Some files imported together, and all that is needed to read them again.

    `mapping` is the mapping in force, as JSON; `seen_on` the day of rows that say none; `imported_on` the day of the
    import in the person's time zone: no row is of a later one.
    """

    run_id: str
    imported_on: dt.date
    files: tuple[ImportedFile, ...]
    mapping: str
    seen_on: dt.date | None = None


class Archive:
    """The archive in the folder `root`, which is made, readable by its owner only, where it is missing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.objects = root / "objects"
        self.logs = root / "log"
        self.files = root / "files"
        self.imports = root / "imports"
        for folder in (self.objects, self.logs, self.files, self.imports):
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

    def keep_file(self, path: Path) -> ImportedFile:
        """The imported file's record; a copy of it is on the disk when this returns."""
        digest, size = _hash_of(path)
        kept = self.files / digest[:2] / digest
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True, mode=0o700)
            with path.open("rb") as source:
                _write_pieces(kept, iter(lambda: source.read(PIECE), b""))
        return ImportedFile(name=name_of(path), file_hash=digest, file_bytes=size)

    def imported_file(self, file: ImportedFile) -> Path:
        """Where the copy of an imported file is; raises ArchiveError where it is missing or is not what came."""
        kept = self.files / file.file_hash[:2] / file.file_hash
        try:
            found, _ = _hash_of(kept)
        except OSError as error:
            raise ArchiveError(f"{kept}: the copy of {file.name} cannot be read ({error})") from error
        if found != file.file_hash:
            raise ArchiveError(f"{kept}: the copy of {file.name} is not the file that was imported")
        return kept

    def keep_import(self, record: Import) -> None:
        """Write what an import was; it is on the disk when this returns."""
        _write_whole(self.imports / f"{record.run_id}.json", msgspec.json.encode(record))

    def import_ids(self) -> list[str]:
        """The imports in the archive, oldest first."""
        return sorted(path.stem for path in self.imports.glob("*.json"))

    def imported(self, run_id: str) -> Import:
        """What the import `run_id` was; raises ArchiveError where that cannot be read."""
        path = self.imports / f"{run_id}.json"
        try:
            return _IMPORT.decode(path.read_bytes())
        except (OSError, msgspec.DecodeError) as error:
            raise ArchiveError(f"{path}: the record of an import cannot be read ({error})") from error

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
_IMPORT = msgspec.json.Decoder(Import)


def name_of(path: Path) -> str:
    """A file's name with its last folder, as an import and the mapping's `details` name it."""
    return "/".join(path.absolute().parts[-2:])


def _hash_of(path: Path) -> tuple[str, int]:
    """The SHA-256 of a file and the number of its bytes."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, file.tell()


def _write_whole(path: Path, content: bytes) -> None:
    """Write `content` so that `path` is either absent or whole, whatever happens in between."""
    _write_pieces(path, [content])


def _write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    with os.fdopen(handle, "wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
