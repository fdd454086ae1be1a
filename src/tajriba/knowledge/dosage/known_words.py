"""Which words of a preparation are understood, where another part of the plant is a poison. Pure.

Only what is known passes: a form, how it is made and taken, the herb itself, its own parts. A word
that is not known may name a part that kills.
"""

from typing import Final

from tajriba.kit.text import search_key
from tajriba.knowledge.dosage import dose_words as words
from tajriba.knowledge.dosage.dose_words import keys_of
from tajriba.knowledge.dosage.household_measures import MEASURES, with_measures
from tajriba.knowledge.dosage.numerals import AND, ARTICLES, number_at, tokens_of
from tajriba.knowledge.entries import Part

_OF_PARTS: Final[dict[Part, frozenset[str]]] = {
    "leaf": keys_of("leaf leaves برگ برگها برگهای"),
    "seed": keys_of("seed seeds grain grains تخم بذر دانه دانههای"),
    "kernel": keys_of("kernel kernels nut nuts مغز"),
    "fruit": keys_of("fruit fruits flesh pulp میوه گوشت juice آب"),
    "rind": keys_of("rind peel پوست"),
    "bark": keys_of("bark پوست"),
    "root": keys_of("root roots ریشه بیخ"),
    "stem": keys_of("stem stems stalk stalks ساقه"),
    "bulb": keys_of("bulb bulbs clove cloves پیاز حبه"),
    "flower": keys_of("petal petals flower flowers گل گلبرگ شکوفه"),
    "stigma": keys_of("stigma stigmas thread threads کلاله رشته"),
    "oil": keys_of("oil روغن"),
    "gum": keys_of("gum gel صمغ ژل"),
    "distillate": keys_of("distillate hydrosol عرق گلاب"),
}
_PART_WORDS: Final = frozenset[str]().union(*_OF_PARTS.values()) - keys_of("آب juice")
_NEVER: Final = _PART_WORDS | keys_of("resin sap milk شیر")
_CONCENTRATED: Final = keys_of(
    "extract extracts tincture tinctures essence elixir عصاره تنتور رب robb"
)
_SKIN: Final = search_key("پوست")
_ON: Final = keys_of("روی بر")
_MADE: Final = keys_of(
    "steep steeped boil boiling soaked soak washed wash strained strain bruised cool cooled"
    " cooked cook peeled hulled unhulled shelled stoned seedless ripe raw soft gently baked"
    " roasted toasted paste flour mixed mix mucilage overnight fasting taken take eaten"
    " glass thin clean place skin scalp hair cloth rubbed spread drop drops thread piece"
    " pieces slice sliced small little few without salt salted sweet their its it are is"
    " from this that be left off down over one own well kept until layer damp muscle child"
    " older beside doctor s medicine instead finely coarsely fine coarse bottle grated"
    " dissolved mashed pounded pressed cold sieved"
) | keys_of(
    "و که از تا را با بر روی دم بکشد بکشید دمکرده شود شده شوند کنید کند جوش جوشیده بجوشد"
    " خیسانده خیس شسته صافشده صاف خنک نیمکوب پخته رسیده خام پوستکنده بیهسته بیپوست بیدانه"
    " درسته بوداده برشته شیرین نرم نرمکوبیده خمیر لعاب ناشتا شب شبها جای پارچه تمیز نازک کم"
    " کمی اندکی یک تکه برش ریخته حلشده مخلوط آمیخته آرد آسیاب آسیابشده رنده رندهشده له خوب"
    " آرام پس پیش سپس جویده جویدن خوردن خورده پوستی چند کودک پنجساله بزرگتر الوی نگهداشته"
    " لایهای نمناک کنار داروی پزشک آن عضله"
)
_KNOWN: Final = (
    _MADE | words.HARMLESS | words.PIECES | words.TIMES | words.COUNTS.keys() | words.HOURLY
    | words.HOURS | words.EVERY | words.DAILY | words.DAY | words.BEFORE_DAY | words.MINUTES
    | words.DURATIONS | words.WEEKLY | words.MEALS | words.UP_TO | words.GRAMS.keys()
    | words.SPLIT_UNITS.keys() | frozenset[str]().union(*words.PARTS_OF_DAY) | MEASURES | AND
    | words.ALTERNATE | frozenset(words.IN_BETWEEN)
    | ARTICLES | frozenset({"-", "no", "not", "more", "than"})
)  # fmt: skip


def unknown_words(text: str, parts: tuple[Part, ...], named: frozenset[str]) -> tuple[str, ...]:
    """Return the words of a remedy that are not understood, in their order.

    `parts` are those of the herb that are used, `named` words that name the herb, a form of
    preparation or what is added. A concentrate is never what a dose of the crude part means.
    """
    own = frozenset[str]().union(*(_OF_PARTS.get(part, frozenset[str]()) for part in parts))
    known = (_KNOWN | named) - (_NEVER | _CONCENTRATED) | own
    tokens = with_measures(tokens_of(text))
    return tuple(
        token
        for at, token in enumerate(tokens)
        if token not in known
        and number_at(tokens, at) is None
        and not _counted_or_laid_on(tokens, at)
    )


def _counted_or_laid_on(tokens: list[str], at: int) -> bool:
    """Return whether a word counts pieces («پنج دانه») or is the skin of a person («روی پوست»)."""
    if at == 0:
        return False
    counted = tokens[at] in words.PIECES and number_at(tokens, at - 1) is not None
    return counted or (tokens[at] == _SKIN and tokens[at - 1] in _ON)
