"""Codesign: residents shape a service before a council or NHS body buys it."""
