"""How the readers of danger learn, and how well they hear what they never learned from."""
