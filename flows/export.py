"""Published snapshot to files for other programs. Knows no Prefect, so it starts at once."""

import datetime as dt
from importlib.metadata import version
from pathlib import Path

from flows import progress
from flows.settings import Context
from warehouse import store
from warehouse.reports import exports


def export(context: Context, folder: Path, formats: exports.Formats, *, raw: bool) -> list[Path]:
    """The files written to `folder`: the published marts in each of the formats, and what they speak of.

    Raises WarehouseMissing before the first run.
    """
    made = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    about = exports.About(made_at=made, version=version("jobgauge"), is_simulated=context.is_simulated)
    with (
        store.open_reader(context.paths.snapshot) as connection,
        progress.bar("Writing tables", exports.steps(connection, formats)) as done,
    ):
        return exports.write(connection, folder, formats, about, raw=raw, done=done)
