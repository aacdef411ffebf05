"""The part of a text that tells what was asked: from the sentence that says most about it to the end.

To the end, because what an answer says last is what to look out for, and no part of it may be told without that.
"""

import re
from collections.abc import Callable

_END = re.compile(r"(?<=[.?।])\s+")


def part_of(text: str, tells: Callable[[str], int]) -> tuple[str | None, int]:
    """The part of a text by a count of how much a sentence tells, and the count; None when none tells anything.

    When the part is the whole text, which was told already: only that sentence, and the last two.
    """
    sentences = _END.split(text)
    counts = [tells(sentence) for sentence in sentences]
    most = max(counts)
    if not most:
        return None, 0
    first = counts.index(most)
    return " ".join(sentences[first:] if first else dict.fromkeys((sentences[0], *sentences[-2:]))), most
