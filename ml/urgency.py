"""When a photo asks for a doctor within days: one rule, for people and for the figures of the model card."""

from typing import Any

import numpy as np

from ml.contract import LABELS, Flags, Floats

FAST_CODES = frozenset({"MEL", "SCC"})
"""Cancers in which days count; basal cell cancer is slow (NICE NG12: urgent path for melanoma and SCC)."""

FAST = 0.1
"""Chance of these together from which it is urgent; NG12 sends on from 3 % on.

Chosen on the phone photos of folds 1-3: more than twice as many squamous cell carcinomas are told urgent as by the
rule before it (fast at least as likely as basal cell carcinoma), and as many melanomas.
"""

FAST_AT = np.array([label in FAST_CODES for label in LABELS])


def is_urgent(malignant: Any, probabilities: Floats, level: Any) -> Flags:
    """Return which rows of class probabilities, in the order of LABELS, are fast by FAST and `malignant` by `level`."""
    return np.asarray((malignant >= level) & (probabilities[..., FAST_AT].sum(axis=-1) >= FAST), np.bool_)
