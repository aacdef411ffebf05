"""One file a subject: what can be asked of the store and written to it, as values of `db.records`."""
