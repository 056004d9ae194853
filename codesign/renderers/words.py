"""Every word of ours that is printed in a pack, in one place, ready to be translated. Reading age 11."""

# --- numbers
OF_BASE = "%(share)s of %(base)s %(who)s"
WHO_ANSWERED = "who answered"
WHO_GAVE_WORDS = "who gave words"
POUNDS = "£%(pounds)s"
MONTHS = "%(n)s months"
NONE_RECORDED = "Not recorded"
YES, NO = "Yes", "No"

# --- running head and foot
HEAD = "%(title)s: evidence pack"
STATE = "%(status)s %(version)s, %(date)s"
CHECK_AT = "Check this pack at %(address)s"
SEAL = "Seal sha256 %(seal)s"
PAGE_OF = ("Page", "of")
SKIP = "Skip to the pack"
CONTENTS = "Contents"
CONTINUED = "%(title)s, continued"
COVER_KICKER = "Co-design evidence pack"
EDITIONS = {"commissioner": "Edition for commissioners and bidders", "public": "Public edition"}

# --- sections, in the order of print
SECTIONS = {
    "control": "About this pack",
    "summary": "Summary",
    "context": "What is being commissioned",
    "timeline": "Dates",
    "involved": "Who took part",
    "comparison": "Who took part, beside the population",
    "methods": "How we listened",
    "volumes": "How many answers",
    "limits": "Limits of this evidence",
    "results": "Results, question by question",
    "themes": "Themes",
    "dissent": "Disagreement and minority views",
    "ideas": "Ideas",
    "workshops": "Workshops",
    "equality": "Equality",
    "requirements": "Draft requirements",
    "decisions": "Decisions: you said, we did",
    "local": "Keep it Local record",
    "duties": "Consultation and duties record",
    "social": "Social value",
    "annexes": "Annexes",
}

# --- control
CONTROL = {
    "ref": "Pack",
    "version": "Version",
    "supersedes": "Replaces",
    "first": "None: this is the first version",
    "status": "Status",
    "frozen": "Frozen",
    "organisation": "Organisation",
    "owner": "Owner",
    "contact": "Contact",
    "formats": "Other formats",
    "disclosure": "Protection of small groups",
    "seal": "Seal (sha256 of the freeze)",
    "check": "Check page",
    "chain": "Head of the event chain",
    "typeface": "Typeface",
}
FROZEN_AT = "%(date)s at %(time)s UTC"
TYPEFACE_MISSING = (
    "The pack's own typeface was not installed when this file was made. Some scripts may show marks instead of letters."
)
HOW_TO_READ = "How to read this pack"
HOW_TO_READ_LINES = (
    "Every figure says how many people it is from. Where fewer than 30 answered there are numbers and no percentages.",
    "[c] marks a number that is withheld so that nobody can be picked out.",
    "People chose to take part. The figures tell what they said. They do not stand for all residents.",
    "Support for an idea, dots in a workshop and answers to a question are different things. We never add them up.",
    "Codes in square brackets lead to the evidence: [T01] is a theme, [REQ-001] a requirement, [D-001] a decision.",
    "Words of residents are exact. Spelling is kept, and names are taken out.",
)
HOW_TO_CHECK = "How to check it"
HOW_TO_CHECK_LINES = (
    "The seal is printed on every page. It is the same for every edition and format of this freeze.",
    "The check page shows the date and the seal that were published. They must match the ones here.",
    "The file manifest.json lists every file with its size and sha256. One changed byte can be found.",
)

# --- summary, context, dates
NO_FINDINGS = "No findings have been written yet. The themes and requirements below carry the evidence."
WHAT_CHANGED = "What changed because people took part"
NO_CHANGES = "No changes have been recorded yet."
EASY_READ = "Easy Read: %(where)s"
CONTEXT = {
    "promise": "What people were told",
    "service": "Service",
    "service_for": "Who it is for",
    "places": "Places",
    "stage": "Stage",
    "regime": "Rules that apply",
    "why_now": "Why now",
    "current": "Current contract",
    "annual": "Value a year, without VAT",
    "whole_net": "Whole value, without VAT",
    "whole_gross": "Whole value, with VAT",
    "vat": "VAT",
    "term": "Term",
    "extension": "Possible extension",
    "cap": "Most a lot may be worth a year",
    "money_note": "About the money",
}
LOTS, LOT_COLUMNS = "Lots", ("Lot", "Title", "£ a year", "Where", "Suits", "Over the council's cap?")
LOT_WITHIN, LOT_OVER, LOT_NO_CAP = "Within", "Over. %(reason)s", "No cap is set"
NO_LOTS = "There are no lots. %(reason)s"
OPENNESS, OPENNESS_COLUMNS = "What people could change", ("Point", "How open", "Why")
INFLUENCE = {"open": "Open", "partly_open": "Partly open", "decided": "Already decided"}
NO_OPENNESS = "No list of open and decided points was recorded."
OPTIONS, OPTION_COLUMNS = "Options considered", ("Option", "Standing", "Why")
OPTION_STATUS = {"preferred": "Preferred", "open": "Open", "discarded": "Discarded"}
NO_OPTIONS = "No options were recorded."
DATES, DATE_COLUMNS = "Dates planned and kept", ("Step", "Planned", "Happened", "Note")
NO_DATES = "No dates were recorded."
DATE_CHECKS, CHECK_COLUMNS = "Checks on the order of dates", ("Check", "What it asks", "Result", "What was found")

