"""Reads a press release about a field visit: text in, proposal out; no database, no network."""

from .proposal import Proposal, Vocabulary
from .reading import read

__all__ = ["Proposal", "Vocabulary", "read"]
