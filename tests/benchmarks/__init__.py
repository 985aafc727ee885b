"""How much CPU time Tidegate takes, beside what it may take: `make bench`."""
