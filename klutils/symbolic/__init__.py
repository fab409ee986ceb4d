r"""The calculus of this book: one expression that is read, run and checked.

Modules, in the order in which they build on one another:

``laws``, ``named_laws``, ``arguments``
    Probability laws and their densities: arbitrary ones and named ones.
``functionals``, ``samples``, ``optimisation``
    Expectation, divergence, entropy; sample means; derivatives and minimisers.
``integrals``, ``normal_form``
    The algebraic route: equality for arbitrary densities.
``numbers``, ``spaces``, ``worlds``, ``witness``
    The numerical route: concrete laws, exact sums, 50 digits.
``order``, ``plain``, ``printing``, ``layout``
    How expressions look: in a message, on the page, on its lines.
``source``
    Expressions as text, and back.
``steps``, ``algebra``, ``trials``, ``derivation``, ``exercise``
    The kinds of claim a step can make, its check by both routes, and from checked steps to a
    numbered equation and its record, or to a reply to a reader who wrote one.

Needs SymPy alone, and mpmath, which comes with it.
"""

from .derivation import *
from .derivation import __all__ as _derivation
from .exercise import *
from .exercise import __all__ as _exercise
from .functionals import *
from .functionals import __all__ as _functionals
from .laws import *
from .laws import __all__ as _laws
from .named_laws import *
from .named_laws import __all__ as _named_laws
from .normal_form import *
from .normal_form import __all__ as _normal_form
from .optimisation import *
from .optimisation import __all__ as _optimisation
from .plain import plain
from .printing import latex
from .samples import *
from .samples import __all__ as _samples
from .steps import *
from .steps import __all__ as _steps

__all__ = [
    *_laws,
    *_named_laws,
    *_functionals,
    *_samples,
    *_optimisation,
    *_normal_form,
    *_steps,
    *_derivation,
    *_exercise,
    "latex",
    "plain",
]
