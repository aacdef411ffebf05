"""What a process of its own costs: its start, its memory, and how many photos two threads get done."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from ml.eyes import Eyes
from ml.predict import Predictor
from scripts.benchmarks.photos import telegram_photo
from scripts.benchmarks.rounds import Part, Probe, Unit

THREADS, PHOTOS = 2, 20


def process_probes(folder: Path, eyes: Eyes, made: Path) -> list[Probe]:
    """Throughput here; start and memory in fresh processes, which read the photo from the folder `made`."""
    photo = made / "photo.jpg"
    photo.write_bytes(telegram_photo())
    pool = ThreadPoolExecutor(THREADS)  # kept through all rounds: each thread loads its interpreters once
    throughput = partial(_throughput, pool, Predictor(eyes), photo.read_bytes())
    start, memory = partial(_start, folder, photo), partial(_memory, folder, photo)
    return [
        Probe(Part.PROCESS, f"{THREADS} threads", throughput, Unit.PHOTOS_A_SECOND),
        Probe(Part.PROCESS, "start to first answer, process ended", start, Unit.SECONDS),
        Probe(Part.PROCESS, f"most memory resident, {PHOTOS} photos", memory, Unit.MEGABYTES),
    ]


def _throughput(pool: ThreadPoolExecutor, predictor: Predictor, photo: bytes) -> list[float]:
    list(pool.map(predictor.predict, [photo] * THREADS))
    began = time.perf_counter()
    list(pool.map(predictor.predict, [photo] * PHOTOS))
    return [PHOTOS / (time.perf_counter() - began)]


def _start(folder: Path, photo: Path) -> list[float]:
    began = time.perf_counter()
    _fresh(folder, photo, 1)
    return [time.perf_counter() - began]


def _memory(folder: Path, photo: Path) -> list[float]:
    return [_fresh(folder, photo, PHOTOS)]


def _fresh(folder: Path, photo: Path, times: int) -> float:
    """Memory of a fresh process in MB; raises ImportError when it has loaded what only training needs."""
    command = [sys.executable, "-m", "scripts.benchmarks.fresh", str(folder), str(photo), str(times)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    if told["training"]:
        raise ImportError(f"serving has imported {' and '.join(told['training'])}")
    return float(told["megabytes"])
