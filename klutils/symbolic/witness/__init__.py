"""The second route: concrete worlds, evaluated to fifty digits.

``values``, ``spaces``, ``worlds``
    Numbers, points and densities of a world.
``evaluation``
    What an expression is worth there.
``kinds``
    What each kind of step asks of it.
"""
