"""Composes the modules into an environment's stack, and renders it."""
