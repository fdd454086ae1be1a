"""How urgent a complaint is: emergencies in many words, ordinary complaints, facts, properties."""

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tajriba.knowledge.vocabulary.terms import (
    assess,
    findings_in,
    judge,
    judge_of_anybody,
    shipped,
)
from tajriba.triage.rules import parse

HERE = Path(__file__).parent
RECOGNISED, FALSE_ALARMS = 0.95, 0.02


def lines(name: str) -> list[str]:
    return (HERE / name).read_text("utf-8").splitlines()


EMERGENCIES = [*lines("emergencies.txt"), *lines("emergencies_held_out.txt")]
ORDINARY = [*lines("ordinary.txt"), *lines("ordinary_held_out.txt")]


def urgent(*texts: str, facts: tuple[str, ...] = ()) -> bool:
    return assess(texts, facts).urgency is not None


@pytest.mark.parametrize(
    "name",
    [
        "emergencies.txt",
        "emergencies_held_out.txt",
        "emergencies_fresh.txt",
        "emergencies_told.txt",
        "emergencies_any_order.txt",
        "emergencies_blind.txt",
        "emergencies_varied.txt",
        "emergencies_strangers.txt",
        "emergencies_everyday.txt",
        "emergencies_siblings.txt",
    ],
)
def test_emergencies_are_recognised(name: str) -> None:
    missed = [line for line in lines(name) if not urgent(line)]
    assert len(missed) <= (1 - RECOGNISED) * len(lines(name)), missed


@pytest.mark.parametrize(
    "name",
    [
        "ordinary.txt",
        "ordinary_held_out.txt",
        "ordinary_fresh.txt",
        "ordinary_told.txt",
        "ordinary_blind.txt",
        "ordinary_varied.txt",
        "ordinary_strangers.txt",
        "ordinary_clinic.txt",
        "ordinary_everyday.txt",
    ],
)
def test_ordinary_complaints_are_no_emergencies(name: str) -> None:
    alarms = [line for line in lines(name) if urgent(line)]
    assert len(alarms) <= FALSE_ALARMS * len(lines(name)), alarms


@pytest.mark.parametrize(
    "texts",
    [
        ["fever", "stiff neck"],
        ["stroke", "face is drooping"],
        ["heart attack", "pain going down left arm"],
        ["ورم لب", "ورم زبان"],
        ["بی اختیاری ادرار", "both legs weak"],
        ["severe stomach pain", "appendicitis"],
        ["سکته", "speech is slurred"],
        ["fever and flank pain"],
        ["تشنگی", "تکرر ادرار", "لاغری", "استفراغ"],
        ["می‌خواهم بمیرم"],
    ],
)
def test_signs_are_put_together_over_the_whole_complaint(texts: list[str]) -> None:
    for order in permutations(texts):
        assert assess(order).urgency == "now"


@pytest.mark.parametrize(
    "text",
    [
        "no chest pain", "sleep paralysis", "درد سینه در شیردهی", "تب و سفتی گردن ندارم",
        "توهم ندارم", "fear of overdose", "food poisoning last year", "درد سینه‌ها قبل از پریود",
        "my mother has chest pain", "تشنج ندارم", "knee pain and chest congestion", "بدون تب",
        "no severe chest pain", "no fever or chest pain", "no sudden loss of vision",
        "بدون درد شدید قفسه سینه", "بدون ضعف یک طرف بدن",
        "denies fever, chills and chest pain", "no fever, chills, or chest pain",
        "had a stroke in 2010", "سال ۱۳۹۵ سکته کردم", "FH of stroke", "همسایمون خودکشی کرد",
        "no thoughts of suicide",
        "خواب دیدم مار نیشم زده", "نگرانم سکته کنم", "پدرم سکته کرده الان خوبه",
        "گل گاوزبان برای درد قفسه سینه خوبه؟", "is ginger tea good for chest tightness?",
        "برای جلوگیری از سکته چی بخورم", "can I use turmeric if I ever get a stroke",
        "سگمون پاش شکسته", "گربه‌ام نفس نفس میزنه", "my dog had a seizure",
        "در ۱۲ سالگی آپاندیسم را عمل کردم", "در هفت سالگی تشنج کردم",
        "chest pain went away after the syrup",
        "سال ۹۲ تصادف کردم و کما رفتم", "دو سال پیش افسردگی داشتم و فکر مرگ میکردم",
        "در کودکی مننژیت داشته‌ام", "hx of DVT 2012, no current leg swelling",
        "what are the warning signs of a stroke? just asking", "علائم سکته چیه؟",
        "amoom sekte kard 5 sal pish", "این ترافیک آدمو سکته میده",
        "تشنج کرده بود سال ۱۳۸۵", "مسموم نشدم", "تشنج نکردم",
        "بدون تب و تنگی نفس", "denies chest pain and dyspnea",
        "تنگی نفس و درد سینه ندارم", "سابقه سکته یا بیماری قلبی ندارم",
    ],
)  # fmt: skip
def test_what_is_denied_anothers_over_or_feared_is_no_emergency(text: str) -> None:
    assert not urgent(text)


