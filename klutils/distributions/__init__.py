"""Named families of distributions, with the closed forms of their entropies and divergences.

Modules
-------
distribution
    What every distribution offers: log-density, samples, entropy, cross-entropy, KL divergence.
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
ratios
    Quotients and differences of parameters, exact until the last step.
binet
    ln Γ without its large part, on which gamma and beta laws keep their digits.

Where maximum likelihood has a closed form, a family has ``fit(samples)``.

Implementation notes
--------------------
Entropy, cross-entropy and KL divergence of a family are written each from its own formula; none is
the sum or the difference of the other two.
Parameters may be any float64: far from p = q as near it each docstring states a bound of the error,
in units of the result or of the largest of its terms, and a result beyond float64 is inf.
No module here imports `klutils.divergence` or `klutils.certify`: each checks the others.

References
----------
.. [1] M. Gil, F. Alajaji and T. Linder, *Rényi divergence measures for commonly used univariate
   continuous distributions*, Information Sciences 249 (2013), 124-131: tables of closed forms.
"""

from klutils.distributions.bernoulli import Bernoulli
from klutils.distributions.beta import Beta
from klutils.distributions.categorical import Categorical
from klutils.distributions.distribution import Distribution
from klutils.distributions.exponential import Exponential
from klutils.distributions.gamma import Gamma
from klutils.distributions.geometric import Geometric
from klutils.distributions.laplace import Laplace
from klutils.distributions.multivariate_normal import MultivariateNormal
from klutils.distributions.normal import Normal
from klutils.distributions.poisson import Poisson
from klutils.distributions.uniform import Uniform

__all__ = [
    "Bernoulli",
    "Beta",
    "Categorical",
    "Exponential",
    "Distribution",
    "Gamma",
    "Geometric",
    "Laplace",
    "MultivariateNormal",
    "Normal",
    "Poisson",
    "Uniform",
]
