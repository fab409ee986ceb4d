"""The first route: equality for arbitrary densities, by a normal form.

``integrals``, ``normal_form``
    The rules of calculation.
``kinds``
    What each kind of step asks of them.
"""
