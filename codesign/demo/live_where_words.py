"""Words of the questionnaire about where and when, in English, Welsh and Urdu. The translations are unchecked.

They were written for the demonstration; no one who speaks Welsh or Urdu at home has read them.
"""

from __future__ import annotations

from typing import Final

FACTS: Final = """The old bank, Lock Street, Lockside
- Two minutes from the bus station
- A back door on the towpath
- No ramp yet

The library rooms, Lockside
- Warm, with a lift, and ready now
- Shut after 6pm unless we pay a caretaker

The rowing club, Canal Basin
- By the water, with a big kitchen
- The last bus leaves at 9:40pm"""

_FACTS_CY: Final = """Yr hen fanc, Lock Street, Lockside
- Dwy funud o'r orsaf fysiau
- Drws cefn ar lwybr y gamlas
- Dim ramp eto

Ystafelloedd y llyfrgell, Lockside
- Cynnes, gyda lifft, ac yn barod nawr
- Ar gau ar ôl 6pm oni bai ein bod yn talu gofalwr

Y clwb rhwyfo, Canal Basin
- Wrth y dŵr, gyda chegin fawr
- Mae'r bws olaf yn gadael am 9:40pm"""

_FACTS_UR: Final = """پرانا بینک، Lock Street، Lockside
- بس اسٹیشن سے دو منٹ دور
- نہر کے راستے پر پچھلا دروازہ
- ابھی ریمپ نہیں ہے

لائبریری کے کمرے، Lockside
- گرم، لفٹ کے ساتھ، ابھی تیار
- شام 6 بجے کے بعد بند، جب تک ہم چوکیدار کو پیسے نہ دیں

کشتی کلب، Canal Basin
- پانی کے پاس، بڑے باورچی خانے کے ساتھ
- آخری بس رات 9:40 پر جاتی ہے"""

