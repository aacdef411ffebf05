"""A process of its own that multiplies two matrices on one thread and tells its fastest time.

It is its own because OpenBLAS chooses its kernels as it loads.
"""

import time

import numpy as np
from threadpoolctl import threadpool_limits

SIDE = 1024


def fastest(times: int = 8) -> float:
    """Seconds of the fastest float32 product of two square matrices."""
    left, right = np.random.default_rng(0).random((2, SIDE, SIDE), np.float32)
    product = np.empty_like(left)
    seconds = []
    with threadpool_limits(limits=1, user_api="blas"):
        for _ in range(times):
            began = time.perf_counter()
            np.matmul(left, right, out=product)
            seconds.append(time.perf_counter() - began)
    return min(seconds)


if __name__ == "__main__":
    print(fastest())
