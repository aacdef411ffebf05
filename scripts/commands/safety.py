"""`lentigo safety`: what the readers of danger have learned, and how the whole safety layer does."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from bot.settings import Settings

if TYPE_CHECKING:
    from knowledge.corpus import Corpus

HANDED_OVER = frozenset(
    {"self-harm", "chest-pain-breath", "heavy-bleeding", "allergic-swelling", "emergency-signs", "abuse-nonsense"}
)
"""Topics whose own questions are cries for help; they are no calm talk."""

ONE_IN = 4
"""English questions that a reader of letters learns from: enough to know English when it sees it."""


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

    learn_tone()
    table = Table("language", "kind", "found", "of", "alarmed", title="texts that the reader had not learned from")
    for language in SOUNDS:
        learn_letters(language, table)
    Console().print(table)
    return 0


def learn_tone() -> None:
    """Write the weights of the reader of meaning."""
    import numpy as np  # noqa: PLC0415

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
        weights, bias = tone.learn(tone.phrasings("en"), calm, encode)
    np.savez(tone.WEIGHTS, weights=weights, bias=bias)
    print(tone.WEIGHTS)


def learn_letters(language: str, table: Table) -> None:
    """Write the weights of the reader of a language, and what it finds into the table."""
    import numpy as np  # noqa: PLC0415

    from bot.assistant.letters import weights_of  # noqa: PLC0415
    from bot.assistant.safety import languages  # noqa: PLC0415
    from knowledge import corpus  # noqa: PLC0415
    from scripts.letters import Told, learn  # noqa: PLC0415

    known = corpus.load()
    told = Told.of([(*one, said == language) for said in languages() for one in _told(said, known)])
    with Console().status(f"Learning {language} ..."):
        weights, bias, figures = learn(told, language)
    np.savez_compressed(weights_of(language), weights=weights.astype(np.float16), bias=bias)
    print(weights_of(language))
    for row in figures:
        alarms = ", ".join(f"{name} {share:.3f}" for name, share in row.alarms.items())
        table.add_row(language, row.kind, f"{row.found:.3f}", str(row.texts), alarms)


def _told(language: str, known: "Corpus") -> Iterator[tuple[str, str]]:
    """Texts and kinds of a language: its phrasings, and the questions of its topics, which are calm."""
    from bot.assistant.tone import phrasings  # noqa: PLC0415

    for kind, texts in phrasings(language).items():
        yield from ((text, "calm" if kind == "benign" else kind) for text in texts)
    if language == "en":
        topics = [topic for topic in known.topics.values() if topic.id not in HANDED_OVER]
        calm = [text for topic in topics for text in (topic.question, *topic.paraphrases)][::ONE_IN]
    else:
        pack = known.packs[language]
        calm = [text for topic, text in pack.questions if topic not in HANDED_OVER]
    yield from ((text, "calm") for text in calm)


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
            table.add_row(f"{file.parent.name}/{file.stem}", kind, str(caught), str(len(texts)))
    Console().print(table)
    return 0
