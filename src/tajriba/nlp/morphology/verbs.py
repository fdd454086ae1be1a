"""Every form of the verbs that people tell of themselves with, written and spoken. Pure."""

from typing import Final

from tajriba.kit.text import fold

_VERBS: Final = """
    کردن کرد کن
    شدن شد شو ش
    داشتن داشت دار
    بودن بود باش
    خوردن خورد خور
    گرفتن گرفت گیر
    زدن زد زن
    دادن داد ده د
    آمدن آمد آی آ یا
    آوردن آورد آور یار
    بریدن برید بر
    رفتن رفت رو ر
    کشیدن کشید کش
    کشتن کشت کش
    مردن مرد میر
    افتادن افتاد افت یفت
    انداختن انداخت انداز ینداز
    ریختن ریخت ریز
    دیدن دید بین
    شنیدن شنید شنو
    توانستن توانست توان تون
    توانستن تونست تون
    ماندن موند مون
    خواستن خواست خواه خوا
    دانستن دانست دان دون
    دانستن دونست دون
    ترسیدن ترسید ترس
    خوابیدن خوابید خواب
    بردن برد بر
    سوختن سوخت سوز
    سوزاندن سوزاند سوزان سوزون
    پریدن پرید پر
    لرزیدن لرزید لرز
    تپیدن تپید تپ
    ماندن ماند مان مون
    رسیدن رسید رس
    گفتن گفت گوی گو گ
    خاریدن خارید خار
    خاریدن خوارید خوار
    چرخیدن چرخید چرخ
    گزیدن گزید گز
    بلعیدن بلعید بلع
    جویدن جوید جو
    ایستادن ایستاد ایست
    نشستن نشست نشین شین
    گشتن گشت گرد
    بستن بست بند
    شکستن شکست شکن
    برخاستن برخاست برخیز
    گذاشتن گذاشت گذار ذار
    چسبیدن چسبید چسب
    ترکیدن ترکید ترک
    پیچیدن پیچید پیچ
    باختن باخت باز
    نوشیدن نوشید نوش
    بوییدن بویید بوی
    گریستن گریست گری
    خندیدن خندید خند
    جنبیدن جنبید جنب
    چکیدن چکید چک
    ترشیدن ترشید ترش
    گندیدن گندید گند
    کاهیدن کاست کاه
    فرستادن فرستاد فرست
    پاشیدن پاشید پاش
    شناختن شناخت شناس
    فهمیدن فهمید فهم
    کوبیدن کوبید کوب
    مکیدن مکید مک
    آمدن اومد ا
    برگرداندن برگرداند برگردان
    برگرداندن برگردوند برگردون
    خاراندن خاراند خاران
    خاراندن خاروند خارون
    ترکاندن ترکاند ترکان
    ترکاندن ترکوند ترکون
    مالیدن مالید مال
    ساختن ساخت ساز
    خریدن خرید خر
    آوردن آورد ار
"""
"""Infinitive, past stem, present stems (the second one spoken)."""

_PREFIXED: Final = (
    ("در", ("آمدن", "آوردن", "رفتن")),
    ("بر", ("آمدن", "گشتن", "داشتن")),
    ("ور", ("آمدن", "رفتن")),
)
"""Prefixes that are written joined with the forms of these verbs: «درآورده», «ورمیاد»."""

_PERSONS: Final = ("م", "ی", "د", "ه", "یم", "ید", "ین", "ند", "ن", "")
_PAST: Final = ("م", "ی", "", "یم", "ید", "ین", "ند", "ن", "ش")
_TOLD: Final = ("م", "ی", "", "یم", "ید", "ند", "ن")
_PARTICIPLE: Final = ("ه", "هام", "های", "هاست", "هایم", "هاند", "م", "ست")


def _forms(past: str, present: list[str]) -> set[tuple[str, bool]]:
    """Return every form of a verb, and whether it is negated."""
    found: set[tuple[str, bool]] = set()
    for stem in [*present, *(stem[1:] for stem in present if stem[0] == "ا")]:
        forms = {stem + person for person in _PERSONS}
        found |= {("می" + form, False) for form in forms} | {("نمی" + form, True) for form in forms}
        if len(stem) > 1:
            found |= {("ب" + form, False) for form in forms} | {
                ("ن" + form, True) for form in forms
            }
        elif stem != "ا":  # «باد» is wind, and «باید» must
            ended = {stem + person for person in _PERSONS if person}
            found |= {("ب" + form, False) for form in ended}
    stems = [past + one for one in _PAST] + [past + one for one in _PARTICIPLE]
    for form in stems:
        found |= {(form, False), *((one, True) for one in _negated(form))}
        found |= {("می" + form, False), ("نمی" + form, True)}
    return found


def _negated(form: str) -> tuple[str, ...]:
    """Return a form with «ن» before it: of «آمد» also «نیامد»."""
    return ("ن" + form, "نی" + form, "نی" + form[1:]) if form[0] == "ا" else ("ن" + form,)


def _table() -> dict[str, tuple[str, bool]]:
    table: dict[str, tuple[str, bool]] = {}
    for line in fold(_VERBS).split("\n"):
        if not line.strip():
            continue
        infinitive, past, *present = line.split()
        table.setdefault(infinitive, (infinitive, False))
        for form in _negated(infinitive):
            table.setdefault(form, (infinitive, True))
        table.setdefault(past, (infinitive, False))
        for form, negated in sorted(_forms(past, present)):
            if len(form) > 2:
                table.setdefault(form, (infinitive, negated))
    for person in _PERSONS:
        table["دار" + person] = ("داشتن", False)
        table["ندار" + person] = ("داشتن", True)
        table["نیست" + person] = ("بودن", True)
    return table


def _prefixed() -> dict[str, str]:
    """Return the lemmas of verbs behind prefixes, by form."""
    return {
        prefix + form: f"{'ن' if negated else ''}{prefix}{infinitive}"
        for prefix, verbs in _PREFIXED
        for form, (infinitive, negated) in _FORMS.items()
        if infinitive in map(fold, verbs)
    }


def _past_tense() -> frozenset[str]:
    rows = (line.split() for line in fold(_VERBS).split("\n") if line.strip())
    told = {past + person for _, past, *_ in rows for person in _TOLD}
    return frozenset(prefix + form for form in told for prefix in ("", "ن", "می", "نمی"))


_FORMS: Final = _table()
_PAST_TENSE: Final = _past_tense()
_LEMMAS: Final = _prefixed() | {
    form: "ن" + infinitive if negated else infinitive
    for form, (infinitive, negated) in _FORMS.items()
}


NEGATED: Final = frozenset(form for form, (_, negated) in _FORMS.items() if negated)
"""Every form of a verb that says that something is not or was not."""


def verb_of(word: str) -> tuple[str, bool] | None:
    """Return the infinitive of a folded verb form and whether it is negated; None for no verb."""
    return _FORMS.get(word)


def is_past_tense(word: str) -> bool:
    """Return whether a folded verb form tells of what was, «کردم» or «می‌کردم», not «کرده»."""
    return word in _PAST_TENSE


def verb_forms() -> frozenset[str]:
    """Return every form of every verb, folded."""
    return frozenset(_FORMS)


def lemma(word: str) -> str | None:
    """Return a verb's form without person and tense, «نمیتونم» as «نتوانستن»; None for no verb."""
    return _LEMMAS.get(word)
