"""What every command shares: an event on the chain, words said, a sending with its receipt, a message to send."""

from codesign.ledger.events import Happening, actor_participant, actor_person, record, record_all, stored_links
from codesign.ledger.files import erase_files
from codesign.ledger.moderated import (
    Letter,
    forget_moderation,
    hold,
    last_act,
    moderated,
    officer_of,
    policy_in_force,
    settle_reports,
    tell_officer,
)
from codesign.ledger.post import post
from codesign.ledger.taking_back import own_sending, take_back_sending, words_of
from codesign.ledger.words import change_words, fresh_codes, participant_for, said, sending, sent_with, withdraw_words

__all__ = [
    "Happening",
    "Letter",
    "actor_participant",
    "actor_person",
    "change_words",
    "erase_files",
    "forget_moderation",
    "fresh_codes",
    "hold",
    "last_act",
    "moderated",
    "officer_of",
    "own_sending",
    "participant_for",
    "policy_in_force",
    "post",
    "record",
    "record_all",
    "said",
    "sending",
    "sent_with",
    "settle_reports",
    "stored_links",
    "take_back_sending",
    "tell_officer",
    "withdraw_words",
    "words_of",
]
