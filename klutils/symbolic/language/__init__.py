"""What can be said: laws, functionals of laws, statistics of samples, and the kinds of step.

Modules, in the order in which they build on one another:

``letters``, ``supports``
    Variables, parameters, vectors, indices; where laws are positive.
``laws``, ``named_laws``, ``arguments``
    Probability laws and their densities: arbitrary ones and named ones.
``functionals``, ``samples``, ``optimisation``
    Expectation, divergence, entropy; sample means; derivatives and minimisers.
``made_laws``, ``divergences``
    Mixtures, marginals, posteriors, tilted laws, chains; information and other distances.
``hypotheses``
    What a claim takes for granted.
``steps``
    The kinds of claim that a step can make.
``findings``
    What a route found about a claim, as data.
``written``
    Expressions, steps and findings as text, and back.

Nothing here knows how a claim is checked, or how it looks.
"""
