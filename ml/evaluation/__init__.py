"""How good the networks are: figures, levels, and the card that tells them. Nothing here runs in the product."""
