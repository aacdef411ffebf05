"""What the outline network is shown: photos and their masks, turned, cut and degraded together."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from ml.contract import Floats, Framing, Pixels
from ml.dataset import Lesion, decode, read_mask
from ml.training.augment import Random, cut, framing, suffer

STOCK_SIDE = 224
"""Pixels a side of a stocked picture; the whole frame is squeezed into the square, as in serving."""
PHONE_SHARE = 0.35
_CROP = (0.45, 1.1)  # from close to the lesion to a little more than the frame


@dataclass(frozen=True, slots=True)
class Masked:
    """A picture and its mask (255 = lesion), both `STOCK_SIDE` squares."""

    picture: Pixels
    mask: Pixels


def stock(lesions: Sequence[Lesion]) -> dict[str, list[Masked]]:
    """Decode lesions with their masks, by domain; raises DatasetError when one has none."""
    with ThreadPoolExecutor(2) as pool:
        decoded = list(pool.map(_masked, lesions))
    by_domain: dict[str, list[Masked]] = {}
    for lesion, one in zip(lesions, decoded, strict=True):
        by_domain.setdefault(lesion.domain, []).append(one)
    return by_domain


def _masked(lesion: Lesion) -> Masked:
    return Masked(_squeezed(decode(lesion.file)), _squeezed(read_mask(lesion.mask)))


def _squeezed(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.resize(pixels, (STOCK_SIDE, STOCK_SIDE), interpolation=cv2.INTER_AREA), np.uint8)


class Draw:
    """Draws batches of (pictures, masks 0-1 at half the size); the same number is always the same batch."""

    def __init__(
        self,
        stock: dict[str, list[Masked]],
        framing: Framing,
        *,
        size: int,
        seed: int,
        phone_share: float = PHONE_SHARE,
    ) -> None:
        self._stock, self._framing, self._size, self._seed = stock, framing, size, seed
        self._phone_share = phone_share

    def batch(self, number: int) -> tuple[Floats, Floats]:
        """Make one batch."""
        random = np.random.default_rng((self._seed, number))
        pairs = [self._pair(random) for _ in range(self._size)]
        pictures = self._framing.scaled(np.stack([picture for picture, _ in pairs]))
        masks = np.stack([mask for _, mask in pairs]).astype(np.float32)[..., None]
        return pictures, masks / np.float32(255)

    def _pair(self, random: Random) -> tuple[Pixels, Pixels]:
        domains = sorted(self._stock)
        phone = "phone" in domains and random.random() < self._phone_share
        pool = self._stock["phone" if phone or len(domains) == 1 else "dermoscopy"]
        one, size = pool[int(random.integers(len(pool)))], self._framing.size
        turned = framing(one.picture.shape[:2], size, random, crop=_CROP)
        mask = cv2.resize(cut(one.mask, turned, size), (size // 2, size // 2), interpolation=cv2.INTER_AREA)
        return suffer(cut(one.picture, turned, size), random), np.asarray(mask, np.uint8)
