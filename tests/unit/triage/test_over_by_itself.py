"""What passed by itself a while ago, what was never so bad before, and other denials that deny
nothing."""

import pytest

from tajriba.knowledge.vocabulary.terms import assess


@pytest.mark.parametrize(
    "text",
    [
        "my arm went numb for ten minutes then fine", "دستم ده دقیقه بی‌حس شد بعد خوب شد",
        "دو ساعت پیش دست راستم بی‌حس شد ده دقیقه بعد خوب شد",
        "my left hand was weak for half an hour, fine now",
        "دیروز ده دقیقه زبونم بند اومد الان خوبم", "دیشب چشم چپم ۵ دقیقه ندید بعد خوب شد",
        "lost vision in one eye for 5 minutes then ok", "fainted this morning but ok now",
        "صبح از حال رفتم الان خوبم", "امروز صبح قفسه سینم درد گرفت بعد خوب شد",
        "chest pain this morning, gone now",
    ],
)  # fmt: skip
def test_what_passed_by_itself_lately_wants_a_doctor(text: str) -> None:
    assert assess([text]).urgency == "now"


@pytest.mark.parametrize(
    "text",
    [
        "گاهی پام ده دقیقه بی‌حس میشه بعد خوب میشه", "دستم خواب میره چند دقیقه بعد خوب میشه",
        "when i sit long my legs go numb for a few minutes, then fine",
        "دیروز سرم درد گرفت نیم ساعت بعد خوب شد",
        "دیروز معدم درد میکرد بعد خوردن دمنوش خوب شد",
        "chest pain went away after the syrup", "دو سال پیش قفسه سینم درد گرفت خوب شد",
    ],
)  # fmt: skip
def test_what_is_usual_or_long_over_does_not(text: str) -> None:
    assert assess([text]).urgency is None


@pytest.mark.parametrize(
    "text",
    [
        "never had such a headache", "I've never had a headache like this",
        "i have never had a headache this bad", "تا حالا همچین سردردی نداشتم",
        "تا حالا سردردی به این شدت نداشتم", "هیچوقت همچین سردردی نداشتم",
        "به عمرم سردرد این‌جوری نداشتم", "never felt such a pain in my belly",
        "تا به حال دل دردی به این شدت نداشته‌ام",
    ],
)  # fmt: skip
def test_a_denial_of_anything_as_bad_makes_it_worse(text: str) -> None:
    assert assess([text]).urgency == "now"


@pytest.mark.parametrize(
    "text",
    [
        "never had a headache", "تا حالا سردرد نداشتم", "never had such calm in my stomach",
        "تا حالا معده‌م اینقدر آروم نبوده", "تا حالا سردردم اینقدر کم نبوده", "such a headache",
        "تا حالا همچین خوابی نداشتم", "هیچوقت سردرد شدید نداشتم",
    ],
)  # fmt: skip
def test_a_denial_or_praise_does_not(text: str) -> None:
    assert assess([text]).urgency is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("مار پامو زده", "venomous_bite"), ("عقرب دستشو زده", "venomous_bite"),
        ("ایست قلبی کرده", "cardiac_arrest"), ("قلبش وایساد", "cardiac_arrest"),
        ("دیگه نفس نمیکشه", "cardiac_arrest"), ("he is not breathing", "cardiac_arrest"),
        ("I cut myself", "suicidal_thoughts"),
        ("پشت سرم خشک شده و تب دارم و نور اذیتم میکنه", "meningitis"),
        ("میخوام بمیرم از غصه", "suicidal_thoughts"),
        ("میخوام خودمو بکشم از خجالت", "suicidal_thoughts"),
        ("فشارم پایین نمیاد", "uncontrolled_pressure_or_sugar"),
        ("قندم پایین نمیاد", "uncontrolled_pressure_or_sugar"),
        ("تبم پایین نمیاد", "lasting_fever"),
    ],
)  # fmt: skip
def test_a_sign_is_called_by_its_own_name(text: str, code: str) -> None:
    assert next(iter(assess([text]).urgencies)) == code


@pytest.mark.parametrize(
    "text",
    ["میخوام بمیرم از خجالت", "i want to die of embarrassment", "cut myself shaving",
     "accidentally cut myself", "تنگی نفس ندارم", "از ترس قلبم وایساد"],
)  # fmt: skip
def test_words_in_jest_and_slips_of_a_razor_are_none(text: str) -> None:
    assert assess([text]).urgency is None
