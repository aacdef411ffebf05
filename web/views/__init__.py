"""The views, one file a subject: translate in, call, render."""
