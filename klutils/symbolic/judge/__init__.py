"""The third route: random rational points, in balls and exact fractions.

It judges what the other two say, and shares no code with them.

``arithmetic``, ``exponentials``
    Numbers, power series, and functions that can be integrated exactly.
``settings``, ``continuum``, ``sampling``
    The points, densities and samples of a setting.
``evaluation``
    What an expression is worth there.
``kinds``
    Whether a claim holds.

Needs python-flint.
"""
