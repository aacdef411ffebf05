"""Alembic's revisions of the schema, oldest first; `python -m db.migrations "what changes"` drafts the next one."""
