"""Every write of fair counting: look at what came in, look again at all of it, keep, set aside, undo. Nothing is deleted.

A flagged response counts like any other until a person sets it aside with a reason.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, case, func, or_, select, update

from codesign.consultations import rows
from codesign.consultations.counting.reading import TYPED_BY_STAFF, all_that_came, texts_of
from codesign.core import fair_counting as fair
from codesign.core.errors import NotFound, Refused
from codesign.core.fair_counting import Came, Rule
from codesign.core.terms import SubmissionState, Verdict
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Activity, Answer, AnswerChoice, Choice, EqualityAnswer, Flag, Participant, Submission

NETWORK_KEPT: Final = timedelta(days=30)
"""How long after the close the digest of a network stays: long enough to settle what it flagged."""

_GONE: Final = (SubmissionState.WITHDRAWN,)


def look_at(submission: Submission, words: Iterable[str] | None = None) -> tuple[Rule, ...]:
    """Look at a response that was just taken in, by the rules that are quick; the rules that flagged it.

    `words` are its texts in order; they are read when not given. It is flagged, never refused, and counts as before.
    """
    text = "\n".join(words if words is not None else texts_of([submission.id]).get(submission.id, ()))
    submission.words_digest = fair.words_digest(text)
    db.session.flush()
    found: dict[Rule, tuple[str, list[uuid.UUID]]] = {}
    for rule, sign in (
        (Rule.SAME_WORDS, _with_the_same_words(submission, text)),
        (Rule.SAME_SECOND, _begun_with(submission)),
        (Rule.BURST, _in_a_burst(submission, text)),
    ):
        if sign is not None:
            found[rule] = sign
    for rule, (cluster, others) in found.items():
        _flag([submission.id, *others], rule, cluster, at=submission.received_at)
    if found:
        record(
            "sending_flagged",
            submission,
            project_id=submission.project_id,
            by="system",
            at=submission.received_at,
            details={"rules": [rule.value for rule in found], "clusters": [cluster for cluster, _ in found.values()]},
        )
    return tuple(found)


def look_again(project_id: uuid.UUID, ref: str, *, by: uuid.UUID | None, at: datetime) -> int:
    """Look at every response of a consultation by every rule; how many flags are new. What was settled stays settled."""
    consultation = rows.consultation_row(project_id, ref)
    came = all_that_came(consultation.id)
    ids = {each.ref: key for key, each in came.items()}
    for key, each in came.items():
        digest = fair.words_digest(each.words)
        db.session.execute(
            update(Submission)
            .where(Submission.id == key, func.coalesce(Submission.words_digest, "") != (digest or ""))
            .values(words_digest=digest)
        )
    everyone = list(came.values())
    fresh = 0
    for digest, refs in fair.same_words(everyone).items():
        cluster = _cluster(Rule.SAME_WORDS, consultation.id, digest)
        fresh += _flag([ids[each] for each in refs], Rule.SAME_WORDS, cluster, at=at)
    for second, refs in fair.same_second(everyone).items():
        cluster = _cluster(Rule.SAME_SECOND, consultation.id, second.isoformat())
        fresh += _flag([ids[each] for each in refs], Rule.SAME_SECOND, cluster, at=at)
    for rule, groups in ((Rule.NEAR_WORDS, fair.near_words(everyone)), (Rule.BURST, fair.bursts(everyone))):
        for refs in groups:
            members = [ids[each] for each in refs]
            fresh += _flag(members, rule, _known_cluster(rule, consultation.id, members, refs), at=at)
    for what, members in _impossible(consultation).items():
        cluster = _cluster(Rule.IMPOSSIBLE, consultation.id, what)
        fresh += _flag(members, Rule.IMPOSSIBLE, cluster, at=at, detail=what)
    record(
        "flags_looked_for",
        consultation,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"activity": ref, "responses": len(came), "new": fresh},
    )
    return fresh


def look_again_at_open(*, at: datetime) -> int:
    """`look_again` at every consultation that took something in since yesterday. For the nightly job."""
    recent = (
        select(Activity.project_id, Activity.ref)
        .join(Submission, Submission.activity_id == Activity.id)
        .where(Activity.kind == "consultation", Submission.received_at >= at - timedelta(days=1, hours=1))
        .distinct()
        .order_by(Activity.project_id, Activity.ref)
    )
    return sum(look_again(project, ref, by=None, at=at) for project, ref in db.session.execute(recent).all())


def keep(project_id: uuid.UUID, ref: str, cluster: str, *, reason: str = "", by: uuid.UUID | None, at: datetime) -> int:
    """Keep every response of a cluster: they count, and its flag is settled; how many."""
    flags = _flags(project_id, ref, cluster)
    for flag in flags:
        _settle(flag, Verdict.KEPT, reason, by, at)
    _stand([flag.submission_id for flag in flags])
    _tell("flag_kept", project_id, ref, cluster, flags, by=by, at=at)
    return len(flags)


def set_aside(
    project_id: uuid.UUID,
    ref: str,
    cluster: str,
    *,
    reason: str,
    by: uuid.UUID | None,
    at: datetime,
    but_first: bool = False,
    only: Collection[str] | None = None,
) -> int:
    """Stop counting the responses of a cluster, with a reason; how many. They stay, and stay among those received.

    With `but_first` the earliest is kept; with `only` no others than these references are set aside. Raises `Refused`
    without a reason, or when none is left to set aside.
    """
    if not reason.strip():
        raise Refused(N_("Write why these are not counted. The reason is printed."))
    flags = _flags(project_id, ref, cluster)
    chosen = flags[1:] if but_first else flags
    if only is not None:
        refs = _refs([flag.submission_id for flag in flags])
        chosen = [flag for flag in chosen if refs[flag.submission_id] in only]
    if not chosen:
        raise Refused(N_("Choose at least one response."))
    for flag in chosen:
        _settle(flag, Verdict.EXCLUDED, reason, by, at)
    if but_first and flags[0].verdict is None:
        _settle(flags[0], Verdict.KEPT, reason, by, at)
    _stand([flag.submission_id for flag in flags])
    _tell("sendings_excluded", project_id, ref, cluster, chosen, by=by, at=at)
    return len(chosen)


def undo(project_id: uuid.UUID, ref: str, cluster: str, *, by: uuid.UUID | None, at: datetime) -> int:
    """Take back what was decided about a cluster: flagged again, and counted; how many."""
    flags = [flag for flag in _flags(project_id, ref, cluster) if flag.verdict is not None]
    if not flags:
        raise Refused(N_("Nothing was decided about these yet."))
    for flag in flags:
        flag.verdict, flag.reason, flag.settled_at, flag.settled_by_id = None, "", None, None
    _stand([flag.submission_id for flag in flags])
    _tell("flag_opened_again", project_id, ref, cluster, flags, by=by, at=at)
    return len(flags)


def clear_networks(*, at: datetime) -> int:
    """Delete the network digests of what closed 30 days ago, or came in then where nothing closes; how many."""
    limit = at - NETWORK_KEPT
    due = select(Activity.id).where(or_(Activity.closes_at.is_(None), Activity.closes_at <= limit))
    gone = (
        update(Submission)
        .where(Submission.network.is_not(None), Submission.activity_id.in_(due), Submission.received_at <= limit)
        .values(network=None)
        .execution_options(synchronize_session=False)
        .returning(Submission.id)
    )
    return len(db.session.execute(gone).all())


def _with_the_same_words(submission: Submission, text: str) -> tuple[str, list[uuid.UUID]] | None:
    if submission.words_digest is None:
        return None
    others = _others(submission).where(Submission.words_digest == submission.words_digest)
    cluster = _cluster(Rule.SAME_WORDS, submission.activity_id, submission.words_digest)
    if fair.telling(text):
        return _among(others, cluster, 2)
    at_once = others.where(
        Submission.received_at >= submission.received_at - fair.SHORT_WINDOW,
        Submission.received_at <= submission.received_at,
    )
    found = list(db.session.scalars(at_once))
    return (cluster, found) if len(found) + 1 >= fair.SHORT_ALIKE else None


def _begun_with(submission: Submission) -> tuple[str, list[uuid.UUID]] | None:
    if submission.started_at is None or submission.mode in TYPED_BY_STAFF:
        return None
    second = submission.started_at.replace(microsecond=0)
    others = _others(submission).where(
        Submission.started_at >= second,
        Submission.started_at < second + timedelta(seconds=1),
        Submission.mode.not_in(TYPED_BY_STAFF),
    )
    cluster = _cluster(Rule.SAME_SECOND, submission.activity_id, second.isoformat())
    return _among(others, cluster, fair.SAME_SECOND)


def _in_a_burst(submission: Submission, text: str) -> tuple[str, list[uuid.UUID]] | None:
    if submission.network is None or submission.mode in TYPED_BY_STAFF:
        return None
    before = db.session.execute(
        _others(submission)
        .add_columns(Submission.ref, Submission.received_at)
        .where(
            Submission.network == submission.network,
            Submission.received_at >= submission.received_at - fair.BURST_WINDOW,
            Submission.received_at <= submission.received_at,
        )
        .order_by(Submission.received_at.desc(), Submission.id.desc())
        .limit(fair.LOOK_BACK)
    ).all()
    if len(before) + 1 < fair.BURST_SIZE:
        return None
    texts = texts_of([key for key, _, _ in before])
    came = {
        key: Came(ref, "\n".join(texts.get(key, ())), received, None, submission.network)
        for key, ref, received in before
    }
    newest = Came(submission.ref, text, submission.received_at, None, submission.network)
    refs = fair.like_in_burst(newest, reversed(came.values()))
    if not refs:
        return None
    ids = {each.ref: key for key, each in came.items()}
    others = [ids[each] for each in refs if each in ids]
    return _known_cluster(Rule.BURST, submission.activity_id, others, refs), others


def _others(submission: Submission) -> Select[uuid.UUID]:
    return select(Submission.id).where(
        Submission.activity_id == submission.activity_id,
        Submission.id != submission.id,
        Submission.state.not_in(_GONE),
    )


def _among(others: Select[uuid.UUID], cluster: str, enough: int) -> tuple[str, list[uuid.UUID]] | None:
    """The cluster, and which others are still to be flagged with it; None while they are too few."""
    known = db.session.scalar(select(Flag.id).where(Flag.cluster == cluster).limit(1))
    if known is not None:
        return cluster, []
    found = list(db.session.scalars(others))
    return (cluster, found) if len(found) + 1 >= enough else None


def _cluster(rule: Rule, activity_id: uuid.UUID, what: str) -> str:
    """A name for a group that the same group gets again: it says nothing about words or networks."""
    return f"{rule.value}-{hashlib.sha256(f'{activity_id.hex}:{what}'.encode()).hexdigest()[:12]}"


def _known_cluster(rule: Rule, activity_id: uuid.UUID, members: Sequence[uuid.UUID], refs: Sequence[str]) -> str:
    """The cluster that one of the members is in already, else a new one."""
    for start in range(0, len(members), 500):
        known = db.session.scalar(
            select(Flag.cluster)
            .where(Flag.rule == rule.value, Flag.submission_id.in_(members[start : start + 500]))
            .order_by(Flag.at, Flag.cluster)
            .limit(1)
        )
        if known is not None:
            return known
    return _cluster(rule, activity_id, min(refs))


def _flag(members: Sequence[uuid.UUID], rule: Rule, cluster: str, *, at: datetime, detail: str = "") -> int:
    """Flag those that this rule has not flagged yet; how many. Accepted ones become flagged, and count on."""
    fresh: list[uuid.UUID] = []
    for start in range(0, len(members), 500):
        some = members[start : start + 500]
        known = set(
            db.session.scalars(select(Flag.submission_id).where(Flag.rule == rule.value, Flag.submission_id.in_(some)))
        )
        fresh += [each for each in some if each not in known]
    db.session.add_all(
        Flag(submission_id=each, rule=rule.value, cluster=cluster, detail=detail, at=at) for each in fresh
    )
    db.session.flush()
    for start in range(0, len(fresh), 500):
        db.session.execute(
            update(Submission)
            .where(Submission.id.in_(fresh[start : start + 500]), Submission.state == SubmissionState.ACCEPTED)
            .values(state=SubmissionState.FLAGGED)
            .execution_options(synchronize_session="fetch")
        )
    return len(fresh)


def _flags(project_id: uuid.UUID, ref: str, cluster: str) -> list[Flag]:
    """The flags of a cluster in the order in which its responses came, without those taken back since."""
    consultation = rows.consultation_row(project_id, ref)
    found = list(
        db.session.scalars(
            select(Flag)
            .join(Submission, Submission.id == Flag.submission_id)
            .where(
                Submission.activity_id == consultation.id,
                Submission.state.not_in(_GONE),
                Flag.cluster == cluster,
            )
            .order_by(Submission.received_at, Submission.ref)
            .with_for_update(of=Flag)
        )
    )
    if not found:
        raise NotFound("There is no such group of responses here.")
    return found


def _settle(flag: Flag, verdict: Verdict, reason: str, by: uuid.UUID | None, at: datetime) -> None:
    flag.verdict, flag.reason, flag.settled_at, flag.settled_by_id = verdict, reason.strip(), at, by


def _stand(submission_ids: Sequence[uuid.UUID]) -> None:
    """Put each response where its flags say: set aside by one is set aside, kept by all is accepted."""
    db.session.flush()
    for start in range(0, len(submission_ids), 500):
        some = submission_ids[start : start + 500]
        flags: dict[uuid.UUID, list[Flag]] = {}
        for flag in db.session.scalars(
            select(Flag).where(Flag.submission_id.in_(some)).order_by(Flag.settled_at, Flag.rule)
        ):
            flags.setdefault(flag.submission_id, []).append(flag)
        closes = None
        for row in db.session.scalars(select(Submission).where(Submission.id.in_(some))):
            if row.state in _GONE:
                continue
            mine = flags.get(row.id, [])
            out = next((flag for flag in mine if flag.verdict is Verdict.EXCLUDED), None)
            if out is not None:
                row.state, row.state_rule, row.state_reason = SubmissionState.EXCLUDED, out.rule, out.reason
                continue
            settled = all(flag.verdict is not None for flag in mine)
            if row.state is SubmissionState.EXCLUDED:
                closes = closes or db.session.get_one(Activity, row.activity_id).closes_at
                # What came after the close is marked late again: it was, whatever else was said of it.
                row.state_rule = "late" if closes is not None and row.received_at >= closes else ""
                row.state_reason = ""
            row.state = SubmissionState.ACCEPTED if settled else SubmissionState.FLAGGED
    db.session.flush()


def _tell(
    kind: str,
    project_id: uuid.UUID,
    ref: str,
    cluster: str,
    flags: Sequence[Flag],
    *,
    by: uuid.UUID | None,
    at: datetime,
) -> None:
    refs = _refs([flag.submission_id for flag in flags])
    record(
        kind,
        rows.consultation_row(project_id, ref),
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"activity": ref, "cluster": cluster, "count": len(refs), "sendings": sorted(refs.values())},
    )


def _refs(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    found: dict[uuid.UUID, str] = {}
    for start in range(0, len(ids), 500):
        some = select(Submission.id, Submission.ref).where(Submission.id.in_(ids[start : start + 500]))
        found.update((key, ref) for key, ref in db.session.execute(some))
    return found


def _impossible(consultation: Activity) -> dict[str, list[uuid.UUID]]:
    """{contradiction: submissions} from what people said of themselves and from ticks that exclude one another."""
    alone = set(
        db.session.scalars(
            select(Answer.submission_id)
            .join(Submission, Submission.id == Answer.submission_id)
            .join(AnswerChoice, AnswerChoice.answer_id == Answer.id)
            .join(Choice, Choice.id == AnswerChoice.choice_id)
            .where(Submission.activity_id == consultation.id, AnswerChoice.row == "")
            .group_by(Answer.submission_id, Answer.id)
            .having(func.count() > 1, func.max(case((Choice.exclusive, 1), else_=0)) > 0)
        )
    )
    people: dict[uuid.UUID, dict[str, str]] = {}
    said = select(EqualityAnswer.participant_id, EqualityAnswer.question, EqualityAnswer.value).where(
        EqualityAnswer.participant_id.in_(
            select(Submission.participant_id).where(Submission.activity_id == consultation.id)
        )
    )
    for person, question, value in db.session.execute(said):
        people.setdefault(person, {})[question] = value
    groups = select(Submission.id, Submission.participant_id, Participant.groups).join(
        Participant, Participant.id == Submission.participant_id
    )
    found: dict[str, list[uuid.UUID]] = {}
    for key, person, imported in db.session.execute(
        groups.where(Submission.activity_id == consultation.id, Submission.state.not_in(_GONE)).order_by(Submission.id)
    ):
        told = {str(name): str(value) for name, value in (imported or {}).items()} | people.get(person, {})
        for what in fair.contradictions(told, key in alone):
            found.setdefault(what.value, []).append(key)
    return found
