r"""The calculus of this book: one expression that is read, run and checked.

Rooms, each built on those before it; the three routes are strangers to one another:

``language``
    What can be said: laws, functionals, samples, steps.
``notation``
    How it looks: on the page, in a message.
``reading``
    What is shown, read back by a written grammar that shares nothing with the printer.
``algebra``, ``witness``, ``judge``
    Three routes that check a step: a normal form for arbitrary laws; concrete worlds, to 50
    digits; random settings in balls and exact fractions, which judges the other two.
``derive``
    From checked steps to a numbered equation, its record, and replies to readers.

Needs SymPy, mpmath, which comes with it, and lark, which parses; the judge needs python-flint.
"""

from klutils.symbolic.algebra.normal_form import *
from klutils.symbolic.algebra.normal_form import __all__ as _normal_form
from klutils.symbolic.derive.derivation import *
from klutils.symbolic.derive.derivation import __all__ as _derivation
from klutils.symbolic.derive.exercise import *
from klutils.symbolic.derive.exercise import __all__ as _exercise
from klutils.symbolic.derive.sentences import said
from klutils.symbolic.language.divergences import *
from klutils.symbolic.language.divergences import __all__ as _divergences
from klutils.symbolic.language.findings import *
from klutils.symbolic.language.findings import __all__ as _findings
from klutils.symbolic.language.functionals import *
from klutils.symbolic.language.functionals import __all__ as _functionals
from klutils.symbolic.language.hypotheses import *
from klutils.symbolic.language.hypotheses import __all__ as _hypotheses
from klutils.symbolic.language.laws import *
from klutils.symbolic.language.laws import __all__ as _laws
from klutils.symbolic.language.letters import convex, index, parameter, variable, vector
from klutils.symbolic.language.made_laws import *
from klutils.symbolic.language.made_laws import __all__ as _made_laws
from klutils.symbolic.language.named_laws import *
from klutils.symbolic.language.named_laws import __all__ as _named_laws
from klutils.symbolic.language.optimisation import *
from klutils.symbolic.language.optimisation import __all__ as _optimisation
from klutils.symbolic.language.samples import *
from klutils.symbolic.language.samples import __all__ as _samples
from klutils.symbolic.language.steps import *
from klutils.symbolic.language.steps import __all__ as _steps
from klutils.symbolic.notation.plain import plain
from klutils.symbolic.notation.printing import latex

__all__ = [
    *_laws,
    *_named_laws,
    *_made_laws,
    *_functionals,
    *_divergences,
    *_samples,
    *_optimisation,
    *_normal_form,
    *_steps,
    *_findings,
    *_hypotheses,
    *_derivation,
    *_exercise,
    "convex",
    "index",
    "latex",
    "parameter",
    "plain",
    "variable",
    "vector",
    "said",
]
