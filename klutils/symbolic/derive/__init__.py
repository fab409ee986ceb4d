"""From checked steps to a numbered equation and its record, or to a reply to a reader.

``derivation``
    Chains of steps, checked when they are built.
``ends``
    What a chain claims of its two ends.
``sentences``, ``page``
    The words for what was found; a record as the page shows it.
``exercise``
    A step that a reader writes.
"""
