r"""The calculus of this book: one expression that is read, run and checked.

Modules, in the order in which they build on one another:

``laws``
    Probability laws and their densities: arbitrary ones and named ones.
``functionals``
    Expectation, divergence, entropy, sample means: what each unfolds to.
``normal_form``
    The algebraic route: equality for arbitrary densities.
``worlds``, ``witness``
    The numerical route: concrete laws, exact sums, 50 digits.
``steps``, ``checks``
    The kinds of claim a step can make, and how each is checked by both routes.
``printing``, ``derivation``
    From checked steps to a numbered equation and its record.

Needs SymPy alone, and mpmath, which comes with it.
"""

from .derivation import *
from .derivation import __all__ as _derivation
from .functionals import *
from .functionals import __all__ as _functionals
from .laws import *
from .laws import __all__ as _laws
from .normal_form import *
from .normal_form import __all__ as _normal_form
from .printing import latex
from .steps import *
from .steps import __all__ as _steps

__all__ = [*_derivation, *_functionals, *_laws, *_normal_form, *_steps, "latex"]
