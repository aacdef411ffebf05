"""The batches of a training: which pictures are drawn, with what targets, reproducible by seed and number."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.contract import DOMAINS, KINDS, LABELS, PHONE, Floats, Framing, Pixels
from ml.dataset import CutoutRow, Lesion, NotLesion, decode, decode_all, read_mask
from ml.training.augment import Box, Random, closing_in, cut, frame, suffer
from ml.training.paste import Cutout, cut_out, fitted, paste

_SHORT_SIDE = 256
_PHONE_SHORT_SIDE = 384  # a close look takes about half of a phone photo
_CLOSE_SHARE = 0.5  # of the lesions with an outline, that are looked at from near
PHONE_SHARE = 0.4
_NOT_LESIONS = 3  # of a batch of 32: about one in twelve
_MIXED_BATCHES = 0.3
_CORNERS = 900
"""Corners cut from dermoscopy where there is no phone photo to balance them."""
_PASTED = 0.2
"""Share of phone lesions that are pasted on other skin. It is the same for every class, whether a class has cut-outs
or only photos to cut from: looking pasted must tell nothing."""
_ABSENT_CLASS = 0.01  # prior of a class that a domain does not hold: keeps its log finite


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures (n, size, size, 3) with class targets, the log prior they were drawn by, kinds and domains."""

    pictures: Floats
    classes: Floats
    log_prior: Floats
    is_lesion: Floats
    kinds: NDArray[np.int64]
    domains: NDArray[np.int64]

    @property
    def tensors(self) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.int64], NDArray[np.int64]]:
        """The parts in their order, as a training step takes them."""
        return self.pictures, self.classes, self.log_prior, self.is_lesion, self.kinds, self.domains


@dataclass(frozen=True, slots=True)
class Shown:
    """A lesion's picture, and the box of its outline in pixels where there is a mask."""

    pixels: Pixels
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """All training pictures decoded: lesions by domain and class, refusals by kind."""

    lesions: dict[str, dict[str, list[Shown]]]
    others: dict[str, list[Pixels]]
    backgrounds: list[Pixels]
    cutouts: dict[str, list[Cutout]] = field(default_factory=dict)

    def prior(self, domain: str) -> Floats:
        """Return the chance of each class within a domain: the square root of its frequency, normalised."""
        roots = np.array([len(self.lesions[domain].get(label, ())) ** 0.5 for label in LABELS])
        chances = np.maximum(roots / roots.sum(), _ABSENT_CLASS)
        return np.asarray(chances / chances.sum(), np.float32)


def stock(
    lesions: Sequence[Lesion], others: Sequence[NotLesion], random: Random, cutouts: Sequence[CutoutRow] = ()
) -> Stock:
    """Decode every labelled training lesion, every cut-out and every refusal that is not held out."""
    known = [lesion for lesion in lesions if lesion.label]
    decoded = _decoded(known)
    pictures = [shown.pixels for shown in decoded]
    by_class: dict[str, dict[str, list[Shown]]] = {domain: {} for domain in DOMAINS}
    for lesion, shown in zip(known, decoded, strict=True):
        by_class[lesion.domain].setdefault(lesion.label, []).append(shown)
    refused = [other for other in others if not other.held_out]
    by_kind: dict[str, list[Pixels]] = {}
    for other, picture in zip(refused, decode_all([o.file for o in refused], short_side=_SHORT_SIDE), strict=True):
        by_kind.setdefault(other.kind, []).append(picture)
    if by_kind and (corners := _corners(known, pictures, random)):
        by_kind["corner"] = corners
    pasted = _cutouts(cutouts, known, pictures) if cutouts else {}
    return Stock(by_class, by_kind, by_kind.get("other", []), pasted)


def _decoded(lesions: Sequence[Lesion]) -> list[Shown]:
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_shown, lesions))


def _shown(lesion: Lesion) -> Shown:
    picture = decode(lesion.file, short_side=_PHONE_SHORT_SIDE if lesion.domain == PHONE else _SHORT_SIDE)
    return Shown(picture, _box(fitted(read_mask(lesion.mask), picture)) if lesion.mask else None)


