"""The cards of the two workshops in Upper Calder Valley, as people wrote them. Each line: group | theme | words. Made up."""

W1_CARDS: dict[str, str] = {
    "A1": """
why-heard||To be listened to, for once
why-heard||My neighbour said come, so I came
why-find|T01|I never know what is going on
why-find|T01|To find out who does what
why-care|T08|I care for my wife. Two hours out is a holiday
why-care|T08|For my mum. She can't get here
why-heard||Free dinner. And I want to see it done right
why-find|T03|To see some faces
""",
    "A2": """
maureen-door|T05|She would have gone in if someone had been with her
maureen-door|T05|It was the door that beat her
maureen-door||She is not shy. She is out of practice
maureen-home|T04|Nobody rang her. Not one call
maureen-home|T04|That was my sister, to the letter
maureen-bus|T02|Two buses to sit in a room for an hour
maureen-bus|T02|She'd be home in the dark
""",
    "A3": """
j-ward|T04|Told at ten that she was going at two
j-ward|T04|Ward thinks the family will do it
j-road|T02|Taxi, because the patient car was late
j-road|T04|No key safe, no bread, no heating on
j-week|T04|Too tired to answer the door
j-week|T04|Next door did her shopping
j-week|T08|Her daughter slept on the settee and missed work
j-find|T01|A leaflet with six numbers on it
j-find|T01|Rang one. It had closed
j-find|T01|Someone sat down with her and asked what she missed
j-find|T07|Booking was online only
j-first|T02|The group is two buses away
j-first|T05|Stood outside, went home
j-first|T05|The cook came out and fetched her in
j-again|T03|They had kept her a chair
j-again|T03|She laughed
j-again|T02|Someone gave her a lift home
""",
    "A5": """
c-name|T01|One name, one number, five days a week
c-name|T01|Somebody to sit down with you once
c-name|T07|A person on the phone
c-lift|T02|A lift that waits till you're in
c-lift|T02|Market day minibus
c-week|T04|A call the next morning
c-week|T04|Shopping in before you are home
c-face|T05|Same person each time
c-face|T05|Someone to walk in with
c-table|T03|A table to sit at, no class
c-table|T06|Don't shut the dinner club before the new one works
c-table|T06|St Aidan's on a Wednesday, that's my week
c-who|T08|See the carer too
c-who|T09|Men. There's three of us here
c-who|T10|Someone who speaks Urdu at the desk
""",
    "A6": """
h-meet|T05|... meet a friendly person before the first visit, so that the door is not the hard bit?
h-one|T01|... have one number, so that nobody is passed round?
h-home|T04|... have someone at the house in the first three days?
h-bus|T02|... get down off the tops and back again after dark?
h-table|T03|... sit together without it being a class?
h-carer|T08|... give a carer two hours, so that they last?
h-men|T09|... make something men would come to, so that they stop sitting at home?
""",
    "A8": """
d-miss|T09|You have missed the men. You always do
d-miss|T10|My mother can't read any of these walls
d-miss||Nobody has said money. People are cold
d-not|T06|I don't agree with hubs. I said it on the form and I'll say it here
d-not|T05|Local isn't always kind. People talk
d-not||I don't want to be a theme
""",
    "A9": """
take||Come back and tell us what you did with this
take|T01|Put a name on it
take||Start with the worst week, not the easiest thing
take||The soup was good. Do it in the daytime again
take|T02|Ask the bus company to come next time
""",
}

