"""How much bench/run does."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    rounds: int
    seconds: float  # of each load run
    people: int  # for reads and writes
    small: int  # people of the small and the large database
    large: int
    writes: int  # in a round; a multiple of the connections
    members: int  # added one by one to each kind of group


FULL = Settings(
    rounds=5, seconds=3, people=10_000, small=1_000, large=100_000, writes=8_000, members=300
)
QUICK = Settings(
    rounds=3, seconds=1, people=2_000, small=500, large=5_000, writes=1_600, members=60
)