# English | Welsh | Urdu
_LINES: Final = """
Where and when should The Landing be?|Ble a phryd ddylai The Landing fod?|The Landing کہاں اور کب ہو؟
There are three empty buildings, and money for 30 hours a week. Help us choose where it goes and when it opens.|Mae tri adeilad gwag, ac arian am 30 awr yr wythnos. Helpwch ni i ddewis ble i'w roi a phryd i agor.|تین خالی عمارتیں ہیں، اور ہفتے میں 30 گھنٹوں کے پیسے۔ جگہ اور وقت چننے میں ہماری مدد کریں۔
We can pay for one place, in one of three buildings.|Gallwn dalu am un lle, mewn un o dri adeilad.|ہم صرف ایک جگہ کے پیسے دے سکتے ہیں، تین میں سے ایک عمارت میں۔
Where|Ble|کہاں
First the three buildings, then you.|Y tri adeilad yn gyntaf, yna chi.|پہلے تین عمارتیں، پھر آپ۔
Three buildings it could be in|Tri adeilad posibl|تین عمارتیں جہاں یہ ہو سکتا ہے
Read this first. It takes a minute.|Darllenwch hwn yn gyntaf. Mae'n cymryd munud.|پہلے یہ پڑھیں۔ ایک منٹ لگتا ہے۔
Who would The Landing be for?|I bwy fyddai The Landing?|The Landing کس کے لیے ہو گا؟
Choose the one that fits best.|Dewiswch yr un sy'n ffitio orau.|جو سب سے ٹھیک ہو وہ چنیں۔
Parents and carers get one question more.|Mae rhieni a gofalwyr yn cael un cwestiwn arall.|والدین اور دیکھ بھال کرنے والوں سے ایک سوال اور ہے۔
Me|Fi|میرے لیے
A young person I look after|Person ifanc rwy'n gofalu amdano|ایک نوجوان جس کی میں دیکھ بھال کرتا یا کرتی ہوں
Both of us|Y ddau ohonom|ہم دونوں کے لیے
Neither, but I have a view|Dim un, ond mae gen i farn|کسی کے لیے نہیں، مگر میری ایک رائے ہے
Which building should it be in?|Ym mha adeilad ddylai fod?|یہ کس عمارت میں ہو؟
Choose one.|Dewiswch un.|ایک چنیں۔
The old bank|Yr hen fanc|پرانا بینک
The library rooms|Ystafelloedd y llyfrgell|لائبریری کے کمرے
The rowing club|Y clwb rhwyfo|کشتی کلب
None of these|Dim un o'r rhain|ان میں سے کوئی نہیں
A stone house with pillars and a round clock|Tŷ carreg gyda philerau a chloc crwn|ستونوں اور گول گھڑی والا پتھر کا مکان
A long low house with books in the windows|Tŷ hir isel gyda llyfrau yn y ffenestri|لمبا نیچا مکان، کھڑکیوں میں کتابیں
A wooden boathouse beside the water|Tŷ cychod pren wrth y dŵr|پانی کے پاس لکڑی کا کشتی گھر
Where else could it be?|Ble arall allai fod?|یہ اور کہاں ہو سکتا ہے؟
Name a street or a place.|Enwch stryd neu le.|کسی گلی یا جگہ کا نام لکھیں۔
Where would you come from?|O ble byddech chi'n dod?|آپ کہاں سے آئیں گے؟
An area is enough. We do not keep your postcode.|Mae ardal yn ddigon. Nid ydym yn cadw eich cod post.|علاقہ کافی ہے۔ ہم آپ کا پوسٹ کوڈ نہیں رکھتے۔
So that we see who can get there.|Er mwyn i ni weld pwy all gyrraedd.|تاکہ ہم دیکھیں کہ کون وہاں پہنچ سکتا ہے۔
When, and what for|Pryd, ac i beth|کب، اور کس لیے
We can pay for 30 hours a week.|Gallwn dalu am 30 awr yr wythnos.|ہم ہفتے میں 30 گھنٹوں کے پیسے دے سکتے ہیں۔
How well would these times suit you?|Pa mor dda fyddai'r amseroedd hyn i chi?|یہ اوقات آپ کے لیے کتنے ٹھیک ہیں؟
Choose one answer for each time.|Dewiswch un ateb ar gyfer pob amser.|ہر وقت کے لیے ایک جواب چنیں۔
Weekdays from 4 to 7|Dyddiau'r wythnos o 4 i 7|پیر سے جمعہ، 4 سے 7
Weekdays from 7 to 10|Dyddiau'r wythnos o 7 i 10|پیر سے جمعہ، 7 سے 10
Saturday afternoon|Prynhawn Sadwrn|ہفتے کی سہ پہر
Sunday evening|Nos Sul|اتوار کی شام
Well|Da|اچھا
Just about|Yn iawn|گزارا
Badly|Gwael|مشکل
What should be ready on the first day?|Beth ddylai fod yn barod ar y diwrnod cyntaf?|پہلے دن کیا تیار ہو؟
Put up to three in order. The most important comes first.|Rhowch hyd at dri mewn trefn. Y pwysicaf yn gyntaf.|تین تک ترتیب سے رکھیں۔ سب سے اہم پہلے۔
Hot food and drinks|Bwyd a diodydd poeth|گرم کھانا اور چائے
A quiet room|Ystafell dawel|ایک خاموش کمرہ
Music and games|Cerddoriaeth a gemau|موسیقی اور کھیل
Wi-Fi and places to charge|Wi-Fi a lle i wefru|وائی فائی اور چارج کرنے کی جگہ
Someone to talk to|Rhywun i siarad â nhw|بات کرنے کے لیے کوئی
We have £500 a week for extras. How would you share it out?|Mae gennym £500 yr wythnos ar gyfer pethau ychwanegol. Sut byddech chi'n ei rannu?|ہمارے پاس ہفتے میں ‎£500 اضافی چیزوں کے لیے ہیں۔ آپ انہیں کیسے بانٹیں گے؟
What you leave empty counts as nothing.|Mae lle gwag yn cyfrif fel dim.|خالی جگہ کا مطلب ہے کچھ نہیں۔
Bus fares home|Arian bws adref|گھر جانے کا بس کرایہ
Food|Bwyd|کھانا
Pay for young people who help|Tâl i bobl ifanc sy'n helpu|مدد کرنے والے نوجوانوں کی اجرت
Trips out|Teithiau|سیر کے دورے
Sessions for parents|Sesiynau i rieni|والدین کے لیے نشستیں
Which day should it open for the first time?|Pa ddiwrnod ddylai agor am y tro cyntaf?|یہ پہلی بار کس دن کھلے؟
A day when you would come.|Diwrnod pan fyddech chi'n dod.|ایک دن جب آپ آئیں گے۔
What should happen on that day?|Beth ddylai ddigwydd ar y diwrnod hwnnw?|اس دن کیا ہو؟
One thing is enough.|Mae un peth yn ddigon.|ایک بات کافی ہے۔
What would help you as a parent or carer?|Beth fyddai'n eich helpu fel rhiant neu ofalwr?|والدین یا دیکھ بھال کرنے والے کے طور پر آپ کو کس سے مدد ملے گی؟
Choose all that fit.|Dewiswch bob un sy'n ffitio.|جو بھی ٹھیک ہو سب چنیں۔
To know how they get home|Gwybod sut maen nhw'n mynd adref|جاننا کہ وہ گھر کیسے جاتے ہیں
Someone I can ring|Rhywun y gallaf ei ffonio|کوئی جسے میں فون کر سکوں
To look round before it opens|Gweld y lle cyn iddo agor|کھلنے سے پہلے جگہ دیکھنا
Something else|Rhywbeth arall|کچھ اور
Nothing. I would leave them to it|Dim byd. Byddwn yn gadael iddyn nhw|کچھ نہیں۔ یہ ان کی اپنی جگہ ہے
Is there anything else about where or when?|Oes rhywbeth arall am ble neu bryd?|جگہ یا وقت کے بارے میں کچھ اور؟
A few words are fine. Leave out names and phone numbers.|Mae ychydig eiriau'n iawn. Peidiwch â rhoi enwau na rhifau ffôn.|چند الفاظ کافی ہیں۔ نام اور فون نمبر نہ لکھیں۔
Shall we tell you what is chosen?|Hoffech chi wybod beth sy'n cael ei ddewis?|کیا ہم آپ کو بتائیں کہ کیا چنا گیا؟
Leave it empty if not.|Gadewch yn wag os na.|نہیں تو خالی چھوڑ دیں۔
"""

