"""What terms of the specification are called on staff pages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from codesign.core.strength import StrengthWord
from codesign.core.terms import Moscow, Origin, RequirementStatus, RequirementType, Response

MOSCOWS: dict[Moscow, Any] = {
    Moscow.MUST: _l("Must"),
    Moscow.SHOULD: _l("Should"),
    Moscow.COULD: _l("Could"),
    Moscow.WONT_NOW: _l("Not now"),
}
STATUSES: dict[RequirementStatus, Any] = {
    RequirementStatus.DRAFT: _l("Draft"),
    RequirementStatus.REVIEWED: _l("Read by residents"),
    RequirementStatus.APPROVED: _l("Agreed"),
    RequirementStatus.CHANGED: _l("Changed after the decision"),
    RequirementStatus.DROPPED: _l("Dropped"),
}
TYPES: dict[RequirementType, Any] = {
    RequirementType.OUTCOME: _l("Outcome for people"),
    RequirementType.FUNCTION: _l("What the service does"),
    RequirementType.QUALITY: _l("Quality"),
    RequirementType.ACCESS: _l("Access"),
    RequirementType.EQUALITY: _l("Equality"),
    RequirementType.WORKFORCE: _l("Staff and volunteers"),
    RequirementType.DATA_REPORTING: _l("Data and reporting"),
    RequirementType.SOCIAL_VALUE: _l("Social value"),
    RequirementType.COMMUNITY_CAPACITY: _l("Community capacity"),
    RequirementType.PREVENTION: _l("Prevention"),
    RequirementType.TRANSITION: _l("Change from the old service"),
}
ORIGINS: dict[Origin, Any] = {
    Origin.RESIDENT: _l("Residents"),
    Origin.CARER: _l("Unpaid carers"),
    Origin.STAFF: _l("Staff of the service"),
    Origin.PROVIDER: _l("Providers"),
    Origin.COMMISSIONER: _l("The council"),
    Origin.STATUTORY: _l("The law"),
}
STRENGTHS: dict[StrengthWord, Any] = {
    StrengthWord.STRONG: _l("Strong"),
    StrengthWord.GOOD: _l("Good"),
    StrengthWord.SOME: _l("Some"),
    StrengthWord.WEAK: _l("Weak"),
    StrengthWord.MIXED: _l("Mixed"),
    StrengthWord.NONE: _l("No evidence yet"),
}
RESPONSES: dict[Response, Any] = {
    Response.ACCEPTED: _l("Yes, we will"),
    Response.PARTLY: _l("Partly"),
    Response.REJECTED: _l("No"),
    Response.DEFERRED: _l("Later"),
    Response.OUT_OF_SCOPE: _l("Not part of this service"),
    Response.ALREADY_HAPPENING: _l("It happens already"),
}
WAYS: dict[str, Any] = {
    "consultation": _l("questions"),
    "idea_board": _l("ideas"),
    "workshop": _l("workshops"),
}
SOURCES: dict[str, Any] = {
    "": _l("All"),
    "answer": _l("Answers"),
    "idea": _l("Ideas"),
    "card": _l("Workshop cards"),
    "theme": _l("Themes"),
    "question": _l("Question results"),
    "workshop": _l("Workshop groups"),
}
CHARACTERISTICS: dict[str, Any] = {
    "age": _l("Age"),
    "disability": _l("Disability"),
    "gender_reassignment": _l("Gender reassignment"),
    "marriage": _l("Marriage and civil partnership"),
    "pregnancy_maternity": _l("Pregnancy and maternity"),
    "race": _l("Race"),
    "religion": _l("Religion or belief"),
    "sex": _l("Sex"),
    "sexual_orientation": _l("Sexual orientation"),
    "carers": _l("Unpaid carers"),
    "care_leavers": _l("Care leavers"),
    "rurality": _l("Living far from town"),
    "deprivation": _l("Living on little money"),
    "armed_forces": _l("Armed forces families"),
}
FIELD_NAMES: dict[str, Any] = {
    "title": _l("Name"),
    "statement": _l("What the provider must do"),
    "measure": _l("How we will check it"),
    "lot_numbers": _l("Lots"),
    "type": _l("Kind"),
    "moscow": _l("How firm"),
    "outcome": _l("What changes for people"),
    "kpi": _l("Target"),
    "acceptance": _l("When it counts as met"),
    "rationale": _l("Why"),
    "origin": _l("Who asked for it"),
    "equality_note": _l("What it means for equality"),
    "characteristics": _l("Groups it matters to"),
    "cost_note": _l("Cost"),
    "feasibility": _l("Can it be done"),
    "depends_on": _l("Depends on"),
    "award_criterion": _l("Award criterion"),
    "tender_question": _l("Tender question"),
    "contract_clause": _l("Contract clause"),
    "council_reason": _l("Why the council needs it"),
    "owner": _l("Owner"),
    "status": _l("Status"),
    "status_reason": _l("Reason for the status"),
}
WORDS: dict[str, Any] = {
    "moscows": MOSCOWS,
    "statuses": STATUSES,
    "types": TYPES,
    "origins": ORIGINS,
    "strengths": STRENGTHS,
    "responses": RESPONSES,
    "ways": WAYS,
    "sources": SOURCES,
    "field_names": FIELD_NAMES,
}