# Emotion map: 17 people put a word and a number to the first week home. Group | words | from -3 to +3.
W1_FEELINGS = """
e-day|Relieved|1
e-day|Rushed out|-2
e-day|Frightened of the stairs|-2
e-day|Glad to see my own chair|2
e-day|Confused by the tablets|-1
e-day|Cold. The heating was off|-2
e-day|In the way|-1
e-day|Hopeful|1
e-day|Worried who would pay the taxi|-1
e-first|Forgotten|-3
e-first|Lonely|-3
e-first|Scared at night|-3
e-first|Useless|-3
e-first|Worn out|-2
e-first|Sore and cross|-2
e-first|Not myself|-2
e-first|Ashamed to ask|-2
e-first|Hungry, if I'm honest|-2
e-first|Waiting for a knock|-2
e-first|A burden on our lass|-2
e-first|Lost|-2
e-first|Muddled|-1
e-first|Bored|-1
e-first|Up and down|-1
e-first|All right till teatime|0
e-first|Thankful for next door|1
e-month|Bored stiff|-1
e-month|Getting stronger|1
e-month|Stuck indoors|-2
e-month|Fed up of telly|-1
e-month|Proud I made a pie|2
e-month|Shaky on my feet|-1
e-month|Nobody rings now|-2
e-month|Cheerful on good days|1
e-out|Nervous at the door|-1
e-out|Proud|2
e-out|Like me again|3
e-out|Tired but happy|1
e-out|Worried about the bus home|-1
e-out|Welcome|3
e-out|Daft for waiting so long|1
e-out|Out of breath|0
e-out|Wanted|2
"""

W1_GROUPS: dict[str, tuple[tuple[str, str], ...]] = {
    "A1": (("why-heard", "To be heard"), ("why-find", "To find out"), ("why-care", "For someone I care for")),
    "A2": (("maureen-door", "The door"), ("maureen-home", "The quiet house"), ("maureen-bus", "Two buses")),
    "A3": (
        ("j-ward", "On the ward"),
        ("j-road", "The way home"),
        ("j-week", "The first week"),
        ("j-find", "Finding out what there is"),
        ("j-first", "Going for the first time"),
        ("j-again", "Going back"),
    ),
    "A4": (
        ("e-day", "The day you leave hospital"),
        ("e-first", "First week home"),
        ("e-month", "First month"),
        ("e-out", "Getting out again"),
    ),
    "A5": (
        ("c-name", "Someone with a name"),
        ("c-lift", "There and back"),
        ("c-week", "The first days home"),
        ("c-face", "A face I know"),
        ("c-table", "A table, not a class"),
        ("c-who", "People we forget"),
    ),
    "A6": (
        ("h-meet", "Meet a friendly person before the first visit"),
        ("h-one", "One number, nobody passed round"),
        ("h-home", "Someone at the house in three days"),
        ("h-bus", "Down off the tops and back after dark"),
        ("h-table", "Sit together, not a class"),
        ("h-carer", "Two hours for a carer"),
        ("h-men", "Something men would come to"),
    ),
    "A8": (("d-miss", "What we missed"), ("d-not", "I don't agree")),
    "A9": (("take", "Take this back"),),
}
W1_DOTS = {"h-meet": 14, "h-one": 11, "h-home": 10, "h-bus": 9, "h-table": 6, "h-carer": 4, "h-men": 3}

