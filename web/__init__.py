"""The browser door: the same conversation, an upload page, the panel."""
