"""An environment's spec: its model, and loading with the position of every value."""
