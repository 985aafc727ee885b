"""CDKTF constructs: each takes its part of the spec and hands out typed outputs.

Importing anything from here prepares the AWS bindings first, so that their constructs load lazily.
"""

from modules import _lazy_bindings

_lazy_bindings.prepare()
