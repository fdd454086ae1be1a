"""Persian in Latin letters ("Finglish"): its words become those of Persian letters. Pure.

Only in a text that shows by its words of grammar that it is Persian; English words stay.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final

from tajriba.kit.text import fold
from tajriba.nlp.everyday_words import everyday_words
from tajriba.nlp.stopwords import UNNAMED
from tajriba.nlp.tokenization import Token
from tajriba.nlp.transliteration import Transliterations
from tajriba.nlp.verbs import verb_forms


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MARKS: Final = _words("""
    az ro rooye ke va vali age agar baraye vase chon ast nist bood boodam daram dare darim nadaram
    nadare shode shodam shod mishe nemishe karde kardam kard mikone mikonam nemikone kheyli kheili
    khayli kheli mige migam miad nemiad umad umade oomad hastam hastesh alan emrooz emruz dirooz
    diruz dishab emshab sobh yeho yehoo yedafe yekdafe ye yek baram barash behem khodam khodesh
    chikar chi mikham nemikham mitunam nemitunam mitoonam nemitoonam nemitoone nemitune saat rooze
    hafte mah mahe sale salesh salame sal ghabl bad baad hanooz dige inghadr hichi haminjoori haye
    khordam khordan mikhoram nemikhoram mikhore nemikhore zadam rafte miram mire shodan hame
    mikonan midam mizane mizanam zade varam bodam bode boode azam nadasht dashtam delam saram pam
