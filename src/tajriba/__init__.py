"""Tajriba: a live evidence service for Persian medicine."""

from importlib.metadata import version

__version__ = version("tajriba")
