"""Facts about AWS: data files with source and date, and their typed loaders."""
