"""How expressions look: in a message, on the page, on its lines.

``order``
    In what order factors and terms are written.
``plain``, ``printing``
    One line of text; the LaTeX of the page.
``hypotheses``
    What a claim takes for granted, in either form.
``layout``
    The lines of an equation, and where they break.
"""
