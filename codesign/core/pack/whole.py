"""The evidence pack as one value: everything that any edition or format needs, and nothing else."""

from dataclasses import dataclass, field

from codesign.core.pack.clauses import (
    Change,
    Check,
    Decision,
    Equality,
    Finding,
    Limit,
    Requirement,
    SocialValue,
    TraceLink,
)
from codesign.core.pack.figures import Count
from codesign.core.pack.ground import DateRow, Method, PackFacts, Participation, ProjectFacts
from codesign.core.pack.voices import (
    Board,
    ClosedAnswer,
    CodebookEntry,
    Coding,
    Contribution,
    Dissent,
    Question,
    Theme,
    Workshop,
)
from codesign.core.terms import Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePack:
    """One freeze. With `pack.edition` None it is the snapshot; `edition_of` makes what may be printed."""

    pack: PackFacts
    project: ProjectFacts
    participation: Participation = field(default_factory=Participation)
    findings: tuple[Finding, ...] = ()
    changes_made: tuple[str, ...] = ()
    easy_read: str = ""
    dates: tuple[DateRow, ...] = ()
    methods: tuple[Method, ...] = ()
    coded_by: str = ""
    automation: str = ""
    questions: tuple[Question, ...] = ()
    boards: tuple[Board, ...] = ()
    workshops: tuple[Workshop, ...] = ()
    themes: tuple[Theme, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    equality: Equality = field(default_factory=Equality)
    requirements: tuple[Requirement, ...] = ()
    trace: tuple[TraceLink, ...] = ()
    decisions: tuple[Decision, ...] = ()
    checks: tuple[Check, ...] = ()
    social_value: SocialValue = field(default_factory=SocialValue)
    limits: tuple[Limit, ...] = ()
    codebook: tuple[CodebookEntry, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    codings: tuple[Coding, ...] = ()
    responses: tuple[ClosedAnswer, ...] = ()
    moderation: tuple[Count, ...] = ()
    change_log: tuple[Change, ...] = ()

    def evidence_for(self, requirement: str) -> tuple[TraceLink, ...]:
        """The links of one requirement, in the order of the pack."""
        return tuple(link for link in self.trace if link.requirement == requirement)

    def requirements_without_voice(self) -> tuple[Requirement, ...]:
        """Requirements that no evidence supports or qualifies: printed as commissioner-originated."""
        heard = {link.requirement for link in self.trace if link.stance is not Stance.OPPOSES}
        return tuple(requirement for requirement in self.requirements if requirement.ref not in heard)

    def themes_without_answer(self) -> tuple[Theme, ...]:
        """Themes that reached neither a requirement nor a decision."""
        answered = {link.evidence for link in self.trace}
        for decision in self.decisions:
            answered |= {decision.about, *decision.also_about}
        return tuple(theme for theme in self.themes if theme.ref not in answered)
