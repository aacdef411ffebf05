"""The store: tables, units of work and the photo vault."""
