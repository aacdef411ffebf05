"""What a reader of danger hears in a message: how loud each kind is, and of which kinds it hears nothing at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.assistant.phrasings import DANGERS, KINDS
from knowledge.regression import Floats


@dataclass(frozen=True, slots=True)
class Heard:
    """`loud` (kinds) in the order of KINDS, an alarm from 0 on; under `silent` (kinds), at most 0, a kind is not there.

    `silent` is what all but a few of the texts of a kind are louder than, to a reader that never learned from them.
    """

    loud: Floats
    silent: Floats

    def alarm(self) -> str | None:
        """The kind to raise."""
        return gravest(dict(zip(KINDS, map(float, self.loud), strict=True)))

    def denies(self, kind: str) -> bool:
        """Whether words that name this kind must mean something else."""
        place = KINDS.index(kind)
        return bool(self.loud[place] < self.silent[place])


def gravest(heard: Mapping[str, float]) -> str | None:
    """The gravest danger that is as loud as 0; of the asks the loudest."""
    loud = {kind: one for kind, one in heard.items() if one >= 0}
    danger = next((kind for kind in DANGERS if kind in loud), None)
    return danger or max(loud, key=loud.__getitem__, default=None)
