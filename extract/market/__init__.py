"""A simulated job market with known truth, served on loopback in the platforms' own wire formats.

It lets the whole pipeline run anywhere, without the network, and be checked against what is true: `MarketSettings`
say what it is like, `Market.truth` holds what was drawn, `Market.laws` what follows by calculation. Employers,
adverts and every word in them are invented.
"""

from pathlib import Path

from extract.market.generate import Market
from extract.market.server import MarketServer
from extract.market.settings import MarketSettings

EMPLOYMENT = Path(__file__).parent / "simulated_employment.csv"
"""Workers and wages by occupation in this market, in the columns of OEWS; as invented as everything else."""

__all__ = ["EMPLOYMENT", "Market", "MarketServer", "MarketSettings"]
