"""The checkov pack: one file a policy, the same on a render and on a plan.

checkov loads every file of this folder by itself, as a module outside of this package, and descends into folders
that have an `__init__.py`; `engine/` and `data/` have none, so that it does not run their modules a second time.
"""
