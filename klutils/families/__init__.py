"""Named families of distributions, with the closed forms of their entropies and divergences.

Modules
-------
family
    What every family offers: log-density, samples, entropy, cross-entropy, KL divergence.
normal, laplace, uniform, multivariate_normal
    On the line, on an interval, in space.
exponential, gamma
    On the half-line.
beta
    On the unit interval.
bernoulli, categorical, poisson, geometric
    Discrete.
excess
    t − ln(1 + t) without loss of digits, which most KL divergences are made of.

Where maximum likelihood has a closed form, a family has ``fit(samples)``.

Implementation notes
--------------------
Entropy, cross-entropy and KL divergence of a family are written each from its own formula; none is
the sum or the difference of the other two.
No module here imports `klutils.divergence` or `klutils.certify`: each checks the others.

References
----------
.. [1] M. Gil, F. Alajaji and T. Linder, *Rényi divergence measures for commonly used univariate
   continuous distributions*, Information Sciences 249 (2013), 124-131: tables of closed forms.
"""

from klutils.families.bernoulli import Bernoulli
from klutils.families.beta import Beta
from klutils.families.categorical import Categorical
from klutils.families.exponential import Exponential
from klutils.families.family import Family
from klutils.families.gamma import Gamma
from klutils.families.geometric import Geometric
from klutils.families.laplace import Laplace
from klutils.families.multivariate_normal import MultivariateNormal
from klutils.families.normal import Normal
from klutils.families.poisson import Poisson
from klutils.families.uniform import Uniform

__all__ = [
    "Bernoulli",
    "Beta",
    "Categorical",
    "Exponential",
    "Family",
    "Gamma",
    "Geometric",
    "Laplace",
    "MultivariateNormal",
    "Normal",
    "Poisson",
    "Uniform",
]
