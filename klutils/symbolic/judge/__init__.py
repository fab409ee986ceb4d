"""The third route: random rational points, in balls and exact fractions.

It judges what the other two say, and shares no code with them.

``arithmetic``, ``exponentials``, ``special``
    Numbers, power series, functions that can be integrated exactly, special functions.
``quadrature``, ``watch``
    Integrals of all other functions, which are cut where they have a kink.
``scene``, ``choices``, ``continuum``, ``settings``
    What occurs in a claim; random numbers for what it leaves open; points and densities.
``laws``, ``functionals``, ``operations``
    Tables of what each law, functional and operation means.
``integration``, ``sampling``, ``evaluation``
    Sums and integrals over points and samples; what an expression is worth.
``kinds``
    Whether a claim holds.

Needs python-flint.
"""
