"""`lentigo safety`: what the readers of danger have learned, and how the whole safety layer does."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from bot.settings import Settings

if TYPE_CHECKING:
    from knowledge.corpus import Corpus
    from scripts.readers.learning import Figures


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("safety", help="learn to hear danger, measure the safety layer")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    learn = verbs.add_parser("learn", help="learn from the phrasings and keep the weights")
    learn.set_defaults(run=learn_readers)
    measure = verbs.add_parser("measure", help="catches and false alarms on phrasings by kind, in any language")
    measure.add_argument("files", nargs="+", type=Path, help="YAML: kind -> texts")
    measure.set_defaults(run=measure_safety)


def learn_readers(_: argparse.Namespace) -> int:
    """Write the weights of every reader; returns 0."""
    from bot.assistant.sounds import SOUNDS  # noqa: PLC0415 - keeps `lentigo --help` quick
    from knowledge import corpus  # noqa: PLC0415

    known, console = corpus.load(), Console()
    table = Table(
        "language", "kind", "found", "of", "silent under", "alarmed", title="texts that the reader had not learned from"
    )
    for language in ("en", *SOUNDS):
        with console.status(f"Learning {language} ..."):
            figures = learn_letters(language, known) if language in SOUNDS else learn_tone(known)
        for row in figures:
            alarms = ", ".join(f"{name} {share:.3f}" for name, share in row.alarms.items())
            table.add_row(language, row.kind, f"{row.found:.3f}", str(row.texts), f"{row.silent:.2f}", alarms)
    console.print(table)
    return 0


def learn_tone(known: "Corpus") -> "list[Figures]":
    """Write what the reader of meaning learned; return how it does."""
    import numpy as np  # noqa: PLC0415

    from bot.assistant import tone, wording  # noqa: PLC0415
    from knowledge.chatbot import LEARNED  # noqa: PLC0415
    from knowledge.learned import Learned  # noqa: PLC0415
    from knowledge.sentences import shipped_encoder  # noqa: PLC0415
    from scripts.readers.learners import ByExamples, joined, letters_of  # noqa: PLC0415
    from scripts.readers.learning import learn, levels  # noqa: PLC0415
    from scripts.readers.told import told_in_english  # noqa: PLC0415

    said = told_in_english(known)
    texts = [wording.told(text) for text in said.texts]
    vectors, letters = Learned(LEARNED).vectors(shipped_encoder())(texts), letters_of(texts, wording.ENGLISH)
    fitted, figures = learn(said, letters, ByExamples(vectors, letters))
    rows, shares = joined(fitted)
    bias, silent = levels([one.bias for one in fitted], figures)
    np.savez_compressed(
        tone.WEIGHTS,
        examples=vectors[rows].astype(np.float16),
        shares=shares.astype(np.float16),
        letters=np.asarray(letters[rows].T @ shares * tone.LETTERS / 2, np.float16),
        bias=bias,
        silent=silent,
    )
    return figures


def learn_letters(language: str, known: "Corpus") -> "list[Figures]":
    """Write the weights of the reader of a language; return how it does."""
    import numpy as np  # noqa: PLC0415

    from bot.assistant.letters import weights_of  # noqa: PLC0415
    from scripts.readers.learners import ByLetters, letters_of  # noqa: PLC0415
    from scripts.readers.learning import learn, levels  # noqa: PLC0415
    from scripts.readers.told import told_for  # noqa: PLC0415

    said = told_for(language, known)
    letters = letters_of(said.texts, language)
    fitted, figures = learn(said, letters, ByLetters(letters))
    weights = np.array([one.coef_[0] for one in fitted], np.float16).T
    bias, silent = levels([one.intercept_[0] for one in fitted], figures)
    np.savez_compressed(weights_of(language), weights=weights, bias=bias, silent=silent)
    return figures


def measure_safety(arguments: argparse.Namespace) -> int:
    """Print a row a file and kind; returns 0."""
    import yaml  # noqa: PLC0415

    from bot.assistant.phrasings import ASKS, by_kind  # noqa: PLC0415
    from bot.assistant.safety import AlarmKind, Safety  # noqa: PLC0415

    safety, kinds = Safety.for_country(Settings().country), tuple(AlarmKind)
    table = Table(
        "file", "kind", "caught", "of", title="a graver alarm counts as caught; of benign texts none should be"
    )
    for file in arguments.files:
        for kind, texts in by_kind(yaml.safe_load(file.read_text(encoding="utf-8"))):
            alarms = [safety.check(text) for text in texts]
            sought = AlarmKind.FORBIDDEN if kind in ASKS else kind
            worst = kinds.index(AlarmKind(sought)) if sought in kinds else len(kinds)
            caught = sum(alarm is not None and kinds.index(alarm.kind) <= worst for alarm in alarms)
            table.add_row(f"{file.parent.name}/{file.stem}", kind, str(caught), str(len(texts)))
    Console().print(table)
    return 0
