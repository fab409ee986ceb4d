r"""Trees and names as rows of signs, for messages.

Main definitions
----------------
text, told
    A tree as it was read; what a letter may be.
"""

from lark import Token, Tree

from .names import Spelling

__all__ = ["text", "told"]


def text(part):
    """Return a tree, a token or nothing as the signs that were read."""
    if part is None:
        return ""
    if isinstance(part, Tree):
        return " ".join(filter(None, map(text, part.children)))
    if isinstance(part, Token) and isinstance(part.value, Spelling):
        return _spelt(part.value)
    return str(part)


def _spelt(spelling):
    code = "".join(spelling.base)
    code += f"_{{{', '.join(map(''.join, spelling.below))}}}" if spelling.below else ""
    return code + (f"^{{{''.join(spelling.above)}}}" if spelling.above else "")


def told(meanings):
    """Return what something may be, each with its kind."""
    return " or ".join(sorted(f"{m} ({type(m).__name__})" for m in meanings))
