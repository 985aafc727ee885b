"""RDS as Multi-AZ DB clusters need it."""