def _box(mask: Pixels) -> Box | None:
    """Return the box of the largest part of a mask; None when it is empty."""
    count, _, stats, _ = cv2.connectedComponentsWithStats((mask > 127).astype(np.uint8))
    if count < 2:
        return None
    main = stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())]
    left, top, wide, high = (int(main[at]) for at in range(4))
    return left, top, left + wide, top + high


def _cutouts(
    rows: Sequence[CutoutRow], lesions: Sequence[Lesion], pictures: Sequence[Pixels]
) -> dict[str, list[Cutout]]:
    """Return what can be pasted, by class: the cut-outs, and the phone lesions cut along their own masks."""
    by_class: dict[str, list[Cutout]] = {}
    for row in rows:
        picture = decode(row.file, short_side=_SHORT_SIDE)
        by_class.setdefault(row.label, []).append(Cutout(picture, fitted(read_mask(row.mask), picture), row.share))
    for lesion, picture in zip(lesions, pictures, strict=True):
        if lesion.domain == "phone" and lesion.mask and (own := cut_out(picture, read_mask(lesion.mask))):
            by_class.setdefault(lesion.label, []).append(own)
    return by_class


def _corners(lesions: Sequence[Lesion], pictures: Sequence[Pixels], random: Random) -> list[Pixels]:
    """Cut squares of plain skin beside the lesions, where the mask says there is none.

    Phone photos and as many dermoscopic ones: skin without a spot in either look.
    """
    masked = [(lesion, picture) for lesion, picture in zip(lesions, pictures, strict=True) if lesion.mask]
    phone = [pair for pair in masked if pair[0].domain == "phone"]
    rest = [pair for pair in masked if pair[0].domain != "phone"]
    chosen = [rest[at] for at in random.permutation(len(rest))[: len(phone) or _CORNERS]]
    cuts = (_corner(lesion, picture, random) for lesion, picture in [*phone, *chosen])
    return [cut for cut in cuts if cut is not None]


def _corner(lesion: Lesion, picture: Pixels, random: Random) -> Pixels | None:
    height, width = picture.shape[:2]
    drawn = fitted(read_mask(lesion.mask), picture)
    if not drawn.any():
        return None
    mask = cv2.dilate(drawn, np.ones((15, 15), np.uint8))
    for _ in range(20):
        side = int(min(height, width) * random.uniform(0.3, 0.55))
        top, left = int(random.integers(0, height - side)), int(random.integers(0, width - side))
        cut = picture[top : top + side, left : left + side]
        if not mask[top : top + side, left : left + side].any() and cut.mean() > 60:
            return np.ascontiguousarray(cut)
    return None