_ROWS: Final = tuple(tuple(line.split("|")) for line in _LINES.strip().splitlines())

TRANSLATIONS: Final[dict[str, dict[str, str]]] = {
    "cy": {FACTS: _FACTS_CY, **{row[0]: row[1] for row in _ROWS}},
    "ur": {FACTS: _FACTS_UR, **{row[0]: row[2] for row in _ROWS}},
}
"""Language → English words → their translation."""

CAMPAIGN: Final = (
    "Keep The Landing away from Lock Street. It is busy enough there at night, and the buses stop right outside."
)
"""Sent three times, word for word, by three people."""

# What happens on the first day, and what else people said. Language | words.
FIRST_DAY: Final = """
en|Free pizza
en|A band from college
en|Just a quiet look round
en|Meet who works there
en|A film on the wall
cy|Cerddoriaeth a bwyd
en|Paint the back wall
ur|چائے اور سموسے
en|Open mic
en|Nothing loud
"""
ELSE: Final = """
en|Sunday is the night that matters. Nothing else is open then.
en|If it is in Canal Basin I cannot get home after ten.
en|The towpath door is a good idea, but light it first.
en|Not near college. I do not want to meet people I know.
en|The library is where I go already, so the rooms upstairs make sense.
en|Results week in August, please open every day.
cy|Mae'r bws olaf yn rhy gynnar i ni yn Canal Basin.
cy|Dydd Sul yw'r gorau i mi.
ur|شام کو کھلا ہو تو میری بیٹی آ سکتی ہے۔ بس گھر کے پاس رکے۔
ur|عورتوں کے لیے ایک الگ وقت ہو تو اچھا ہے۔
en|Half past three is too early for anyone with a job.
en|My son would go to the rowing club. He likes the water.
en|Wherever it is, put a ramp in before you open.
en|Take turns: one week Lockside, one week Canal Basin.
"""
ELSEWHERE: Final = (
    "The old market hall. It has its own bus stop.",
    "A room above the chip shop on Mill Lane. Nobody would notice who goes in.",
    "The scout hut by the park, with the fence painted.",
    "On a boat. I mean it.",
    "The back of the health centre, so that it looks like any other visit.",
)
OTHER_HELP: Final = "A text to say that she got there"
