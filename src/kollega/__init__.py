"""Kollega: practice management for therapists, clinics and their teams."""

__version__ = "0.1.0"
