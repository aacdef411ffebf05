"""How the outline network is made and measured; serving it is `ml.segment`'s, without any of this."""
