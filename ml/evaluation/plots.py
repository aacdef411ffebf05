"""The plots of the model card, drawn from the curves and the examples that travel with the model."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Polygon

from ml.contract import LABELS, ModelContract, ReadOut
from ml.evaluation.curves import examples_file, plot_file
from ml.evaluation.examples import share, title
from ml.explain import COOL, WARM

_INK, _ACCENT, _PALE = "#2b2540", "#6b4fa0", "#c9c2da"
_SKIN, _MASK = "#ecd0bd", "#d9b29b"
_ABREAST = 4  # panels of examples
_FINE = 25  # points a side that a map is drawn from
_BANDS = np.linspace(0.15, 1.0, 7)  # what is weaker is left clear, as on a photo
_LEGEND = "dashed the mask of the data, solid the outline drawn, yellow where the named class was seen"


def write_plots(contract: ModelContract, folder: Path) -> list[Path]:
    """Draw every domain of a model and, where it has them, its examples; returns the files."""
    mpl.rcParams |= {"svg.hashsalt": "lentigo", "font.size": 9, "text.color": _INK, "axes.edgecolor": _PALE}
    domains = [_write_domain(contract, domain, folder) for domain in contract.metrics["domains"]]
    return [*domains, _write_examples(contract, folder)] if contract.metrics.get("examples") else domains


def _write_domain(contract: ModelContract, domain: str, folder: Path) -> Path:
    """Draw ROC, reliability, confusion and coverage-risk into one SVG."""
    told = contract.metrics["domains"][domain]
    figure = Figure(figsize=(10, 8.4), layout="constrained", facecolor="white")
    places = figure.subplots(2, 2)
    _roc(places[0][0], told)
    _reliability(places[0][1], told["curves"]["reliability"], contract.read_outs[domain])
    _confusion(places[1][0], told["curves"]["confusion"])
    _coverage(places[1][1], told["curves"]["coverage_risk"])
    figure.suptitle(f"{contract.name}, {domain}: {told['pictures']} pictures never learned from", color=_INK)
    return _saved(figure, folder / plot_file(contract, domain))


def _saved(figure: Figure, file: Path) -> Path:
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


def _write_examples(contract: ModelContract, folder: Path) -> Path:
    """Draw a panel an example into one SVG of lines and filled shapes: there is no picture in it."""
    examples = contract.metrics["examples"]
    down = -(-len(examples) // _ABREAST)
    spaced = ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.08)
    figure = Figure(figsize=(10, 2.85 * down + 0.3), layout=spaced, facecolor="white")
    figure.suptitle(f"{contract.name}: {_LEGEND}", color=_INK)
    places = figure.subplots(down, _ABREAST, squeeze=False).flat
    for axes, told in zip(places, examples, strict=False):
        _example(axes, told)
    for axes in places[len(examples) :]:
        axes.set_axis_off()
    return _saved(figure, folder / examples_file(contract))


def _example(axes: Axes, told: Mapping[str, Any]) -> None:
    axes.set(xlim=(0, told["aspect"]), ylim=(1, 0), aspect="equal", facecolor=_SKIN, xticks=(), yticks=())
    _line(axes, told["mask"], told["aspect"], facecolor=_MASK)
    if told["heat"]:
        _heat(axes, told)
    if told["outline"]:
        _line(axes, told["outline"], told["aspect"], edgecolor=_INK, lw=2.8)
        _line(axes, told["outline"], told["aspect"], edgecolor="white", lw=1.5)
    _line(axes, told["mask"], told["aspect"], edgecolor=_INK, lw=1.2, ls=(0, (4, 3)))
    axes.set_title(title(told), fontsize=10)
    axes.set_xlabel(f"{told['domain']}, malignant {share(told['malignant'])}", color=_INK)


def _line(axes: Axes, points: Sequence[Sequence[float]], aspect: float, **style: Any) -> None:
    axes.add_patch(Polygon(np.array(points) * (aspect, 1), closed=True, **{"fill": "facecolor" in style} | style))


def _heat(axes: Axes, told: Mapping[str, Any]) -> None:
    """Lay the map over its square in bands from clear over violet to yellow, the colours of `ml.explain`."""
    left, top, right, bottom = told["square"]
    cells = np.asarray(cv2.resize(np.array(told["heat"], np.float32), (_FINE, _FINE), interpolation=cv2.INTER_CUBIC))
    across, down = np.linspace(left, right, _FINE) * told["aspect"], np.linspace(top, bottom, _FINE)
    strength = np.linspace(0, 1, len(_BANDS) - 1)[:, None]
    colours = (np.array(COOL) * (1 - strength) + np.array(WARM) * strength) / 255
    veiled = np.c_[colours, 0.8 * np.minimum(1, 2 * strength + 0.25)]
    axes.contourf(across, down, cells.clip(0, 1), levels=_BANDS, colors=veiled)
