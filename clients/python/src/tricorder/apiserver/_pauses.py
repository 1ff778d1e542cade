"""How long to wait before the next attempt."""

import random


def default_backoff(attempt: int) -> float:
    """A tenth of a second at first, a second at most, so that a server that returned is seen within two; never for all clients the same."""
    return min(1.0, 0.1 * 2 ** min(attempt - 1, 4)) * random.uniform(0.5, 1)
