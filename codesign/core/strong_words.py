"""Short lists of words that ask for a reader, by language. They cannot judge, and hide nothing by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# OFFENSIVE WORDS BELOW. A star at the end stands for longer words. Words that are harmless in another language spoken
# here (French "con", German "dick") are left out: each list is read over every text.
STRONG: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "arsehole*", "asshole*", "bastard*", "bellend", "bellends", "bitch*", "bollocks", "bullshit", "chink", "chinks",
        "cockroaches", "coon", "coons", "cunt*", "dickhead*", "faggot*", "fuck*", "gippo*", "gyppo*", "idiot", "idiots", "kike*",
        "moron", "morons", "motherfuck*", "nigga*", "nigger*", "paki", "pakis", "pikey*", "piss off", "prick", "pricks", "raghead*",
        "retard", "retards", "scum", "scumbag*", "shit", "shite", "shits", "shitty", "slag", "slags", "slut*", "spastic*",
        "subhuman*", "tranny", "trannies", "twat*", "untermensch*", "vermin", "wank*", "wog", "wogs", "whore*",
    ),
    "cy": (
        "bastad*", "cachu", "cachgi", "coc oen", "cont", "ffwc", "ffwcin", "ffwcio", "hwren", "hwrod", "piso bant",
        "pwrsyn", "twll din", "twll dy din",
    ),
    "pl": (
        "asfalty", "brudas*", "chuj*", "ciapat*", "cioty", "cwel*", "debil", "debile", "debili", "dziwk*", "gnoj", "gnoje",
        "idiot*", "jeba*",        "jebie", "kurw*", "kretyn*", "pedaly", "pierdol*", "pizd*", "podludzi*", "skurwysyn*", "smieci*",
        "spierdalaj*", "suka", "suki", "szmat*", "sukinsyn*", "wypierdala*", "zjeb*", "zydk*",
    ),
    "de": (
        "abschaum", "affen", "arschloch*", "drecks*", "fick*", "fotze*", "hurensohn*", "idioten", "judensau*", "kanake*",
        "kakerlake*", "missgeburt*", "muschi*", "neger*", "nutte*", "parasiten", "schlampe*", "schwuchtel*", "scheiss*",
        "scheis*", "spast", "spasten", "transe", "transen", "ungeziefer", "untermensch*", "verpiss*", "wichser*", "zigeuner*",
        "abartig*", "widerlich*",
    ),
    "fr": (
        "bamboula*", "batard*", "bicot*", "bougnoul*", "cafards", "chiennes", "connard*", "connasse*", "encul*", "fils de pute",
        "gouine*", "merde*", "negro", "negros", "nique", "niquer", "pouffiasse*", "pede", "pedes", "putain*", "pute", "putes",
        "racaille*", "salaud*", "salope*", "sale arabe*", "tapette*", "vermine*", "youpin*",
    ),
    "es": (
        "cabron*", "capullo*", "cerdas", "cucarachas", "escoria", "gilipollas", "hijo de puta", "hijos de puta", "idiotas",
        "joder", "machorra*", "marica", "maricas", "maricon*", "mierda*", "moros", "negrata*", "perras", "pendej*", "puta",
        "putas", "puto", "putos", "retrasados", "subnormal*", "sudaca*", "tortillera*", "travelo*", "zorras", "panchito*",
    ),
    "ar": (
        "ابن الكلب", "ابن كلب", "اوغاد", "حثالة", "حقير", "حقيرة", "حمار", "حمير", "خنزير", "خنازير", "خول", "زبالة",
        "زنجي", "زنوج", "شاذ", "شراميط", "شرموطة", "صراصير", "عاهرة", "عاهرات", "قحبة", "قذر", "قذرة", "كس امك", "كلاب",
        "لوطي", "منيك", "منيوك", "نجس", "انجاس", "وسخ",
    ),
    "hi": ("behenchod*", "bhenchod*", "bhosdi*", "chutiy*", "gandu", "haramkhor*", "haramzad*", "madarchod*", "randi"),
    "ro": ("cacat", "fut*te", "jigodie", "muie", "pizda", "pula mea", "tiganii", "dute dracu"),
    "pt": ("caralho", "filho da puta", "filhos da puta", "foda se", "viado", "viados"),
}  # fmt: skip

WORRY: Final = (
    "abuse", "abused", "abusing", "beats me", "end my life", "harm myself", "hits me", "hurts me", "kill me", "kill myself",
    "kill you", "hurt myself", "hurting me", "self harm", "self-harm", "suicidal", "suicide", "want to die", "touches me",
    "scared to go home", "forced to marry", "hunanladdiad", "lladd fy hun", "eisiau marw", "samobojstw*", "zabic sie",
    "chce umrzec", "bije mnie", "selbstmord", "suicidio", "quiero morir", "me pega", "me suicider", "envie de mourir",
    "me frappe", "انتحار", "يضربني",
)  # fmt: skip
"""Signs that somebody may be at risk, in the languages of the lists; few on purpose."""