# --- who took part
INVOLVED_NOTE = (
    "Each table counts people within one way of listening. One person may be in several, so do not add them."
)
BY_MODE, BY_CAPACITY, BY_AREA, ROLES = "How answers came in", "In what capacity", "Where from", "Roles of others"
COUNT_COLUMNS = ("Group", "Number")
NO_COUNTS = "No one has taken part yet."
HOURS, PAYMENTS = "Hours given", "Paid to people for taking part, in all"
SELF_SELECTING = (
    "People chose to take part, so this is not a sample. The tables show who is over- or under-present, "
    "of those who told us about themselves."
)
NO_COMPARISONS = "No one has told us about themselves yet, or no population figures were loaded."
COMPARISON_COLUMNS = ("Group", "Here", "Place", "Points apart", "Index", "What it means")
COMPARED_WITH = "%(characteristic)s of those who took part, beside %(population)s"
COMPARISON_NOTE = "%(answered)s people answered. %(source)s"
PREFERRED_NOT = "%(n)s preferred not to say."
LEFT_BLANK = "%(n)s left it blank."
INDEX_NOTE = "Index 100 means the same share as in the population. Under 80 is low, over 120 is high."
EXACT_COLUMN = "Exact count"
NOT_HEARD = "Who we have not heard enough"
NO_NOT_HEARD = "No group was recorded as missing."

# --- methods, volumes, limits
METHOD = {
    "kind": "Kind",
    "when": "When",
    "places": "Where",
    "promotion": "How people heard of it",
    "formats": "Formats",
    "sampling": "Who could take part",
    "analysis": "How answers were read",
    "influence": "How far it could change things",
}
FROM_TO = "%(opened)s to %(closed)s"
FROM_ONLY = "from %(opened)s"
NO_METHODS = "No way of listening has been used yet."
CODED_BY, AUTOMATION = "Who grouped words into themes", "Use of machines"
NO_CODED_BY = "It was not recorded who grouped the words."
NO_AUTOMATION = "No part of this pack was written, grouped or summarised by a machine."
VERBATIM_QUESTIONS = "Questions are printed word for word in annex B."
VOLUMES, VOLUME_COLUMNS = "Answers received and counted", ("Step", "Number")
VOLUME = {
    "received": "Received",
    "duplicates": "Taken out: sent twice",
    "blank": "Taken out: blank",
    "withdrawn": "Taken out: withdrawn by the person",
    "excluded": "Taken out: other reasons, in annex F",
    "late": "Came late, counted apart",
    "campaign": "Part of a campaign, reported as one",
    "valid": "Counted",
}
BASES, BASE_COLUMNS = (
    "How many answered each question",
    ("Question", "Words", "Answered", "Did not answer", "Wrote words"),
)
NO_QUESTIONS = "No questions were asked."
NO_LIMITS = "No limits were written down. Read the results as what those who took part said, and no more."
LIMIT_EFFECT = "%(limit)s What it means: %(effect)s"

# --- results
RESULT_COLUMNS = ("Answer", "People", "Base")
QUESTION_KICKER = "Question %(ref)s, %(kind)s"
QUESTION_KIND = {
    "one_choice": "choose one",
    "several_choices": "choose any",
    "short_text": "short words",
    "long_text": "own words",
    "agree_scale": "agree scale",
    "number": "number",
}
BASE_LINE = "%(base)s people answered."
BASE_SMALL = "Fewer than 30 people answered, so there are no percentages."
BASE_NONE = "No one answered this question."
NOT_ANSWERED_LINE = "%(n)s did not answer."
SEVERAL_LINE = "People could choose more than one, so percentages add to more than 100."
ROUTING_LINE = "Asked of: %(routing)s"
WEIGHT_LINE = "Counts are not weighted."
TEXTS_LINE = "%(n)s people wrote words here. They are read in the themes below."
AVERAGE_LINE = "Mean %(mean)s, median %(median)s."
RESULT_CAPTION = "Answers to %(ref)s"

