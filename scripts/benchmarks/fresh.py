"""A fresh process that loads the eyes and looks at a photo some times, as `python -m scripts.benchmarks.fresh`.

It imports what serving imports and nothing else, then tells its memory and which training libraries came along.
"""

import json
import resource
import sys
from pathlib import Path

from ml.predict import Predictor

_STATUS = Path("/proc/self/status")


def _most_memory() -> float:
    """The most memory that was resident, in MB.

    Not by getrusage where there is another way: Linux hands the peak of the process that started this one down to it.
    """
    if not _STATUS.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="utf-8").splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024 / 1e6


def _look(model: Path, photo: Path, times: int) -> dict[str, object]:
    predictor, content = Predictor.load(model), photo.read_bytes()
    for _ in range(times):
        predictor.predict(content)
    training = sorted({"tensorflow", "keras"} & {name.partition(".")[0] for name in sys.modules})
    return {"megabytes": _most_memory(), "training": training}


if __name__ == "__main__":
    print(json.dumps(_look(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))))
