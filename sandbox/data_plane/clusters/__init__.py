"""A Multi-AZ DB cluster of real servers: one writer, two readers, and what keeps them so."""
