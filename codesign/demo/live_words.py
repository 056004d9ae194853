"""What people in Lockside and Canal Basin have said so far about a drop-in for young people. All made up."""

from codesign.demo.shapes import Prompt

# One person a line: age band | who they are | theme | what would make you walk in, and stay | one word for how it should feel.
ANSWERS = """
16_24|young|T01|I work till 8. Everything for my age shuts at 5.|Open
16_24|young|T03|Someone who is not much older than me. Not another grown-up with a clipboard.|Chill
16_24|young|T04|A door that nobody at college can see.|Safe
16_24|young|T02|No waiting list. I waited seven months last time and by then it was different.|Easy
16_24|young|T03|Just people to sit with. You don't have to talk.|Warm
16_24|young|T01|Sunday night. That's the bad one.|Calm
16_24|young|T02|If I can just turn up. If I have to book I will talk myself out of it.|Free
16_24|young|T05|Near the bus station. Everybody changes there anyway.|Normal
25_34|near|T01|I was that kid. I needed somewhere at nine at night, not nine in the morning.|Safe
25_34|work|T02|We refer young people and they wait. They need to be seen the day they ask.|Quick
25_34|near|T04|Do not put a big sign on it.|Private
25_34|parent|T03|My brother would talk to somebody his own age. He will not talk to me.|Friendly
25_34|near|T06|Music. A kettle. Something to do with your hands.|Homely
25_34|work|T01|Our youth club shuts at 7. The calls come after 10.|Open
25_34|near|T05|Buses from Canal Basin stop early. A lift home would settle it.|Close
25_34|near||Make it nice. Young people get the worst rooms in every building.|Bright
25_34|work|T03|Pay young people to run it with you.|Ours
35_44|parent|T02|My daughter was told she was not ill enough. She needs a door that is just open.|Kind
35_44|parent|T02|No form. She can't face a form.|Gentle
35_44|parent|T01|After school and into the evening. We both work.|Safe
35_44|parent|T04|He is worried people will know. It has to be private.|Private
35_44|parent|T03|Somebody young who has been through it and come out the other side.|Hopeful
35_44|parent|T06|Food. He will go anywhere if there is toast.|Warm
35_44|parent|T05|We have no car. It has to be on a bus route.|Near
35_44|near|T01|The library shuts at six and they sit in the bus shelter. Open somewhere.|Open
35_44|parent|T07|Something for us too. I don't know what to say to him.|Welcome
35_44|work|T02|Do not make them tell the story again to each new person.|Simple
35_44|parent|T07|A chat for parents once a month would help me help her.|Kind
35_44|parent||I don't mind where it is. I want it to still be there in three years.|Steady
45_54|parent|T01|Weekends. Monday to Friday they have school to hold them up.|Open
45_54|parent|T07|I found out from her friend's mum. Parents need a way to ask.|Safe
45_54|near|T04|The old bank on Lock Street has a back door on the towpath. Nobody would see.|Quiet
45_54|work|T03|Train the young ones who already listen to their mates.|Real
45_54|parent|T02|They rang to say he was discharged for not replying to a letter. He is 17.|Human
45_54|parent|T05|Canal Basin always has to come to Lockside. Take turns.|Fair
45_54|near|T06|Put a pool table in it and leave them alone a bit.|Relaxed
45_54|parent|T01|It needs to be open in the holidays. August was awful.|Open
45_54|near||Ask them. I'm 50, what do I know?|Theirs
55_64|near|T06|A place with proper food and somebody who notices if you are not there.|Warm
55_64|parent|T07|I'm his gran and he lives with me. Nobody tells grans anything.|Kind
55_64|work|T04|Confidential means confidential. Tell them on the first day what you would have to pass on.|Safe
55_64|near||I would sooner you mended the ones you have got.|Tidy
65_74|near|T06|We had a cafe with a jukebox. That was our drop-in. Do them one of those.|Fun
65_74|near|T05|Light the towpath first. I would not let a girl walk down there.|Lit
pnts|young|T04|If my family saw me go in I would never hear the end of it.|Hidden
|young|T02|Let me text before I come so someone knows.|Easy
"""

PROMPTS = (
    Prompt(ref="B1-P1", text="What would make you walk in the door?", hint="One small thing is fine."),
    Prompt(
        ref="B1-P2",
        text="What should happen in the first five minutes?",
        hint="Think of a place where you felt welcome.",
    ),
    Prompt(ref="B1-P3", text="When and where should it be?", hint="Name a street, a day or a time."),
)

