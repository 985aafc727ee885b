"""Finds Terraform and its provider, and runs it; plan JSON becomes data here, and only here."""
