"""What every command shares: an event on the chain, words said, a sending with its receipt, a message to send."""

from codesign.ledger.events import Happening, actor_participant, actor_person, record, record_all, stored_links
from codesign.ledger.files import erase_files
from codesign.ledger.post import post
from codesign.ledger.words import change_words, fresh_codes, participant_for, said, sending, sent_with, withdraw_words

__all__ = [
    "Happening",
    "actor_participant",
    "actor_person",
    "change_words",
    "erase_files",
    "fresh_codes",
    "participant_for",
    "post",
    "record",
    "record_all",
    "said",
    "sending",
    "sent_with",
    "stored_links",
    "withdraw_words",
]