@pytest.mark.parametrize(
    ("text", "facts", "code"),
    [
        ("تب", ("young_baby",), "fever_in_baby"),
        ("fever", ("weak_immunity",), "high_fever"),
        ("burning urination", ("pregnant",), "kidney_infection"),
        ("تب دارم", ("after_birth",), "after_birth_danger"),
        ("ضربه به دستم خورد", ("anticoagulated",), "head_injury"),
    ],
)
def test_what_is_known_of_the_patient_counts(text: str, facts: tuple[str, ...], code: str) -> None:
    assert assess([text], facts).urgencies[code] == "now"
    assert code not in assess([text]).urgencies


@pytest.mark.parametrize(
    "text",
    [
        "خون بالا آوردم تشنج نکردم", "دو روزه ادرار نکردم", "خونریزیم قطع نشد", "دیگه بیدار نشد",
        "خونریزی کنترل نشد", "سرفه بدون تب و درد شدید قفسه سینه دارم",
        "denies fever and has chest pain", "without fever but crushing chest pain",
        "no fever crushing chest pain", "بدون تب درد شدید قفسه سینه", "no back pain chest pain",
        "no headache chest pain", "no rash severe headache with stiff neck",
        "denies fever, has chest pain", "denies fever. chest pain", "no fever, chest pain",
        "پارسال سکته کردم و الان یهو دستم بی‌حس شده", "I have had chest pain since 2019",
        "سال ۹۵ ازدواج کردم و قفسه سینم درد میکنه", "از ۱۹۵۰ میلی‌گرم استامینوفن بیهوش شدم",
        "به مادرم گفتم قفسه سینم درد میکنه", "می‌ترسم به مادرم آسیب بزنم",
        "یک لحظه زبانم بند آمد و بعد خوب شد", "are these signs of a stroke? my face is drooping",
        "تو چشمم اسید پاشیده", "دستم تو روغن داغ سوخت تاول زد", "took 2000 mg and fainted",
        "تشنج کردم تب ندارم", "مادرم ۷۲ سالشه و سکته کرده",
        "آیا درد قفسه سینه من خوب میشه؟", "can anyone help, crushing chest pain",
        "chest pain? no idea why it hurts so", "chest pain: none of the pills help",
        "پدرم از خواب بیدار نمیشه", "FHx of asthma, chest pain",
        "سر بچه‌م خورد به سرامیک", "دستم یهو بی‌حس شد",
    ],
)  # fmt: skip
def test_a_denial_of_something_else_silences_no_emergency(text: str) -> None:
    assert urgent(text)


@pytest.mark.parametrize(
    "text",
    [
        "چی برای درد قفسه سینم خوبه", "is aspirin good for my chest pain",
        "زنجبیل برای درد قفسه سینه خوب نبود", "نفس تنگی شدید دارم زنجبیل براش خوبه؟",
        "سگمون گازم گرفت", "عشقم یهو بیهوش شد", "my cat bit me and my hand is swollen",
        "بعد از عمل آپاندیس تب و لرز شدید دارم", "از ۴۰ سالگی درد قفسه سینه دارم",
        "در ۵۵ سالگی بعد از یائسگی خونریزی کردم", "در ۱۸ سالگی درد قفسه سینه دارم",
        "در پنجاه و هفت سالگی بعد از یائسگی خونریزی کردم",
        "my dog knocked the baby down and she is unconscious", "سگمون بچه رو انداخت بیهوش شد",
    ],
)  # fmt: skip
def test_a_question_an_animal_or_an_operation_silences_no_emergency(text: str) -> None:
    assert urgent(text)


