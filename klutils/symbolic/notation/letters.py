r"""Names and little LaTeX in letters, for one line of plain text.

Main definitions
----------------
letter
    A name such as ``theta_1`` or LaTeX such as ``\\hat{p}`` in letters: θ₁, p̂.
below, above, primes
    A letter with one more subscript; a number as a superscript; the marks of derivatives.
"""

import re

from sympy.printing.pretty.pretty_symbology import pretty_symbol, pretty_use_unicode

__all__ = ["above", "below", "letter", "primes"]

SIGNS = {"ell": "ℓ"}
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SMALL = {"0123456789+-": "₀₁₂₃₄₅₆₇₈₉₊₋", "aehijklmnoprstuvx": "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"}
SUBSCRIPTS = {a: b for signs, small in SMALL.items() for a, b in zip(signs, small, strict=True)}
PRIMES = ("", "′", "″", "‴")


def letter(name):
    """Return a name or a little LaTeX in letters, whatever the terminal of the moment can show.

    Examples
    --------
    >>> letter("theta_1"), letter(r"\\varphi"), letter(r"D_{\\mathrm{bits}}")
    ('θ₁', 'φ', 'D_bits')
    """
    name = re.sub(r"\\(?:mathrm|operatorname|text)\b", "", name)
    name = re.sub(
        r"\\hat\s*\{?(\\?\w+)\}?", lambda m: letter(m[1]) + "\N{COMBINING CIRCUMFLEX ACCENT}", name
    )
    name = re.sub(r"\\(?:var)?([A-Za-z]+)", lambda m: SIGNS.get(m[1]) or letter(m[1]), name)
    name = name.replace("{", "").replace("}", "")
    name, star = name.removesuffix("^*"), "*" if name.endswith("^*") else ""
    before = pretty_use_unicode(True)
    try:
        return pretty_symbol(name) + star
    finally:
        pretty_use_unicode(before)


def below(code, place):
    """Return a letter with one more subscript, as small letters where there are such.

    Examples
    --------
    >>> below("θ", "j"), below("x", "t-1"), below("x", "0:T"), below("θ₁", "d")
    ('θⱼ', 'xₜ₋₁', 'x_0:T', 'θ₁_d')
    """
    if all(sign in SUBSCRIPTS for sign in place):
        return code + "".join(SUBSCRIPTS[sign] for sign in place)
    return f"{code}_{place}" if re.fullmatch(r"[\w:+-]+", place) else f"{code}[{place}]"


def above(number):
    """Return a whole number as a superscript."""
    return str(number).translate(SUPERSCRIPTS)


def primes(order):
    """Return the marks of a function's derivative."""
    return PRIMES[order] if order < len(PRIMES) else f"^({order})"