# --- themes and dissent
NO_THEMES = "No themes have been agreed yet."
THEME_LINE = "%(figure)s said this, in %(contributions)s pieces of evidence."
MINORITY = "A view held by few people. It is kept because it matters for them."
BY_SOURCE, STANCES = "Where theme %(ref)s was said", "How words stand towards theme %(ref)s"
NO_QUOTES = "There are no words about this that we may quote."
NO_CONTRARY = "No words that may be quoted point the other way."
THEME_REACHED = "Led to"
THEME_OPEN = "This theme has no requirement and no decision yet."
NO_DISSENT = "No disagreement, objection or petition was recorded. That does not mean that all agreed."
REPLY = "Our reply: %(reply)s"

# --- ideas and workshops
NO_BOARDS = "There was no idea board."
BOARD_LINE = "%(n)s people took part on this board."
BOARD_NOTE = "Support is a sign of interest from those who came. It is not a vote of all residents."
STATEMENT_NOTE = (
    "Low bound is the lower end of the 95% range for the share who agree, of all who voted on the statement."
)
NO_IDEAS = "No ideas were added."
IDEA_COLUMNS = ("Idea", "Words", "Standing", "Support", "What became of it")
ON_PAPER = "%(n)s ticks on paper"
COUNTED_ELSEWHERE = "%(n)s counted elsewhere"
APART_NOTE = "Ticks on paper cards and supports counted elsewhere stand apart: no people are counted behind them."
CAME_FROM = "Made of %(refs)s."
STATEMENT_COLUMNS = ("Statement", "Words", "Standing", "Agree", "Disagree", "Pass", "Low bound")
STANDING = {
    "published": "Published",
    "waiting": "Waiting",
    "hidden": "Hidden",
    "withdrawn": "Withdrawn",
    "merged": "Merged",
}
MERGED_INTO = "Merged into %(ref)s"
KEPT_BACK = "Words kept back"
NO_WORKSHOPS = "There was no workshop."
WORKSHOP = {"when": "When", "where": "Where", "booked": "Booked", "came": "Came", "note": "Note"}
ATTENDED = "Who came to %(ref)s"
AGENDA, AGENDA_COLUMNS = "Agenda of %(ref)s", ("Step", "What was done", "Minutes", "People")
STEP_PEOPLE = "%(n)s people took part in this step."
GROUP_CAPTION = "Groups of cards in %(ref)s"
GROUP_COLUMNS = ("Group", "Title", "Cards", "Dots", "Voters")
DOTS_NOTE = "Dots are not people: each person had %(n)s."
CARD_CAPTION = "Cards of %(ref)s"
CARD_COLUMNS = ("Card", "Words", "Group", "Dots", "Standing")
NO_GROUP = "No group"
HARVEST = "What came out"
NO_STEPS = "Nothing was recorded from this workshop."

