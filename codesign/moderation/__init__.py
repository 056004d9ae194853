"""Moderation: one queue for all words, with reasons from a list and a notice to the author."""

from codesign.moderation.manage import bp as manage

blueprints = (manage,)
