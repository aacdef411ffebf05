"""WordPiece: a text as the pieces of words that a sentence encoder was trained on (Devlin 2019, uncased)."""

import re
import unicodedata
from pathlib import Path

_WORD = re.compile(r"\w+|[^\w\s]")
_LONGEST_WORD = 100
UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"


class WordPiece:
    """Splits by the longest piece that the vocabulary has, from the left."""

    def __init__(self, vocabulary: Path) -> None:
        pieces = vocabulary.read_text(encoding="utf-8").splitlines()
        self._numbers = {piece: number for number, piece in enumerate(pieces)}

    @property
    def words(self) -> frozenset[str]:
        """The pieces that are whole words."""
        return frozenset(piece for piece in self._numbers if piece.isalpha())

    def numbers(self, text: str, longest: int) -> list[int]:
        """Return the numbers of the pieces, start and end marks included, at most `longest`."""
        pieces = [piece for word in _WORD.findall(_plain(text)) for piece in self._pieces(word)]
        marked = (START, *pieces[: longest - 2], END)
        return [self._numbers[piece] for piece in marked]

    def _pieces(self, word: str) -> list[str]:
        pieces, at = [], 0
        while at < len(word) and len(word) <= _LONGEST_WORD:
            piece = self._longest(word, at)
            if piece is None:
                return [UNKNOWN]
            pieces.append(piece)
            at += len(piece.removeprefix("##"))
        return pieces or [UNKNOWN]

    def _longest(self, word: str, at: int) -> str | None:
        mark = "##" if at else ""
        ends = range(len(word), at, -1)
        return next((mark + word[at:end] for end in ends if mark + word[at:end] in self._numbers), None)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in decomposed if unicodedata.category(sign) != "Mn")
