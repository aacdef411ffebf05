"""The views of the panel."""
