"""How fast and how large: one run measures everything, round by round, so that noise hits all alike."""
