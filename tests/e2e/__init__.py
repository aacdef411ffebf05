"""End to end: the real command, real servers, real clients, as people and operators meet them."""
