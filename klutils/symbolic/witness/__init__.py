"""The second route: concrete worlds, evaluated to fifty digits, or to thirty on a continuum.

``values``, ``spaces``
    Numbers of a world; rules of summation, in two versions that must agree.
``rows``, ``arbitrary``, ``named_laws``, ``made_laws``, ``vectors``
    The table of laws, one row for each type: its density, how it is integrated.
``functions``, ``functionals``, ``samples``, ``optimisation``, ``table``
    The table of functionals, and the words in which what is in no table is refused.
``grids``, ``place``
    Points for what is integrated; what an expression is worth where its symbols are.
``world``, ``words``, ``worlds``, ``evaluation``
    A world, what is said of it, the worlds for a claim, and values in them.
``kinds``
    What each kind of step asks of it.
"""
