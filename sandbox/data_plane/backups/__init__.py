"""Base backups, binary logs and snapshots, and clusters made from them."""