# (prompt, theme, supports, days ago, first name or "", title, words)
IDEAS: tuple[tuple[int, str, int, int, str, str, str], ...] = (
    (
        3,
        "T01",
        31,
        13,
        "",
        "Open until 10 on Sundays",
        "Sunday night is when your head goes. Open then, even if you shut on Monday.",
    ),
    (
        1,
        "T06",
        27,
        13,
        "Jaz",
        "Free toast, always on",
        "You can stand by a toaster and not look like you came for help.",
    ),
    (2, "T02", 24, 12, "", "No forms in the first visit", "Ask my name and if I want a drink. That is it."),
    (3, "T04", 22, 12, "", "Use the back door on the towpath", "The old bank has one. Put a light on it."),
    (1, "T03", 19, 11, "Mo", "Young people on the desk", "Pay us. We know who is new."),
    (2, "T03", 16, 11, "", "Someone my age says hello first", "Then the worker if you want. Not the other way round."),
    (
        1,
        "T04",
        15,
        10,
        "",
        "Call it something that is not wellbeing",
        "Nobody wants to be seen going in a place called wellbeing.",
    ),
    (
        3,
        "T05",
        14,
        9,
        "Asha",
        "A bus ticket home if you stay late",
        "The last bus to Canal Basin is 9:40. After that I am stuck.",
    ),
    (1, "T02", 12, 9, "", "Text a number and say you are outside", "Somebody comes out and walks in with you."),
    (2, "T06", 11, 8, "", "A dog", "Everybody talks to a dog."),
    (3, "T05", 9, 8, "", "One night a week in Canal Basin", "Use the rowing club. It is empty all winter."),
    (1, "T06", 9, 7, "Callum", "Consoles, but in the corner", "Not loud. Just so your hands are busy."),
    (2, "T02", 8, 6, "", "Tell me what you write down", "And let me read it."),
    (3, "T01", 8, 6, "", "Results week, open all day", "And the week before. And the week of the exam."),
    (
        1,
        "T07",
        7,
        5,
        "",
        "A parents' night upstairs",
        "So that we can ask the daft questions without embarrassing them.",
    ),
    (
        2,
        "T04",
        6,
        4,
        "",
        "Say what is private, on the wall",
        "Big letters. What you keep to yourself and what you can't.",
    ),
    (1, "T06", 5, 4, "", "A wall we can paint", "And paint over. It would look like ours."),
    (3, "T01", 4, 3, "", "Quiet hour at 4", "Straight from college, lights low, nobody has to talk."),
    (1, "T03", 3, 2, "", "A group for lads that is football, really", "Kick about first. Talk after, if you want."),
    (2, "", 2, 1, "", "Somewhere to charge your phone", "Mine is always dead when I need it."),
)

# (idea, kind: r for a reply, o for "I see it another way", days after, words)
REPLIES: tuple[tuple[int, str, int, str], ...] = (
    (1, "r", 1, "Yes. Sunday about seven."),
    (1, "o", 2, "Staff will be worn out. Close one weekday to make up for it."),
    (2, "r", 1, "Gluten free as well or my mate can't have any."),
    (4, "o", 1, "I would not walk down there in the dark."),
    (4, "r", 2, "With a light and a camera I would."),
    (5, "r", 2, "Train us first. Some of it is heavy."),
    (7, "r", 3, "The Landing is a good name. Keep that."),
    (10, "o", 1, "I'm scared of dogs. Could it be some days only?"),
    (3, "r", 3, "I left the last place when they gave me nine pages."),
)

# (statement, agree, disagree, pass)
STATEMENTS: tuple[tuple[str, int, int, int], ...] = (
    ("It should be open at least one night at the weekend.", 31, 2, 3),
    ("I would rather talk to someone near my own age first.", 24, 6, 5),
    ("You should be able to turn up without booking.", 30, 3, 2),
    ("Parents should be told if someone under 18 comes in.", 9, 18, 7),
    ("The front door should be on a main street, where it feels safe.", 14, 15, 5),
    ("Young people should be paid to help run it.", 26, 3, 4),
    ("It should be only for people aged 16 to 25.", 13, 14, 6),
    ("Phones should stay in your bag while you are there.", 4, 27, 3),
)

# Cards on the wall of today's workshop: group (empty if nobody has grouped it yet) | words.
TODAY = """
late|Open when my shift finishes
late|Sunday night. Open on Sunday night
late|Not 9 to 5
in|Someone at the door who knows you are nervous
in|No reception desk
in|First thing: a drink
out|A back way in
|Toast
|Nobody says journey
|I want to see who runs it before I go
|Warm. Actually warm
"""
TODAY_GROUPS = (("late", "Open when we are free"), ("in", "The first five minutes"), ("out", "Nobody sees you go in"))
