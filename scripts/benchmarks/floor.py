"""The arithmetic floor: what one core multiplies and adds in a second at the most."""

import subprocess
import sys
from pathlib import Path

from scripts.benchmarks.gemm import SIDE
from scripts.benchmarks.rounds import Part, Probe

WHAT = f"float32 product of {SIDE} x {SIDE} matrices"
_CPU = Path("/proc/cpuinfo")


def probe() -> Probe:
    """The product of two matrices: the densest arithmetic that there is."""
    return Probe(Part.FLOOR, WHAT, _take)


def gigamacs(milliseconds: float) -> float:
    """1e9 multiply-accumulates a second, from the time of the product."""
    return SIDE**3 / milliseconds / 1e6


def cpu() -> dict[str, str]:
    """What the first core tells of itself; empty where there is no /proc."""
    if not _CPU.is_file():
        return {}
    pairs = (line.partition(":") for line in _CPU.read_text(encoding="utf-8").split("\n\n")[0].splitlines())
    return {name.strip(): told.strip() for name, _, told in pairs}


def _take() -> list[float]:
    done = subprocess.run(
        [*_kernels(), sys.executable, "-m", "scripts.benchmarks.gemm"], capture_output=True, check=True
    )
    return [float(done.stdout) * 1000]


def _kernels() -> list[str]:
    """An environment that holds OpenBLAS to AVX2 would halve the peak, and that is no floor at all."""
    wide = "avx512f" in cpu().get("flags", "").split()
    return ["/usr/bin/env", "OPENBLAS_CORETYPE=SkylakeX"] if wide else []
