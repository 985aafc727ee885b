"""How long Tidegate takes, beside what it may take: `make bench`."""