@pytest.mark.parametrize(
    "text",
    [
        "بالا نمیاد نفسم", "نفسم از دیشب اصلا بالا نمیاد", "سیاهی رفت چشمام یهو افتادم",
        "dastam yeho bi hes shod", "sooratam kaj shode",
        "my chest feels like someone is standing on it and my arm tingles",
    ],
)  # fmt: skip
def test_words_of_a_sign_stand_in_any_order_with_words_between(text: str) -> None:
    assert assess([text]).urgency == "now"


@pytest.mark.parametrize(
    "text",
    ["پدرم الان سکته کرد", "بابام داره خفه میشه", "my mother suddenly can't speak"],
)
def test_what_happens_to_a_relative_just_now_is_an_emergency(text: str) -> None:
    assert assess([text]).urgency == "now"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("فشارم بیست روی دوازدهه", "high_blood_pressure"),
        ("قندم سیصد و پنجاهه", "high_sugar"),
        ("اکسیژنم هشتاد و پنجه", "breathlessness"),
        ("blood pressure two hundred over one hundred and ten", "high_blood_pressure"),
        ("فشارم سیزده روی هشته", None),
        ("قندم صد و ده بود", None),
    ],
)
def test_numbers_in_words_are_figures(text: str, code: str | None) -> None:
    assert next(iter(assess([text]).urgencies), None) == code


def test_latin_letters_spell_signs() -> None:
    assert assess(["nafasam bala nemiad"]).urgency == "now"
    assert assess(["bachem tashanoj karde"]).urgency == "now"
    assert "priod" not in assess(["priod"]).unread


@given(st.sampled_from(EMERGENCIES))
@example("the most severe headache of my life")
@settings(max_examples=300)
def test_a_denial_before_an_emergency_without_a_comma_is_not_of_it(line: str) -> None:
    denied = "no nausea" if line.isascii() else "بدون تهوع"
    assert urgent(f"{denied} {line}") == urgent(line)


def test_feared_harm_to_oneself_counts() -> None:
    assert assess(["می‌ترسم خودکشی کنم"]).urgency == "now"


@given(st.sampled_from(EMERGENCIES), st.lists(st.sampled_from(ORDINARY), max_size=3), st.booleans())
@settings(max_examples=300)
def test_more_complaints_never_make_one_less_urgent(line: str, more: list[str], last: bool) -> None:
    alone = assess([line]).urgency
    together = [*more, line] if last else [line, *more]
    assert assess(together).urgency in (alone, "now")


@given(st.lists(st.sampled_from([*EMERGENCIES, *ORDINARY]), min_size=2, max_size=4))
@settings(max_examples=200)
def test_order_and_separators_do_not_matter(texts: list[str]) -> None:
    found = assess(texts)
    assert assess(texts[::-1]).urgencies == found.urgencies
    assert assess(["\n".join(texts)]).urgencies == found.urgencies
    assert assess(["؛ ".join(texts)]).urgencies == found.urgencies


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_any_text_can_be_read(text: str) -> None:
    assert assess([text]).urgency in (None, "soon", "now")


@pytest.mark.parametrize("text", ["", "chest +", "| pain", "fever & & cough"])
def test_a_condition_without_a_sign_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Name a sign"):
        parse(text)


FACTS = sorted(sign.code for sign in shipped().signs if sign.fact)


@given(
    texts=st.lists(st.sampled_from([*EMERGENCIES, *ORDINARY]), min_size=1, max_size=3),
    known=st.frozensets(st.sampled_from(FACTS)),
    facts=st.frozensets(st.sampled_from([*FACTS, "a fact of no record"])),
)
@settings(deadline=None, max_examples=50)
def test_nobody_is_in_more_danger_than_anybody_may_be(
    texts: list[str], known: frozenset[str], facts: frozenset[str]
) -> None:
    findings = findings_in(texts)
    at_most = judge_of_anybody(findings, known | facts)
    for code, urgency in judge(findings, facts).items():
        assert at_most[code] in ("now", urgency)