# --- equality, requirements, trace, decisions
EQUALITY, EQUALITY_COLUMNS = (
    "What the evidence shows for each group",
    ("Group", "Effect", "Evidence", "What will be done", "Owner"),
)
NO_EQUALITY = "No equality impact has been recorded."
EQUALITY_VERSIONS = "Versions of the equality impact assessment"
EQUALITY_VERSION_COLUMNS = ("Stage", "Made on", "Where it is")
NO_REQUIREMENTS = "No requirements have been written yet."
OVERVIEW = "All requirements"
OVERVIEW_COLUMNS = ("Requirement", "Title", "How firm", "Lots", "Status", "Evidence")
MOSCOW = {"must": "Must", "should": "Should", "could": "Could", "wont_now": "Not now"}
REQUIREMENT_TYPE = {
    "outcome": "Outcome",
    "function": "Function",
    "quality": "Quality",
    "access": "Access",
    "equality": "Equality",
    "workforce": "Workforce",
    "data_reporting": "Data and reporting",
    "social_value": "Social value",
    "community_capacity": "Community capacity",
    "prevention": "Prevention",
    "transition": "Transition",
}
REQUIREMENT_STATUS = {
    "draft": "Draft",
    "reviewed_by_residents": "Reviewed by residents",
    "approved": "Approved",
    "changed_after_decision": "Changed after the decision",
    "dropped": "Dropped",
}
ORIGIN = {
    "resident": "Residents",
    "carer": "Carers",
    "staff": "Staff",
    "provider": "Providers",
    "commissioner": "The commissioner",
    "statutory": "The law",
}
REQUIREMENT_KICKER = "Requirement %(ref)s"
REQUIREMENT = {
    "type": "Kind",
    "lots": "Lots",
    "status": "Status",
    "origin": "First asked for by",
    "outcome": "Change for people",
    "measure": "How we will check it",
    "acceptance": "Accepted when",
    "rationale": "Reason",
    "equality": "Equality",
    "cost": "Cost",
    "feasible": "Can it be done",
    "depends": "Depends on",
    "award": "Award criterion",
    "dropped": "Why it was dropped",
}
WHY = "Why: what people told us"
OTHER_WAY = "Points the other way, and our reply"
NO_OTHER_WAY = "No evidence that we may quote points the other way."
NO_REPLY = "No reply has been written yet."
HOW_STRONG = "How strong is this?"
STRENGTH_WORD = {
    "strong": "Strong",
    "good": "Good",
    "some": "Some",
    "weak": "Weak",
    "mixed": "Mixed",
    "none": "No evidence yet",
}
STRENGTH_LINE = "%(word)s. %(people)s people in %(pieces)s pieces of evidence, by %(methods)s ways of listening."
STRENGTH_CAPTION = "Evidence for %(ref)s by way of listening"
STRENGTH_COLUMNS = ("How we listened", "People", "Support", "Against")
STRENGTH_NOTE = "One person may be in more than one row."
NO_STRENGTH = "The strength of this requirement has not been counted."
NOT_HEARD_ON_THIS = "Not yet heard on this: %(groups)s."
NO_VOICE = "No resident asked for this. It comes from the commissioner. %(reason)s"
LINT, NO_LINT = "Before it goes in a contract", "The checks on wording found nothing."
TRACE, TRACE_COLUMNS = (
    "From requirement to evidence",
    ("Requirement", "Evidence", "Kind", "Bears on it", "What it is", "People"),
)
TRACE_BACK = "From theme to requirement and decision"
TRACE_BACK_COLUMNS = ("Theme", "Title", "Requirements", "Decisions")
NO_TRACE = "No evidence has been linked to a requirement yet."
KIND = {
    "contribution": "Words",
    "theme": "Theme",
    "question": "Question",
    "idea": "Idea",
    "workshop": "Workshop",
}
STANCE = {
    "supports": "Supports",
    "qualifies": "Qualifies",
    "opposes": "Points the other way",
    "against": "Points the other way",
    "neutral": "Neither",
}
ORPHANS, ORPHAN_THEMES = "Requirements without a voice", "Themes without a requirement or decision"
NO_ORPHANS, NO_ORPHAN_THEMES = "Every requirement has evidence.", "Every theme has a requirement or a decision."
NO_DECISIONS = "No decisions have been made yet."
RESPONSE = {
    "accepted": "We did",
    "partly": "We did part of it",
    "rejected": "We did not",
    "deferred": "Not yet",
    "out_of_scope": "Not ours to decide",
    "already_happening": "Already happening",
}
OUTCOME = {
    **RESPONSE,
    "looking": "Being looked at",
    "not_now": "Not now",
    "not_possible": "Not possible",
    "outside": "Not ours to decide",
    "answered": "Answered",
}
DECISION = {
    "said": "You said",
    "who": "Who said it",
    "did": "We did",
    "because": "Because",
    "about": "About",
    "led_to": "Led to",
    "owner": "Owner",
    "due": "Due",
    "decided": "Decided",
}
DECISION_KICKER = "Decision %(ref)s"
STILL_OPEN = "Still considering: %(refs)s."

# --- checks, social value
NO_CHECKS = "No checks have been recorded."
CHECK_COUNTS = "Checks by result"
CHECKS_NOTE = "These are recorded checks. They are not legal advice, and no single mark is made of them."
CHECK_STATUS = {
    "met": "Recorded",
    "partly_met": "Partly recorded",
    "not_met": "Not met",
    "not_applicable": "Does not apply",
    "not_assessed": "Not assessed",
    "recorded": "Recorded",
    "not_recorded": "Not recorded",
    "at_risk": "At risk",
    "ok": "In order",
    "warn": "Look at this",
    "block": "Out of order",
}
CHECK_GROUPS = {
    "keep_it_local": "Keep it Local",
    "gunning": "Gunning principles",
    "duties": "Duties",
    "dates": "Dates",
}
FULL_CHECK_COLUMNS = ("Check", "What it asks", "Result", "What was found", "Evidence")
OVERRIDDEN = "Set by hand: %(reason)s"
SOCIAL = {
    "economic": "Economic",
    "social": "Social",
    "environmental": "Environmental",
    "consultation": "Whether to consult",
    "recorded": "Recorded",
}
NO_SOCIAL = "No social value record has been made."
PRIORITIES = "What residents put first"
NO_PRIORITIES = "Residents were not asked what they put first."
PRIORITY_COLUMNS = ("Priority", "People", "Base")
MEASURES, MEASURE_COLUMNS = "Measures", ("Measure", "Title", "Unit", "Target", "Evidence")
NO_MEASURES = "No measures have been chosen."

