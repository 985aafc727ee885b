"""Who may do what: every call held against its caller's policies."""
