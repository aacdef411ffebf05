"""`lentigo safety`: what the reader of danger has learned, and how the whole safety layer does."""

import argparse
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.settings import Settings

HANDED_OVER = frozenset(
    {"self-harm", "chest-pain-breath", "heavy-bleeding", "allergic-swelling", "emergency-signs", "abuse-nonsense"}
)
"""Topics whose own questions are cries for help; they are no calm talk."""


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("safety", help="learn to hear danger, measure the safety layer")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    learn = verbs.add_parser("learn", help="learn from the phrasings and keep the weights")
    learn.set_defaults(run=learn_tone)
    measure = verbs.add_parser("measure", help="catches and false alarms on phrasings by kind")
    measure.add_argument("files", nargs="+", type=Path, help="YAML: kind -> texts")
    measure.set_defaults(run=measure_safety)


def learn_tone(_: argparse.Namespace) -> int:
    """Write the weights; returns 0."""
    import numpy as np  # noqa: PLC0415 - keeps `lentigo --help` quick

    from bot.assistant import tone  # noqa: PLC0415
    from knowledge import corpus  # noqa: PLC0415
    from knowledge.chatbot import LEARNED  # noqa: PLC0415
    from knowledge.learned import Learned  # noqa: PLC0415
    from knowledge.sentences import shipped_encoder  # noqa: PLC0415
    from knowledge.smalltalk import SmallTalk  # noqa: PLC0415

    known = corpus.load()
    topics = [topic for topic in known.topics.values() if topic.id not in HANDED_OVER]
    asked = [text for topic in topics for text in (topic.question, *topic.paraphrases, topic.answer)]
    calm = [*asked, *known.elsewhere, *SmallTalk.load().phrases]
    with Console().status("Learning ..."):
        encode = Learned(LEARNED).vectors(shipped_encoder())
        weights, bias = tone.learn(tone.phrasings(), calm, encode)
    np.savez(tone.WEIGHTS, weights=weights, bias=bias)
    print(tone.WEIGHTS)
    return 0


def measure_safety(arguments: argparse.Namespace) -> int:
    """Print a row a file and kind; returns 0."""
    import yaml  # noqa: PLC0415

    from bot.assistant.safety import AlarmKind, Safety  # noqa: PLC0415

    safety, kinds = Safety.for_country(Settings().country), tuple(AlarmKind)
    table = Table(
        "file", "kind", "caught", "of", title="a graver alarm counts as caught; of benign texts none should be"
    )
    for file in arguments.files:
        for kind, texts in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            alarms = [safety.check(text) for text in texts]
            worst = kinds.index(AlarmKind(kind)) if kind in kinds else len(kinds)
            caught = sum(alarm is not None and kinds.index(alarm.kind) <= worst for alarm in alarms)
            table.add_row(file.stem, kind, str(caught), str(len(texts)))
    Console().print(table)
    return 0