# --- annexes
ANNEX = {
    "A": "Annex A: what is in the files",
    "B": "Annex B: questions and prompts, word for word",
    "C": "Annex C: codebook",
    "D": "Annex D: full tables",
    "E": "Annex E: what people said",
    "F": "Annex F: words hidden or taken out",
    "G": "Annex G: where this pack comes from",
    "H": "Annex H: words we use",
    "I": "Annex I: change log",
}
DICTIONARY_LINE = (
    "Each table below is a CSV file in the zip and a sheet in the spreadsheet. "
    "Columns are listed in data_dictionary.csv."
)
DICTIONARY_COLUMNS = ("File", "Rows", "What a row is")
PROMPT_COLUMNS = ("Question", "Words, hint and why we asked", "Kind", "Choices")
BOARD_PROMPTS, NO_PROMPTS = "Prompts of idea boards and workshops", "No prompts were used."
PROMPT_LIST_COLUMNS = ("Activity", "Prompt")
CODEBOOK_COLUMNS = ("Theme", "Title", "What it means", "Counts", "Does not count")
NO_CODEBOOK = "There is no codebook yet."
FULL_TABLES = "Full tables are in the spreadsheet and the CSV files, so that they can be worked with."
SAID_COLUMNS = ("Code", "Words", "Said in", "Themes")
SAID_CAPTION = "Words that may be quoted in this edition"
SAID_LINE = "%(all)s pieces are in this edition. %(quotable)s of them have words that may be quoted."
SAID_CUT = (
    "The first %(shown)s are printed here. All %(quotable)s are in contributions.csv, the spreadsheet and pack.json."
)
NO_SAID = "There are no words that may be quoted in this edition."
MODERATION_COLUMNS = ("Reason", "Number")
NO_MODERATION = "Nothing was hidden or taken out."
PROVENANCE = (
    "This pack was made from one freeze by %(generator)s. The file manifest.json lists every file with its size, type "
    "and sha256. The seal is the sha256 of the freeze. The head of the event chain fixes everything recorded before it."
)
GLOSSARY_COLUMNS = ("Word", "What we mean")
GLOSSARY = (
    ("Base", "The number of people who answered, or who gave words."),
    ("Contribution", "One piece of words: an answer, an idea, a reply or a card."),
    ("Dots", "Votes in a workshop. One person may have several."),
    ("Evidence", "Something that was said or counted and is linked to a requirement."),
    ("Freeze", "The moment after which nothing in this pack changes. A correction is a new version."),
    ("Lot", "A part of the contract that can be bid for on its own."),
    ("Requirement", "One sentence that says what the provider must or should do."),
    ("Seal", "A number worked out from every byte of the freeze. Any change gives another number."),
    ("Self-selecting", "People chose to take part. Nobody drew a sample."),
    ("Theme", "A point that several people made, with a definition of what belongs to it."),
)
CHANGE_COLUMNS = ("Version", "Pack", "Frozen on", "What changed")
NO_CHANGE_LOG = "This is the first version."

# --- marks in place of text
NO_TITLE = "(no title)"
CUT_MARK = "… [cut here: %(more)s more characters; the whole text is in pack.json]"
GLYPH_RUN = "[%(n)s characters that this typeface lacks; read them in pack.json]"

# --- which sections begin a page
ON_NEW_PAGE = frozenset(
    {"control", "summary", "involved", "results", "themes", "ideas", "requirements", "decisions", "annexes"}
)

# --- the zip of CSV files
CSV_README = (
    "Each file has one header row. Text is UTF-8, dates are ISO 8601 (year-month-day).",
    "Text that a spreadsheet could take for a formula has an apostrophe in front. pack.json has the exact text.",
    "[c] marks a number that is withheld so that nobody can be picked out.",
    "No row holds a name, an address, or what a person told us about themselves.",
)
