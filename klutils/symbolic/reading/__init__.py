"""The notation read back: from the LaTeX of a page to expressions, by a written grammar.

``notation.lark``
    The grammar: which signs there are, what they mean and how far they reach.
``signs``, ``names``, ``tokens``
    LaTeX as a row of signs; what is declared, and how it is written; letters told by that.
``scope``, ``laws``, ``arithmetic``, ``functionals``, ``words``
    Which law is meant; the rules for laws, for arithmetic, for functionals; trees in messages.
``meaning``
    The reader, which has all the rules.
``sentences``
    What a claim takes for granted, read back from its sentence.

It shares nothing with the printer of :mod:`klutils.symbolic.notation`, and neither knows the other.
"""
