"""The first route: equality for arbitrary densities, by a normal form.

``laws``, ``letters``, ``signs``
    What is known of each law; one spelling of bound variables; what is positive.
``logarithms``, ``gaussian``, ``slopes``, ``vectors``, ``points``, ``sample_means``, ``integrals``
    The rules of calculation, a subject each.
``coverage``, ``convexity``
    Weights without coverage; convex functions with one zero.
``reduction``, ``normal_form``
    The rules put together; whether a normal form vanishes.
``kinds``
    What each kind of step asks of them.
"""
