"""The transcript as the chat page shows it: which buttons still stand, which photos can be seen, what is under way."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.assistant.reading import Bubble, Stage
from bot.assistant.replies import Choice

LOOKING = frozenset({Stage.RECEIVED, Stage.LOOKING})

SHOWN_ANYWAY = "sources:"
"""Buttons that bring what the page shows in any case: it links each source where it is named."""

DETAILS = frozenset({"why", "treat", "tell"})
"""Buttons that open a detail of a result: those of the newest result stay when one of them was pressed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One bubble; `day` when a new day begins with it, `mark` changes whenever anything of it does."""

    bubble: Bubble
    choices: tuple[Choice, ...] = ()
    day: date | None = None
    waiting: bool = False
    """Its photo is still being looked at."""
    picture: bool = False
    """Its photo can be shown."""
    page: bool = False
    """Its result has a page of its own."""
    newest: bool = False
    """The first that was said since the person's last word: where reading goes on."""
    mark: str = ""


def shown(bubbles: Sequence[Bubble], photos: Mapping[str, Stage]) -> list[Shown]:
    """What the page shows of a transcript, given how far its photos are."""
    seen = [bubble for bubble in bubbles if bubble.text or bubble.photo]
    last = max((place for place, bubble in enumerate(seen) if bubble.mine), default=-1)
    newest = max((place for place, bubble in enumerate(seen) if _is_result(bubble, photos)), default=-1)
    pressed = {bubble.text for bubble in seen[newest + 1 :] if bubble.mine}
    talk = []
    for place, bubble in enumerate(seen):
        one = replace(
            _alone(bubble, photos),
            choices=_choices(bubble, answered=place < last, details=place == newest, pressed=pressed),
            day=_new_day(seen, place),
            newest=place == min(last + 1, len(seen) - 1),
        )
        talk.append(replace(one, mark=_digest(repr(one))))
    return talk


def digest(talk: Sequence[Shown]) -> str:
    """Changes whenever the talk does."""
    return _digest("".join(one.mark for one in talk))


def _alone(bubble: Bubble, photos: Mapping[str, Stage]) -> Shown:
    stage = photos.get(bubble.photo or "")
    waiting = not bubble.mine and stage in LOOKING
    return Shown(bubble, waiting=waiting, picture=stage is Stage.DONE, page=_is_result(bubble, photos))


def _is_result(bubble: Bubble, photos: Mapping[str, Stage]) -> bool:
    """The bubble of a photo that has been looked at."""
    stage = photos.get(bubble.photo or "")
    return not bubble.mine and stage in {Stage.DONE, Stage.GONE} and bool(bubble.reply and bubble.reply.choices)


def _choices(bubble: Bubble, *, answered: bool, details: bool, pressed: set[str]) -> tuple[Choice, ...]:
    """Whoever has answered sees their answer and no buttons, but for the details of the newest result."""
    every = bubble.reply.choices if bubble.reply else ()
    offered = tuple(choice for choice in every if not choice.id.startswith(SHOWN_ANYWAY))
    if not answered:
        return offered
    kept = (choice for choice in offered if choice.id.partition(":")[0] in DETAILS and choice.label not in pressed)
    return tuple(kept) if details else ()


def _new_day(seen: Sequence[Bubble], place: int) -> date | None:
    day = seen[place].at.date()
    return day if place == 0 or seen[place - 1].at.date() != day else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
