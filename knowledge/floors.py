"""From where on each language pack answers: found by cross-validation and kept beside the packs."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from knowledge.abroad import WordsAlone
from knowledge.finding import Floors
from knowledge.languages import Pack

FILE = Path(__file__).parent / "languages" / "floors.json"
"""Made by `lentigo knowledge learn`; what is stale in it is found anew."""

FOLDS = 5

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a matcher found for a text that it had not learned: right or not, how sure, how far ahead of the next."""

    right: bool
    sure: float
    lead: float


def kept_floors(pack: Pack, file: Path = FILE) -> Floors:
    """The floors of a pack."""
    kept = _read(file).get(pack.language, {})
    return Floors(**kept["floors"]) if kept.get("mark") == mark_of(pack) else floors_of(pack)


def is_for(pack: Pack, file: Path = FILE) -> bool:
    """Whether the floors were found from exactly these texts."""
    return bool(_read(file).get(pack.language, {}).get("mark") == mark_of(pack))


def write(packs: Iterable[Pack], file: Path = FILE) -> None:
    """Find and keep the floors of all packs."""
    told = {pack.language: {"mark": mark_of(pack), "floors": asdict(kept_floors(pack, file))} for pack in packs}
    file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def mark_of(pack: Pack) -> str:
    """A fingerprint of what the floors are found from."""
    texts = "\n".join([*(f"{topic} {text}" for topic, text in pack.questions), "", *pack.elsewhere])
    return hashlib.sha256(texts.encode()).hexdigest()[:16]


def floors_of(pack: Pack) -> Floors:
    """Find the floors by a pack's own paraphrases and texts about something else.

    The floor has the best mean of questions answered right and strange texts refused; the margin the most right
    answers less wrong ones, for what is unsure is offered and not lost.
    """
    guesses = list(_guesses(pack))
    inside = [guess for topic, guess in guesses if topic]
    strange = [guess for topic, guess in guesses if not topic]
    floor = max(sorted({guess.sure for _, guess in guesses}), key=lambda at: _answered(inside, at) + _low(strange, at))
    above = [guess for guess in inside if guess.sure >= floor]
    leads = sorted({guess.lead for guess in above})
    margin = max(leads, key=lambda at: sum(1 if one.right else -1 for one in above if one.lead >= at))
    return Floors(about=floor, sure=0.0, margin=margin, both=2 * floor)


def _guesses(pack: Pack) -> Iterator[tuple[str, Guess]]:
    """Each text of a pack with its topic, if it has one, asked of who learned the other four fifths."""
    strangers = [("", text) for text in pack.elsewhere]
    for fold in range(FOLDS):
        (learned, asked), (known, strange) = _split(pack.questions, fold), _split(strangers, fold)
        matcher = WordsAlone(learned, [text for _, text in known])
        yield from ((topic, _guess(matcher, topic, text)) for topic, text in (*asked, *strange))


def _split(items: Sequence[Item], fold: int) -> tuple[list[Item], list[Item]]:
    """Four fifths and the other one, always in the same disorder."""
    mixed = [items[place] for place in np.random.default_rng(0).permutation(len(items))]
    return [one for place, one in enumerate(mixed) if place % FOLDS != fold], mixed[fold::FOLDS]


def _guess(matcher: WordsAlone, topic: str, text: str) -> Guess:
    ranked = matcher.rank(text)
    if not ranked:
        return Guess(right=False, sure=0.0, lead=0.0)
    lead = ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0.0)
    return Guess(ranked[0].topic == topic, sum(match.score for match in ranked), lead)


def _answered(inside: Sequence[Guess], floor: float) -> float:
    return sum(guess.right and guess.sure >= floor for guess in inside) / len(inside)


def _low(strange: Sequence[Guess], floor: float) -> float:
    return sum(guess.sure < floor for guess in strange) / max(1, len(strange))


def _read(file: Path) -> dict[str, dict[str, Any]]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
