"""`lentigo train`: train a network on a folder of lesion pictures."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from ml.training.train import Recipe
    from ml.training.trainer import Progress as TrainingProgress
    from ml.training.trainer import Report, Schedule


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of `train`."""
    parser = subparsers.add_parser("train", help="train a network on a folder of lesion pictures")
    parser.add_argument("--data", type=Path, required=True, help="folder with lesions.csv and its pictures")
    parser.add_argument("--out", type=Path, required=True, help="run folder to write: checkpoint, config, curve")
    parser.add_argument(
        "--network",
        choices=("lentigo", "paper", "outline"),
        default="lentigo",
        help="the classifier, the baseline of the paper, or the outline network",
    )
    parser.add_argument("--weights", type=Path, help="folder with the ImageNet backbone; the classifier starts there")
    parser.add_argument("--trunk", type=Path, help="run of a classifier; the outline network starts from its trunk")
    parser.add_argument("--minutes", type=float, default=112.0, help="end by the clock at the latest")
    parser.add_argument("--steps", type=int, default=13_000, help="end after so many batches at the latest")
    parser.add_argument("--fold", type=_fold, default=4, help="the fold that is held out, or `none`: train on all")
    parser.add_argument("--start", type=Path, help="run of the same kind of network; this one goes on from its weights")
    parser.add_argument("--rate", type=float, default=3e-4, help="peak learning rate")
    parser.add_argument("--size", type=int, default=192, help="side of the pictures in training, in pixels")
    parser.add_argument("--domain", choices=("dermoscopy", "phone"), help="train on one domain alone")
    parser.add_argument("--phone-share", type=float, default=0.4, help="share of phone photos among the lesions, 0-1")
    parser.add_argument("--no-cutouts", action="store_true", help="leave out the lesions that exist cut out only")
    parser.add_argument("--without", nargs="+", default=(), metavar="CLASS", help="classes to leave out")
    parser.add_argument("--open-only", action="store_true", help="only pictures that allow commercial use")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="go on from the run folder's checkpoint")
    parser.set_defaults(run=run, parser=parser)


def run(arguments: argparse.Namespace) -> int:
    """Train; returns 0 when the schedule is over."""
    if arguments.network == "lentigo" and not (arguments.weights or arguments.start):
        arguments.parser.error("--network lentigo needs --weights to begin or --start to go on")
    if arguments.network == "outline" and not (arguments.trunk or arguments.start):
        arguments.parser.error("--network outline needs --trunk to begin or --start to go on")
    from ml.training.train import AnotherRecipe  # noqa: PLC0415 - TensorFlow takes seconds to import

    try:
        _watched(arguments)
    except AnotherRecipe as other:
        arguments.parser.error(str(other))
    return 0


def _watched(arguments: argparse.Namespace) -> None:
    if not sys.stderr.isatty():
        _train(arguments, _line)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns) as bar:
        _train(arguments, _bar(bar))


def _train(arguments: argparse.Namespace, report: "Report") -> None:
    from ml.training import baseline  # noqa: PLC0415 - TensorFlow takes seconds to import
    from ml.training.outline.train import OutlineRecipe  # noqa: PLC0415
    from ml.training.outline.train import train as train_outline  # noqa: PLC0415
    from ml.training.train import Recipe, train  # noqa: PLC0415
    from ml.training.trainer import lower_priority  # noqa: PLC0415

    lower_priority()
    shared = {name: getattr(arguments, name) for name in ("fold", "seed", "steps", "minutes", "rate", "open_only")}
    data, out, resume = str(arguments.data), arguments.out, arguments.resume
    match arguments.network:
        case "outline":
            outline = OutlineRecipe(
                data=data,
                trunk=str(arguments.trunk or ""),
                start=str(arguments.start or ""),
                phone_share=arguments.phone_share,
                **shared,
            )
            train_outline(outline, out, resume=resume, report=report)
        case "paper":
            paper = Recipe(data=data, weights="", network="paper", size=baseline.SIZE, **shared)
            train(paper, out, resume=resume, report=report)
        case _:
            train(_recipe(arguments, Recipe(data=data, **shared)), out, resume=resume, report=report)


def _recipe(arguments: argparse.Namespace, recipe: "Recipe") -> "Recipe":
    return replace(
        recipe,
        weights=str(arguments.weights or ""),
        start=str(arguments.start or ""),
        size=arguments.size,
        domains=(arguments.domain,) if arguments.domain else recipe.domains,
        phone_share=arguments.phone_share,
        cutouts=not arguments.no_cutouts,
        without=tuple(arguments.without),
    )


def _fold(told: str) -> int | None:
    return None if told == "none" else int(told)


def _line(progress: "TrainingProgress", schedule: "Schedule", losses: Mapping[str, float]) -> None:
    if progress.step % 100 == 0 or progress.step in {1, 10, 30}:
        pace = progress.step * schedule.batch / max(progress.elapsed, 1e-9)
        told = "  ".join(f"{name} {loss:.3f}" for name, loss in losses.items())
        print(
            f"step {progress.step}/{schedule.steps}  {progress.elapsed / 60:.1f}/{schedule.minutes:.0f} min  "
            f"{told}  {pace:.1f} pictures/s",
            flush=True,
        )


def _bar(bar: Progress) -> "Report":
    task = bar.add_task("training", total=1.0)

    def report(progress: "TrainingProgress", schedule: "Schedule", losses: Mapping[str, float]) -> None:
        bar.update(task, completed=progress.share(schedule), description=f"loss {losses['loss']:.2f}")

    return report
