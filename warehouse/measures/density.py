"""How many adverts stand for one vacancy, and how many vacancies for one worker of an occupation."""

import numpy as np
from numpy.typing import NDArray

from warehouse.measures.estimate import Estimate, Floor, refused
from warehouse.measures.shares import clustered_share

Floats = NDArray[np.float64]

INTENSITY_FLOOR = Floor(n=20, employers=3, unit="adverts")
FLOOR = Floor(n=20, employers=10, unit="vacancies")
"""The fewest vacancies of an occupation, and employers that have them, as of the dial of tightness."""


def location_quotient(part: float, whole: float, reference_part: float, reference_whole: float) -> float:
    """How much larger a part is of its whole than the same part of another whole: 1 where both shares are alike.

    (e_i / e) / (E_i / E), as the US Bureau of Labor Statistics defines it for employment in areas.
    """
    return part / whole / (reference_part / reference_whole)


def relative_density(own: Floats, of_all: Floats, workers: float, all_workers: float) -> Estimate:
    """The location quotient of an occupation's vacancies to its workers: 2 is twice as many a worker as in all.

    float (employers) each: its vacancies in the occupation and in all occupations whose employment is known. The
    interval is that of the share of vacancies (`clustered_share`), as employment is taken as known. Employers that are
    watched are not all employers, nor alike for all occupations: only the order among related roles tells something,
    never the level. n is the occupation's vacancies. Refused below FLOOR.
    """
    n, employers = int(own.sum()), int((own > 0).sum())
    if reason := FLOOR.refusal(n, employers):
        return refused("location_quotient", reason, n, employers)
    share = clustered_share(own, of_all)
    value, low, high = (
        None if end is None else location_quotient(end, 1.0, workers, all_workers)
        for end in (share.value, share.low, share.high)
    )
    return Estimate(value=value, low=low, high=high, n=n, unique_employers=employers, estimator="location_quotient")


def posting_intensity(adverts: Floats, vacancies: Floats) -> Estimate:
    """Adverts for each vacancy, float (employers) each; 1 where every vacancy is advertised once. n is the adverts.

    Lightcast's measure (total by unique postings). It tells how employers advertise, not how much they want, so it is
    no dial. The interval is that of the share of adverts that repeat another (`clustered_share`): an intensity is
    1 / (1 - share). Refused below INTENSITY_FLOOR.
    """
    n, employers = int(adverts.sum()), int((adverts > 0).sum())
    if reason := INTENSITY_FLOOR.refusal(n, employers):
        return refused("posting_intensity", reason, n, employers)
    repeated = clustered_share(adverts - vacancies, adverts)
    low, high = (None if end is None else 1 / (1 - end) for end in (repeated.low, repeated.high))
    value = float(adverts.sum() / vacancies.sum())
    return Estimate(value=value, low=low, high=high, n=n, unique_employers=employers, estimator="posting_intensity")


def openings_rate(openings: float, employed: float) -> float:
    """The share of all posts, filled or open, that are open, in per cent: 100 v / (v + e).

    As the job openings survey of the US Bureau of Labor Statistics (JOLTS) and Eurostat's vacancy rate define it. A
    published case only: no figure of ours is one, as how many people the watched employers employ is not known.
    """
    return 100 * openings / (openings + employed)


def unemployed_per_opening(unemployed: float, openings: float) -> float:
    """The unemployed for each opening, as the same survey states it.

    A published case only: no figure of ours is one, as nobody counts the unemployed by occupation.
    """
    return unemployed / openings
