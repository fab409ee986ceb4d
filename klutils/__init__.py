"""The KL divergence, exactly and in numbers.

Modules
-------
symbolic
    The calculus of densities, its functionals, and derivations that check themselves; needs SymPy
    and lark alone.
divergence
    Entropy, cross-entropy and KL divergence of arrays of probabilities.
logits
    The same from logits and log-probabilities, without leaving log space.
deviances
    The terms of a divergence, each to full accuracy.
blocks
    Sums over large arrays, in blocks that fit the cache.
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
mutants
    Every step of the book broken on purpose, and what its checks say to that.
fuzz
    Random claims, and whether the routes contradict one another about them.
plotting
    The look of the figures, on light and dark pages.
arrays
    How every module reads its arguments, and what its errors say.

The front door
--------------
``from klutils import …`` offers every name of `klutils.symbolic`, `klutils.divergence`,
`klutils.logits`, `klutils.estimators` and `klutils.distributions`, `confirm` and its error, and the
modules above;
``dir(klutils)`` lists them.
Some names are both a law of the calculus and a distribution with numbers, `Normal` for one.
Here they are the distribution; the law is imported from `klutils.symbolic`.

A module is loaded when a name of it is first asked for: the calculus needs SymPy and lark
alone, and what another name needs beyond that its error tells.
"""

from importlib import import_module

_MODULES = (
    "arrays", "blocks", "certify", "coding", "confirmation", "deviances", "distributions",
    "divergence", "estimators", "fuzz", "ledger", "logits", "mutants", "plotting", "symbolic",
)  # fmt: skip
# Names by module; those that stand nowhere here are looked for in klutils.symbolic.
_NAMES = {
    "confirmation": ("Unconfirmed", "confirm"),
    "distributions": (
        "Bernoulli", "Beta", "Categorical", "Distribution", "Exponential", "Gamma", "Geometric",
        "Laplace", "MultivariateNormal", "Normal", "Poisson", "Uniform",
    ),
    "divergence": ("cross_entropy", "entropy", "kl_divergence"),
    "logits": (
        "cross_entropy_from_logits", "entropy_from_logits", "kl_divergence_from_logits",
    ),
    "estimators": (
        "Estimate", "error_rate", "kl_log_ratio", "kl_nonnegative", "mean_estimate", "nll",
    ),
}  # fmt: skip
_HOMES = {name: module for module, names in _NAMES.items() for name in names}
# What a package that is missing comes with.
_EXTRAS = {
    "numpy": "numbers", "scipy": "numbers", "flint": "certificates",
    "IPython": "book", "constriction": "book", "cycler": "book", "matplotlib": "book",
    "yaml": "book",
}  # fmt: skip


def __getattr__(name):
    """Load the module that owns a name, and keep the name."""
    if name.startswith("__"):
        raise AttributeError(f"module 'klutils' has no attribute {name!r}")
    if name in _MODULES:
        return _load(name, name)
    home = _load(_HOMES.get(name, "symbolic"), name)
    if name not in home.__all__:
        from difflib import get_close_matches

        close = get_close_matches(name, __dir__(), n=3)
        remedy = f"did you mean {' or '.join(close)}?" if close else "dir(klutils) lists all"
        raise AttributeError(f"klutils has no name {name!r}; {remedy}")
    value = globals()[name] = getattr(home, name)
    return value


def __dir__():
    return sorted({*_MODULES, *_HOMES, *_load("symbolic", "symbolic").__all__})


def _load(module, name):
    """Import a module; say what to install where the one thing it lacks is in an extra."""
    try:
        return import_module(f"klutils.{module}")
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _EXTRAS:
            raise
        said = f"klutils.{name} needs {package}, which is not installed here: "
        said += f"pip install 'klutils[{_EXTRAS[package]}]'"
        if name in _load("symbolic", name).__all__:
            said += f"; the law of the calculus is klutils.symbolic.{name}, "
            said += "which needs SymPy and lark alone"
        raise ImportError(said, name=f"klutils.{module}") from error
