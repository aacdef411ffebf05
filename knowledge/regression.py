"""Softmax regression in NumPy: small enough to fit at start, and always the same for the same data."""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.intp]

EPOCHS, BATCH, RATE, MOMENTUM, SHRINK = 10, 64, 20.0, 0.9, 1e-5
"""Gradient descent, the rate falling to zero in a straight line; chosen by cross-validation over paraphrases."""


def softmax(logits: Floats) -> Floats:
    """Return the softmax over the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def sigmoid(value: float) -> float:
    """Return 1 / (1 + e^-value), safe for any value."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, value))))


def centroids(vectors: Floats, labels: Labels, classes: int) -> Floats:
    """Return the unit mean vector of each class, one a column."""
    sums = np.zeros((classes, vectors.shape[1]), np.float32)
    np.add.at(sums, labels, vectors)
    return np.asarray((sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)).T, np.float32)


def fit(vectors: Floats, labels: Labels, start: Floats) -> Floats:
    """Return weights (features, classes) fitted from `start` on by minibatch descent on the cross-entropy."""
    weights: Floats = start.copy()
    speed: Floats = np.zeros_like(start)
    order = np.random.default_rng(0)  # always the same order: the same files make the same matcher
    count = len(labels)
    batches = [batch for _ in range(EPOCHS) for batch in np.split(order.permutation(count), range(BATCH, count, BATCH))]
    for step, batch in enumerate(batches):
        missed = softmax(np.asarray(vectors[batch] @ weights, np.float32))
        missed[np.arange(len(batch)), labels[batch]] -= 1
        slope = vectors[batch].T @ missed / np.float32(len(batch)) + np.float32(SHRINK) * weights
        pace = np.float32(RATE * (1 - step / len(batches)))
        speed = np.asarray(np.float32(MOMENTUM) * speed - pace * slope, np.float32)
        weights = np.asarray(weights + speed, np.float32)
    return weights
