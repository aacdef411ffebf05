"""Legs of the suite that need something real on the machine, and how to tell whether it is there."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
PHOTOS = ROOT.parent / "shared" / "data"
AXE = ROOT / "tests" / "web" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass(frozen=True, slots=True)
class Leg:
    """A marker, what it needs, and whether a run that wants every leg may go without it."""

    marker: str
    missing: str
    is_here: Callable[[], bool]
    optional: bool = False


LEGS = (
    Leg("mariadb", "no mariadbd on the PATH", lambda: shutil.which("mariadbd") is not None),
    Leg("redis", "no redis-server on the PATH", lambda: shutil.which("redis-server") is not None),
    Leg("chromium", "no chromium on the PATH", lambda: shutil.which("chromium") is not None),
    Leg("axe", "axe-core is not installed (npm)", AXE.is_file),
    Leg("train", "TensorFlow is not installed", lambda: find_spec("tensorflow") is not None),
    Leg("photos", f"no lesion photos at {PHOTOS}", (PHOTOS / "lesions.csv").is_file, optional=True),
)
