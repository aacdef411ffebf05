"""Who may do what from where: sessions, access, the cross-origin check, the headers."""