W2_CARDS: dict[str, str] = {
    "A1": """
r-yes||You heard that right about the door
r-yes|T04|First week home. Yes. That is it
r-yes|T01|One name. Don't lose that
r-not|T06|You have made the lunch clubs sound small. They're not
r-not|T08|Carers are in there, but only at the bottom
r-not|T02|It is the coming home that is hard, not the going
""",
    "A2": """
i-buddy|T05|A buddy rings you the night before
i-buddy|T05|Buddy meets you at the bus stop
i-bus|T02|Minibus every market day, same driver
i-bus|T02|Driver walks you to the door with the light on
i-sheet|T01|One sheet, big print, in the chemist's bag
i-sheet|T01|What's On read out on local radio
i-line|T07|A phone with a person on it till five
i-line|T07|Postcards you fill in and post back, stamp paid
i-bench|T09|Repair bench with a kettle
i-bench|T09|Men's breakfast that isn't called anything
i-bag|T04|A welcome-home bag: bread, milk, soup, a card
i-bag|T04|Someone rings at nine the next morning
""",
    "A4": """
hard||Door-to-door lifts. Residents: difference 5 of 5. Providers: effort 5 of 5
hard||Visit in 3 days of coming home. Residents: difference 5. Providers: effort 4
easy||First-visit buddy. Residents: difference 5. Providers: effort 2
easy||Printed What's On. Residents: difference 4. Providers: effort 2
easy||Phone line five days. Residents: difference 5. Providers: effort 3
small||Online map of groups. Residents: difference 2. Providers: effort 3
""",
    "A5": """
b-front|T01|Connector picks up, or rings back by the next day
b-front|T07|You can join by phone. Nobody asks for an email
b-front|T05|Buddy says hello on the phone first
b-back||Ward tells the provider the same day. Who presses the button?
b-back|T04|List of who is coming home, every morning at nine
b-back|T02|Driver has the list and a spare phone
b-fail|T04|Friday afternoon. Everyone has gone home. This is where it breaks
b-fail|T02|Snow on the tops
b-fail|T08|Nobody asked the carer if they could cope
b-fail|T06|The old club shuts on Friday, the new one is not open on Monday
""",
    "A7": """
no-app|T07|No app-only booking. Not ever
overlap|T06|Don't close a lunch club before what replaces it is running
carers|T08|Count carers separately. We are not the person we look after
""",
    "A8": """
good||Give little groups fifty quid and trust them
good||Jobs for people from here
good||Buy the bread from the baker, not the warehouse
good||Look after the halls, they're leaking
good||Thank the volunteers. Feed them
""",
    "A9": """
exit||I felt listened to. Let's see if it happens
exit||Good. A bit long for my back
exit|T01|Tell me her name when you've got her
exit||The provider lady said lifts are hard. I'd not thought of that
""",
}
W2_GROUPS: dict[str, tuple[tuple[str, str], ...]] = {
    "A1": (("r-yes", "You heard that right"), ("r-not", "Not quite")),
    "A2": (
        ("i-buddy", "A buddy"),
        ("i-bus", "A minibus"),
        ("i-sheet", "One printed sheet"),
        ("i-line", "A person on the phone"),
        ("i-bench", "A bench"),
        ("i-bag", "Welcome home"),
    ),
    "A4": (
        ("hard", "Makes a big difference, hard to do"),
        ("easy", "Makes a big difference, easy to do"),
        ("small", "Makes a small difference"),
    ),
    "A5": (("b-front", "What you see"), ("b-back", "What goes on behind"), ("b-fail", "Where it breaks")),
    "A6": (("keep", "Keep"), ("reword", "Change the words"), ("drop", "Drop")),
    "A7": (
        ("no-app", "No app-only booking"),
        ("overlap", "No lunch club closes before its replacement runs"),
        ("carers", "Count carers separately"),
    ),
    "A8": (("good", "Good for the valley"),),
    "A9": (("exit", "How was it?"),),
}
W2_DOTS = {"i-buddy": 14, "i-bus": 13, "i-bag": 11, "i-line": 10, "i-sheet": 8, "i-bench": 4}

# The sixteen draft statements of workshop 2: what the room did with each, and which requirement it became.
STATEMENTS: tuple[tuple[str, str, str], ...] = (
    ("keep", "REQ-001", "A named connector in every town, by phone, five days a week"),
    ("keep", "REQ-002", "A talk about what matters to you within 10 working days"),
    ("keep", "REQ-003", "A buddy for the first visit"),
    ("keep", "REQ-004", "A What's On, printed and online, each month"),
    ("reword", "REQ-005", "Digital and non-digital sign-up. Room: say no app and no email needed"),
    ("keep", "REQ-006", "Outreach in Urdu and Punjabi"),
    ("keep", "REQ-007", "Contact 1 working day after coming home, visit within 3"),
    ("keep", "REQ-008", "Up to 6 weeks of practical help"),
    ("keep", "REQ-009", "A door-to-door minibus on market day"),
    ("keep", "REQ-010", "The minibus takes the bus pass"),
    ("reword", "REQ-011", "A managed move from lunch clubs to hubs. Room: say 8 weeks side by side"),
    ("keep", "REQ-012", "At least 2 activities designed with men"),
    ("keep", "REQ-013", "5% of each lot goes on to micro-groups"),
    ("reword", "REQ-014", "Support carers where identified. Room: count them, give them their own way in"),
    ("drop", "", "An online map of every group. Room: it goes out of date and few would look"),
    ("drop", "", "A loyalty card with points. Room: we are not a supermarket"),
)
