"""Finding words in three scripts: how text is folded, cut into terms, asked for and marked where it was found."""

from .marks import Piece, excerpt, marked, opening
from .words import Term, terms_of

__all__ = ["Piece", "Term", "excerpt", "marked", "opening", "terms_of"]
