"""The plots of the model card, drawn from the curves that travel with the model."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ml.contract import LABELS, ModelContract, ReadOut
from ml.evaluation.curves import plot_file

_INK, _ACCENT, _PALE = "#2b2540", "#6b4fa0", "#c9c2da"


def write_plot(contract: ModelContract, domain: str, folder: Path) -> Path:
    """Draw ROC, reliability, confusion and coverage-risk of a domain into one SVG; returns its file."""
    mpl.rcParams |= {"svg.hashsalt": "lentigo", "font.size": 9, "text.color": _INK, "axes.edgecolor": _PALE}
    told = contract.metrics["domains"][domain]
    figure = Figure(figsize=(10, 8.4), layout="constrained", facecolor="white")
    places = figure.subplots(2, 2)
    _roc(places[0][0], told)
    _reliability(places[0][1], told["curves"]["reliability"], contract.read_outs[domain])
    _confusion(places[1][0], told["curves"]["confusion"])
    _coverage(places[1][1], told["curves"]["coverage_risk"])
    figure.suptitle(f"{contract.name}, {domain}: {told['pictures']} pictures never learned from", color=_INK)
    file = folder / plot_file(contract, domain)
    figure.savefig(file, metadata={"Date": None})
    return file


def _roc(axes: Axes, told: Mapping[str, Any]) -> None:
    alarms, found = np.array(told["curves"]["roc"]).T
    figures = told["figures"]
    axes.plot(alarms, found, color=_ACCENT, lw=2)
    axes.plot([0, 1], [0, 1], color=_PALE, lw=1, ls="--")
    level = 1 - figures["see_doctor_specificity"]["value"], figures["see_doctor_sensitivity"]["value"]
    axes.plot(*level, "o", color=_INK)
    axes.annotate("see_doctor", level, xytext=(8, -14), textcoords="offset points")
    axes.set(xlabel="harmless, sent to a doctor", ylabel="malignant, sent to a doctor")
    axes.set(xlim=(0, 1), ylim=(0, 1.01))
    axes.set_title("ROC by malignant probability, AK left out; the dot is the level that ships")


def _reliability(axes: Axes, cells: list[list[float]], read_out: ReadOut) -> None:
    told, was, _ = np.array(cells).T
    axes.plot([0, 1], [0, 1], color=_PALE, lw=1, ls="--")
    axes.plot(told, was, "o-", color=_ACCENT, lw=2)
    for name, level in (("see_doctor", read_out.see_doctor), ("urgent", read_out.urgent)):
        axes.axvline(level, color=_INK, lw=0.8, ls=":")
        axes.text(level + 0.01, 0.97, name, rotation=90, va="top")
    axes.set(xlabel="malignant probability told", ylabel="share that was malignant", xlim=(0, 1), ylim=(0, 1.01))
    axes.set_title("Reliability, tenths of the pictures")


def _confusion(axes: Axes, counts: list[list[int]]) -> None:
    table = np.array(counts, np.float64)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Purples", vmin=0, vmax=1)
    for row, column in np.argwhere(table > 0):
        colour = "white" if shares[row, column] > 0.6 else _INK
        axes.text(column, row, str(counts[row][column]), ha="center", va="center", color=colour, fontsize=8)
    axes.set(xlabel="named first", ylabel="was")
    axes.set_xticks(range(len(LABELS)), LABELS, fontsize=8)
    axes.set_yticks(range(len(LABELS)), LABELS, fontsize=8)
    axes.set_title("Confusion, pictures")


def _coverage(axes: Axes, points: list[list[float]]) -> None:
    coverage, error = np.array(points).T
    axes.plot(coverage, error, color=_ACCENT, lw=2)
    axes.set(xlabel="share of pictures answered, the surest first", ylabel="most probable class wrong", xlim=(0, 1))
    axes.set_ylim(0, max(0.05, float(error.max()) * 1.15))
    axes.set_title("Coverage and risk")