class Draw:
    """Draws batches; batch `number` is always the same for the same seed, so that a resumed run goes on."""

    def __init__(
        self, stock: Stock, framing: Framing, *, size: int, seed: int, phone_share: float = PHONE_SHARE
    ) -> None:
        self._stock, self._framing, self._size, self._seed = stock, framing, size, seed
        self._phone_share = phone_share
        self._priors = {domain: stock.prior(domain) for domain in DOMAINS if stock.lesions[domain]}

    def batch(self, number: int) -> Batch:
        """Make one batch: lesions of both domains, a few refusals, sometimes mixed within a domain."""
        random = np.random.default_rng((self._seed, number))
        others = _NOT_LESIONS if self._stock.others else 0
        domains = sorted(self._domain(random) for _ in range(self._size - others))
        labels = [int(random.choice(len(LABELS), p=self._drawable(domain))) for domain in domains]
        lesions = [self._lesion(d, label, random) for d, label in zip(domains, labels, strict=True)]
        kinds, refused = self._others(others, random)
        pictures = self._framing.scaled(np.stack([*lesions, *refused]))
        classes = np.eye(len(LABELS), dtype=np.float32)[[*labels, *([0] * others)]]
        if random.random() < _MIXED_BATCHES:
            _mix(pictures, classes, domains, random)
        prior = np.stack([*(self._priors[domain] for domain in domains), *([np.ones(8)] * others)])
        is_lesion = np.array([1.0] * len(lesions) + [0.0] * others, np.float32)
        return Batch(
            pictures,
            classes,
            np.log(prior).astype(np.float32),
            is_lesion,
            np.array([0] * len(lesions) + kinds),
            np.array([DOMAINS.index(domain) for domain in domains] + [0] * others),
        )

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains that the stock holds."""
        return tuple(self._priors)

    def prior(self, domain: str) -> list[float]:
        """The chance of each class in the order of LABELS, as drawn."""
        return [float(chance) for chance in self._priors[domain]]

    def _domain(self, random: Random) -> str:
        if len(self._priors) == 1:
            return next(iter(self._priors))
        return "phone" if random.random() < self._phone_share else "dermoscopy"

    def _drawable(self, domain: str) -> NDArray[np.float64]:
        held = [label in self._stock.lesions[domain] for label in LABELS]
        chances = self._priors[domain].astype(np.float64) * held
        return np.asarray(chances / chances.sum(), np.float64)

    def _lesion(self, domain: str, label: int, random: Random) -> Pixels:
        cutouts = self._stock.cutouts.get(LABELS[label]) if domain == "phone" else None
        if cutouts and random.random() < _PASTED:
            skins = self._stock.others["corner"]
            skin, cutout = skins[int(random.integers(len(skins)))], cutouts[int(random.integers(len(cutouts)))]
            return suffer(frame(paste(cutout, skin, random), self._framing.size, random), random)
        pictures, size = self._stock.lesions[domain][LABELS[label]], self._framing.size
        shown = pictures[int(random.integers(len(pictures)))]
        if shown.box is None or random.random() >= _CLOSE_SHARE:
            return suffer(frame(shown.pixels, size, random), random)
        height, width = shown.pixels.shape[:2]
        return suffer(cut(shown.pixels, closing_in((height, width), shown.box, size, random), size), random)

    def _others(self, number: int, random: Random) -> tuple[list[int], list[Pixels]]:
        names = [str(random.choice(sorted(self._stock.others))) for _ in range(number)]
        kinds = [KINDS.index("skin" if name == "corner" else name) for name in names]
        return kinds, [self._other(name, random) for name in names]

    def _other(self, name: str, random: Random) -> Pixels:
        pictures = self._stock.others[name]
        picture = pictures[int(random.integers(len(pictures)))]
        if name == "skin" and random.random() < 0.6:
            picture = _elsewhere(picture, self._stock.backgrounds, random)
        crop = (0.3, 1.05) if name == "skin" else (0.6, 1.05)
        return suffer(frame(picture, self._framing.size, random, crop=crop), random)


def _elsewhere(hand: Pixels, backgrounds: Sequence[Pixels], random: Random) -> Pixels:
    """Put a hand photographed on white before another background, so that white does not mean skin."""
    bright = (hand.min(axis=2) > 170) & (hand.max(axis=2).astype(int) - hand.min(axis=2) < 30)
    edge = np.concatenate([bright[0], bright[-1], bright[:, 0], bright[:, -1]])
    if edge.mean() < 0.3 or not backgrounds:
        return hand
    scene = backgrounds[int(random.integers(len(backgrounds)))]
    if random.random() < 0.3:
        scene = np.full((8, 8, 3), random.integers(20, 236, 3), np.uint8)
    scene = np.asarray(cv2.resize(scene, (hand.shape[1], hand.shape[0])), np.uint8)
    soft = cv2.GaussianBlur(bright.astype(np.float32), (0, 0), 1.2)[:, :, None]
    return np.asarray(hand * (1 - soft) + scene * soft, np.uint8)


def _mix(pictures: Floats, classes: Floats, domains: Sequence[str], random: Random) -> None:
    """Mixup (Zhang 2018) in place, each lesion with another of its own domain."""
    share = np.float32(random.beta(0.4, 0.4))
    for domain in set(domains):
        at = np.flatnonzero(np.array(domains) == domain)
        partner = random.permutation(at)
        pictures[at] = share * pictures[at] + (1 - share) * pictures[partner]
        classes[at] = share * classes[at] + (1 - share) * classes[partner]
