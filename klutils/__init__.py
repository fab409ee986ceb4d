"""The KL divergence, exactly and in numbers.

Modules
-------
symbolic
    The calculus of densities, its functionals, and derivations that check themselves; SymPy only.
divergence
    Entropy, cross-entropy and KL divergence of arrays of probabilities.
estimators
    Sample means with their standard errors; the KL divergence and the NLL from samples.
distributions
    Named distributions: log-density, samples, and the closed forms.
certify
    Rigorous enclosures of the same quantities, by exact and ball arithmetic.
coding
    Ideal code lengths, and a real entropy coder that measures them.
confirmation
    A number and its second source.
ledger
    The claims of all chapters, read from the executed notebooks.
plotting
    The look of the figures, on light and dark pages.
arrays
    How every module reads its arguments, and what its errors say.

Import from the module that owns a name, for example
``from klutils.divergence import kl_divergence``.
This package imports nothing by itself, so that `klutils.symbolic` runs where NumPy does not.
"""
