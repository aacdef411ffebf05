"""What is measured, and the rounds in which everything takes its turn."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.console import Console
from rich.progress import Progress


class Part(StrEnum):
    """The parts of the report."""

    FLOOR = "floor"
    CLASSIFIER = "classifier"
    PHOTO = "photo"
    PROCESS = "process"
    REPLY = "reply"


class Unit(StrEnum):
    """What a figure is counted in."""

    MS = "ms"
    SECONDS = "s"
    MEGABYTES = "MB"
    PHOTOS_A_SECOND = "photos/s"

    @property
    def slow_end(self) -> float:
        """The percentile that 95 of 100 measurements are better than."""
        return 5 if self is Unit.PHOTOS_A_SECOND else 95


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """One thing to measure: `take` returns the figures of one round.

    `macs` are the multiply-accumulates that it cannot do without; `against` is the probe whose median it is held to.
    """

    part: Part
    what: str
    take: Callable[[], Sequence[float]]
    unit: Unit = Unit.MS
    macs: int | None = None
    against: "Probe | None" = None


Taken = Mapping[Probe, Sequence[float]]


def timed(call: Callable[[], object], *, calls: int = 5) -> Callable[[], list[float]]:
    """Milliseconds of some calls in a row; one before them, untimed, brings code and data back into the caches."""

    def take() -> list[float]:
        call()
        return [milliseconds(call) for _ in range(calls)]

    return take


def milliseconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def take_turns(probes: Sequence[Probe], rounds: int) -> Taken:
    """Measure everything once a round, there and back, with a bar on standard error."""
    taken: dict[Probe, list[float]] = {probe: [] for probe in probes}
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("measuring", total=rounds * len(probes))
        for number in range(rounds):
            for probe in probes if number % 2 == 0 else reversed(probes):
                bar.update(task, description=f"{probe.part}: {probe.what}")
                taken[probe] += probe.take()
                bar.advance(task)
    return taken
