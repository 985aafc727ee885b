"""Spec in, plan out: validates an environment's spec, renders it and plans it."""
