"""How expressions look: in a message, on the page, on its lines.

``shape``, ``order``, ``naming``
    What needs brackets, in what order factors and terms stand, and what laws are called where one
    letter may stand for several: the same in both notations.
``table``
    A printer that knows a table of notation, one row a class.
``letters``, ``plain_laws``, ``plain_functionals``, ``plain_arithmetic``, ``plain``
    One line of text.
``brackets``, ``latex_laws``, ``latex_functionals``, ``latex_arithmetic``, ``printing``
    The LaTeX of the page.
``hypotheses``
    What a claim takes for granted, in either form.
``layout``
    The lines of an equation, and where they break.
"""