""")
_FEWEST_MARKS: Final = 2
_EZAFE: Final = "e"
_WRITTEN: Final = {
    fold(persian): latin.split()
    for persian, latin in {
        "از": "az", "به": "be", "با": "ba", "تا": "ta", "در": "dar", "که": "ke k", "و": "va o",
        "را": "ro ra", "رو": "rooye ru", "هم": "ham", "من": "man mano", "تو": "to tu too",
        "این": "in", "اون": "oon un", "یه": "ye", "یک": "yek", "دو": "do", "سه": "se",
        "چهار": "chahar char", "پنج": "panj", "شش": "shish", "هفت": "haft", "هشت": "hasht",
        "نه": "na no", "ده": "dah", "نیم": "nim", "اگه": "age", "ولی": "vali", "بعد": "baad",
        "قبل": "ghabl qabl", "برای": "baraye bara vase", "چون": "chon", "هر": "har",
        "هیچی": "hichi", "هیچ": "hich", "بدون": "bedune bedoone bedun", "الان": "alan",
        "حالا": "hala", "امروز": "emruz", "دیروز": "diruz", "دیشب": "dishab",
        "شبا": "shaba shabha", "خیلی": "kheyli kheili khayli kheli xeyli", "کم": "kam",
        "زیاد": "ziad ziyad", "بد": "bad", "داره": "dare", "دارم": "daram", "دید": "did dide",
        "شد": "shod", "شده": "shode", "شدم": "shodam", "هست": "hast", "بود": "bood bud",
        "بودم": "boodam budam", "یهو": "yeho yehoo yehu", "یکدفعه": "yedafe yekdafe",
        "امشب": "emshab", "صبح": "sobh", "بچگی": "bachegi bachegim",
        "اومدم": "omadam oomadam umadam", "تیر": "tir", "خوبه": "khoobe khube", "حتی": "hatta",
        "خورد": "khord", "خورده": "khorde", "قهوه": "ghahve qahve", "قهوه‌ای": "ghahvei ghahveie",
        "کمی": "kami", "یکم": "yekam", "بهش": "behesh", "موقع": "moghe", "وقتی": "vaghti",
        "جوش": "joosh jush", "سوخته": "sookhte sukhte", "اسهال": "eshal", "خفه": "khafe",
        "تب": "tab tabe", "درد": "dard darde", "خون": "khoon khun", "سر": "sar sare",
        "دل": "del dele", "پا": "pa paa paye", "پام": "pam paam", "پاش": "pash paash",
        "پاهام": "paham pahaam", "پاهاش": "pahash", "سینه": "sine sineh sineye",
        "قلب": "ghalb ghalbe qalb", "چشم": "cheshm cheshme chesh", "دست": "dast daste",
        "دستها": "dasta dastha", "گردن": "gardan gardane", "شکم": "shekam shekame",
        "گلو": "galoo galu galooye", "گلوم": "galoom galum", "کمر": "kamar kamare",
        "لب": "lab labe", "لبم": "labam", "لبهام": "labam labham", "زبون": "zaboon zabun",
        "دهن": "dahan dahane", "نفس": "nafas nafase", "یخ": "yakh", "زرد": "zard", "سرد": "sard",
        "سفت": "seft", "سیاه": "siah siyah", "قرمز": "ghermez", "کج": "kaj", "بی": "bi",
        "حس": "hes hess", "حال": "hal", "سال": "sal", "پیش": "pish", "ساله": "sale salame",
        "سالشه": "salesh salshe saleshe", "سالمه": "salame", "ماهه": "mahe", "ماهشه": "maheshe",
        "روزه": "rooze ruze", "ساعته": "saate", "بچم": "bacham bachem", "بچه": "bache",
        "نی‌نی": "nini", "نوزاد": "nozad nowzad", "پسرم": "pesaram", "دخترم": "dokhtaram",
        "بابام": "babam", "مامانم": "mamanam", "مادرم": "madaram", "پدرم": "pedaram",
        "عموم": "amoom amum", "خالم": "khalam", "داییم": "daiim dayim", "عمم": "ammam",
        "سکته": "sekte sekteh", "غش": "ghash", "قرص": "ghors qors", "قند": "ghand qand",
        "فشار": "feshar feshare", "مار": "mar", "سگ": "sag", "گربه": "gorbe", "سم": "sam",
        "غده": "ghodde ghode qodde", "زور": "zoor", "کف": "kaf", "راست": "rast raste",
        "چپ": "chap chape", "پایین": "payin paiin paeen", "پریود": "priod periood period",
        "عرق": "aragh araq", "لاغر": "laghar", "مدفوع": "madfoo", "ادرار": "edrar",
        "درجه": "daraje", "خوب": "khoob khub", "بهتر": "behtar", "هذیون": "hazyun hazyoon",
        "مثل": "mesl mesle", "رنگ": "rang range", "دکتر": "doktor", "وایتکس": "vitex vaitex",
        "گاز": "gaz", "جون": "joon jun", "بدن": "badan badane", "رفت": "raft", "بالا": "bala",
        "بیدار": "bidar", "سمت": "samt samte", "بازو": "bazu bazoo", "فک": "fak fake",
        "تار": "tar", "پشت": "posht poshte", "مرد": "mord", "مردن": "mordan", "بهم": "behem",
        "ماه": "mah", "هفته": "hafte", "روز": "rooz ruz", "ساعت": "saat", "حرف": "harf",
        "گیج": "gij", "فلج": "falaj", "غذا": "ghaza", "آب": "ab", "نمیخوام": "nemikham nemikhaam",
        "میخوام": "mikham mikhaam", "میخواد": "mikhad", "تموم": "tamoom tamum tamom",
        "همه": "hame", "چی": "chi", "یه‌جا": "yeja", "های": "haye", "کور": "kor koor",
        "باشم": "basham bashom",
        "چیو": "chio chiyo",
    }.items()
}  # fmt: skip
_TABLE: Final = {latin: persian for persian, writings in _WRITTEN.items() for latin in writings}
_ENDINGS: Final = {
    "": "", "e": "", "am": "م", "m": "م", "ash": "ش", "esh": "ش", "sh": "ش", "et": "ت", "at": "ت",
    "emoon": "مون", "emun": "مون", "eshoon": "شون", "ha": "ها", "a": "ها", "haye": "های",
    "ham": "هام", "amo": "م", "amro": "م", "o": "", "ye": "", "ie": "یه", "i": "ی", "eh": "ه",
    "eam": "م", "mo": "م", "sho": "ش", "esho": "ش", "asho": "ش",
}  # fmt: skip
_AFTER_E: Final = frozenset(["am", "ash", "et", "at"])
"""Endings that swallow the «ه» before them: "shaghigham" is «شقیقه‌ام»."""

_SHORTEST: Final = 3
_FEWEST_BONES: Final = 2


class Finglish:
    """Writes Persian words of Latin letters in Persian ones."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words` are folded Persian words, those that matter first."""
        self._words = words

    @cached_property
    def _transliterations(self) -> Transliterations:
        groups = (self._words, UNNAMED, verb_forms())
        words = [
            word for one in groups for word in sorted(one, key=lambda word: (-len(word), word))
        ]
        return Transliterations(words, _FEWEST_BONES, _SHORTEST)

    def in_persian(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the words of a text, those that are Persian in Latin letters in Persian ones."""
        if sum(_is_mark(token.text) for token in tokens) < _FEWEST_MARKS:
            return list(tokens)
        return [
            token._replace(text=self._written(token.text)) if token.text.isascii() else token
            for token in tokens
            if token.text != _EZAFE
        ]

    def _written(self, word: str) -> str:
        return _TABLE.get(word) or _ending(word) or self._found(word)

    def _found(self, word: str) -> str:
        if not word.isalpha() or len(word) < _SHORTEST or word in everyday_words():
            return word
        for ending, persian in _ENDINGS.items():
            stem = word.removesuffix(ending)
            if word.endswith(ending) and len(stem) >= _SHORTEST:
                find = self._transliterations.find
                found = find(stem) or (find(stem + "e") if ending in _AFTER_E else None)
                if found:
                    return found + persian
        return word


def _is_mark(word: str) -> bool:
    if word in _MARKS:
        return True
    return word in _TABLE and len(word) > _SHORTEST and word not in everyday_words()


@lru_cache(maxsize=4096)
def _ending(word: str) -> str | None:
    """Return the Persian form of a common word with an ending: "dastam" is «دستم»."""
    for ending, persian in _ENDINGS.items():
        stem = word.removesuffix(ending) if ending else ""
        if stem in _TABLE and word.endswith(ending) and len(stem) >= _SHORTEST - 1:
            return _TABLE[stem] + persian
    return None
