"""From checked steps to a numbered equation and its record, or to a reply to a reader.

``derivation``
    Chains of steps, checked when they are built.
``exercise``
    A step that a reader writes.
"""
