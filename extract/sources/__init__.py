"""The platforms: one module each, and the table of all of them.

A new platform is a module here, a line in `SOURCES` and an example answer in the tests.
"""

from extract.source import Source
from extract.sources.ashby import Ashby
from extract.sources.greenhouse import Greenhouse
from extract.sources.lever import LEVER, LEVER_EU

SOURCES: dict[str, Source] = {source.platform: source for source in (Greenhouse(), Ashby(), LEVER, LEVER_EU)}
"""Every platform by its name in `boards.csv`."""
