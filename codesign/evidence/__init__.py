"""Evidence: every contribution in one place, the codebook, coding, and who took part."""

from codesign.evidence.manage import bp as manage

blueprints = (manage,)
