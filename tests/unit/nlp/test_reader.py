"""What lines mean: things, what is said of them, and what is not understood."""

import pytest

from tajriba.nlp.context.negation import contexts
from tajriba.nlp.matching.gazetteer import Gazetteer, Name
from tajriba.nlp.reader import Reader
from tajriba.nlp.tokenization import tokenize
from tests.unit.nlp.words import READER

READ = [
    ("medicine", "متفورمین و تلمیزارتان", "antidiabetic", "تلمیزارتان"),
    ("medicine", "aspirin and Clexane", "antiplatelet", "Clexane"),
    ("medicine", "آ.اس.آ ۸۰", "antiplatelet", ""),
    ("medicine", "Warfarin 5mg twice daily", "anticoagulant", ""),
    ("medicine", "losartan H", "antihypertensive diuretic", ""),
    ("medicine", "nystatin", "", "nystatin"),
    ("medicine", "وارفارن", "anticoagulant", ""),
    ("medicine", "ورفارین", "anticoagulant", ""),
    ("medicine", "asprin", "antiplatelet", ""),
    ("medicine", "metformine", "antidiabetic", ""),
    ("medicine", "prednisone", "corticosteroid", ""),
    ("medicine", "آسپیرین/متفورمن", "antiplatelet antidiabetic", ""),
    ("health_state", "تالاسمی", "", "تالاسمی"),
    ("health_state", "کمکاری تیرویید", "hypothyroidism", ""),
    ("health_state", "کم کاری تیروئید دارم", "hypothyroidism", ""),
    ("health_state", "low blood pressure", "hypotension", ""),
    ("health_state", "blood pressure, low mood", "hypertension", "low mood"),
    ("health_state", "hemophilia", "bleeding_disorder", ""),
    ("health_state", "kidney stone", "kidney_stones", ""),
    ("health_state", "hypertention", "hypertension", ""),
    ("health_state", "H. pylori", "gastritis", ""),
    ("health_state", "ulcer of H. pylori. Asthma", "gastritis asthma", "ulcer"),
    ("health_state", "diabetes street", "diabetes", "street"),
    ("health_state", "kmbd", "", "kmbd"),
    (
        "medicine",
        "warfarin xl, aspirin hcl inj, syp metformin pm",
        "anticoagulant antiplatelet antidiabetic",
        "",
    ),
    ("allergen", "بادوما", "tree_nuts", ""),
    ("allergen", "گرد و غبار", "", "گرد و غبار"),
    ("allergen", "حساسیت به پنی‌سیلین", "", "پنی‌سیلین"),
    ("allergen", "به", "pome", ""),
    ("allergen", "سیب، به", "pome", ""),
    ("allergen", "حساسیت به دانه خردل", "mustard", ""),
    ("allergen", "شیرین", "", "شیرین"),
    ("allergen", "بادوم", "tree_nuts", ""),
    ("allergen", "گردوها و شیر", "tree_nuts milk", ""),
    ("allergen", "gol gavzaban", "borage", ""),
    ("allergen", "Zaferan", "saffron", ""),
    ("reaction", "Nausea/Headache", "nausea headache", ""),
    ("reaction", "Dry mouth. Constipation.", "dry_mouth constipation", ""),
    ("reaction", "دلم درد می‌کنه", "stomach_pain", ""),
    ("red_flag", "نمیتونم نفس بکشم", "breathless", ""),
    ("red_flag", "نمی تونه نفس بکشه", "breathless", ""),
    ("red_flag", "blood in my stool", "bleeding", ""),
    ("red_flag", "غش کردم", "fainting", ""),
    ("red_flag", "passing out", "fainting", ""),
    ("red_flag", "از حال رفتم", "fainting", ""),
]


@pytest.mark.parametrize(("kind", "text", "codes", "unread"), READ)
def test_a_line_is_read_to_its_end(kind: str, text: str, codes: str, unread: str) -> None:
    found = READER.read(text, kind)
    assert set(found.codes) == set(codes.split())
    assert " ".join(span.text for span in found.unread) == unread


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("health_state", "no diabetes"), ("health_state", "دیابت ندارم"),
        ("health_state", "دیابت و آسم ندارم"), ("health_state", "فشار خون ندارم"),
        ("health_state", "دیابت یا فشار خون ندارم"), ("health_state", "باردار نیستم"),
        ("health_state", "مادرم دیابت دارد"), ("health_state", "my mother has diabetes and asthma"),
        ("health_state", "family history of asthma"), ("health_state", "denies asthma"),
        ("health_state", "no history of asthma or diabetes"),
        ("medicine", "warfarin stopped in May"), ("medicine", "وارفارین را قطع کرده‌ام"),
        ("medicine", "وارفارین مصرف نمی‌کنم"), ("medicine", "not on warfarin"),
        ("medicine", "no longer taking aspirin"),
        ("health_state", "no history of asthma, diabetes or hemophilia"),
        ("medicine", "denies warfarin, aspirin or statin"),
        ("health_state", "فشار خونم نرماله"), ("health_state", "blood pressure is normal"),
        ("health_state", "my husband has asthma, I don't"),
        ("health_state", "مادرم فشار خون داره ولی من هیچ مشکلی ندارم"),
        ("medicine", "خودم دارو نمیخورم ولی شوهرم وارفارین میخوره"),
        ("allergen", "خودم نه، ولی خواهرم به گردو حساسیت داره"),
        ("allergen", "شیر و گردو همه رو میخورم، حساسیتی نیست"),
        ("allergen", "I eat walnuts without any problem"), ("allergen", "milk is fine"),
        ("allergen", "بادام میخورم مشکلی ندارم"),
        ("reaction", "it didn't make me nausea"), ("reaction", "nausea is gone"),
        ("allergen", "no nut allergy"), ("allergen", "به بادام حساسیت ندارم"),
        ("reaction", "no nausea"), ("reaction", "no nausea and headache"),
        ("reaction", "تهوع نداشتم"), ("reaction", "تهوع نکردم"),
        ("medicine", "قبلا وارفارین می‌خوردم"), ("medicine", "used to take warfarin"),
        ("medicine", "وارفارین رو نه"),
        ("medicine", "previously on warfarin"), ("medicine", "was on warfarin years ago"),
        ("medicine", "my mother takes warfarin"), ("medicine", "پدرم وارفارین می‌خورد"),
        ("medicine", "دو ساله وارفارین نمیخورم"), ("medicine", "not on warfarin since 2 years ago"),
        ("medicine", "stopped warfarin 2 years ago"), ("medicine", "نه وارفارین میخورم نه آسپرین"),
        ("health_state", "not diagnosed with diabetes"),
        ("medicine", "never been on warfarin"), ("medicine", "وارفارین میخوردم قطعش کردم"),
        ("medicine", "was given warfarin but never took it"),
        ("medicine", "دکتر وارفارین نوشت ولی اصلا نخریدم و نخوردم"),
        ("reaction", "denies nausea, headache"),
        ("red_flag", "no chest pain"), ("red_flag", "fear of overdose"),
        ("red_flag", "food poisoning last year"), ("red_flag", "درد سینه ندارم"),
    ],
)  # fmt: skip
def test_what_is_not_the_thing_does_not_count(kind: str, text: str) -> None:
    found = READER.read(text, kind)
    assert found.concepts
    assert found.codes == ()


@pytest.mark.parametrize(
    ("kind", "text", "codes"),
    [
        ("health_state", "دیابت دارم و آسم ندارم", "diabetes"),
        ("health_state", "آسم دارم و دیابت ندارم", "asthma"),
        ("health_state", "asthma but no diabetes", "asthma"),
        ("health_state", "no asthma and diabetes", "diabetes"),
        ("health_state", "diabetes, none", "diabetes"),
        ("health_state", "not sure about asthma", "asthma"),
        ("health_state", "had asthma in childhood", "asthma"),
        ("health_state", "مادرم دیابت دارد و خودم آسم دارم", "asthma"),
        ("health_state", "my mother has diabetes and I have asthma", "asthma"),
        ("health_state", "فشار خونم با قرص نرماله", "hypertension"),
        ("health_state", "آسم خوبه", "asthma"),
        ("health_state", "پدرم ده ساله دیابت داره", "diabetes"),
        ("health_state", "مادرم دیابت داره، زنجبیل براش خوبه؟", "diabetes"),
        ("health_state", "پدرم سنگ کلیه‌هاش", "kidney_stones"),
        ("health_state", "من دیابت دارم، شوهرم آسم نداره", "diabetes"),
        ("health_state", "من، شوهرم، آسم ندارم، دیابت", "diabetes"),
        ("health_state", "شوهرم آسم داره و من خودم دیابت دارم", "asthma diabetes"),
        ("health_state", "no asthma, diabetes", "diabetes"),
        ("health_state", "no asthma. has diabetes or hemophilia", "diabetes bleeding_disorder"),
        ("medicine", "مادرم هم وارفارین میخوره هم آسپرین", "anticoagulant antiplatelet"),
        ("medicine", "پدرم وارفارین می‌خورد، ضرر ندارد؟", "anticoagulant"),
        ("medicine", "پدرم وارفارین میخوره منم میخورم", "anticoagulant"),
        ("medicine", "my mother takes warfarin I take aspirin", "antiplatelet"),
        ("medicine", "I take warfarin my mother takes insulin", "anticoagulant"),
        ("medicine", "من وارفارین میخورم مادرم انسولین میزنه", "anticoagulant"),
        ("health_state", "من و مادرم دیابت داریم", "diabetes"),
        ("health_state", "مادرم آسم داره دیابت دارم", "diabetes"),
        ("medicine", "stopped warfarin then restarted", "anticoagulant"),
        ("medicine", "stopped warfarin but back on it", "anticoagulant"),
        ("medicine", "وارفارین قطع کردم، الان دوباره میخورم", "anticoagulant"),
        ("medicine", "don't take warfarin but sometimes I do", "anticoagulant"),
        ("medicine", "وارفارین رو سه روز پیش قطع کردم", "anticoagulant"),
        ("medicine", "warfarin stopped yesterday", "anticoagulant"),
        ("medicine", "warfarin stopped for surgery", "anticoagulant"),
        ("medicine", "will quit warfarin soon", "anticoagulant"),
        ("medicine", "روزی نیست که وارفارین نخورم", "anticoagulant"),
        ("medicine", "قبلا وارفارین میخوردم هنوزم میخورم", "anticoagulant"),
        ("medicine", "aspirin not taking warfarin", "antiplatelet anticoagulant"),
        ("medicine", "warfarin stopped my clots", "anticoagulant"),
        ("medicine", "وارفارین میخورم سیگار قطع کردم", "anticoagulant"),
        ("health_state", "not because of diabetes", "diabetes"),
        ("medicine", "no, I take warfarin", "anticoagulant"),
        ("medicine", "نه وارفارین میخورم", "anticoagulant"),
        ("medicine", "وارفارین ساعت نه", "anticoagulant"),
        ("medicine", "وارفارین نه میلی گرم", "anticoagulant"),
        ("medicine", "no, warfarin no problem", "anticoagulant"),
        ("health_state", "مشکلی با دیابت ندارم", "diabetes"),
        ("health_state", "not free of asthma", "asthma"),
        ("health_state", "no treatment for diabetes", "diabetes"),
        ("health_state", "no disease diabetes", "diabetes"),
        ("medicine", "اگه وارفارین نخورم", "anticoagulant"),
        ("medicine", "بدون وارفارین خوابم نمیبره", "anticoagulant"),
        ("allergen", "شیر میخورم، به گردو حساسیت دارم", "milk tree_nuts"),
        ("allergen", "گردو میخورم حساسیت میدم، به شیر حساسیت ندارم", "tree_nuts"),
        ("allergen", "گردو نمیخورم، به چیز دیگه حساسیت ندارم", "tree_nuts"),
        ("allergen", "گردو میخورم کهیر میزنم دیگه به چیزی حساسیت ندارم", "tree_nuts"),
        ("medicine", "وارفارین را قطع نکردم", "anticoagulant"),
        ("medicine", "warfarin but I have not stopped taking it", "anticoagulant"),
        ("medicine", "وارفارین میخورم ولی هر روز نمیخورم", "anticoagulant"),
        ("medicine", "وارفارین میخورم ولی", "anticoagulant"),
        ("medicine", "وارفارین می‌خورم و نمیخورم", "anticoagulant"),
        ("reaction", "denies nausea, has headache", "headache"),
        ("medicine", "قبلا وارفارین می‌خوردم الان هم می‌خورم", "anticoagulant"),
        ("medicine", "از پارسال وارفارین میخوردم", "anticoagulant"),
        ("medicine", "started warfarin years ago", "anticoagulant"),
        ("allergen", "no nuts", "tree_nuts"),
        ("allergen", "بادام نمی‌خورم", "tree_nuts"),
        ("red_flag", "از درد سینه خواب ندارم", "chest_pain"),
        ("red_flag", "no relief from chest pain", "chest_pain"),
        ("red_flag", "can't breathe", "breathless"),
    ],
)
def test_doubt_is_to_the_safe_side(kind: str, text: str, codes: str) -> None:
    assert set(READER.read(text, kind).codes) == set(codes.split())


@pytest.mark.parametrize("kind", ["medicine", "health_state", "allergen", "reaction", "red_flag"])
@pytest.mark.parametrize(
    "text",
    ["none", "None.", "n/a", "N/A", "no", "nothing", "-", "—", "", " ",
     "ندارد", "ندارم", "هیچ", "خیر",
     "بدون عارضه", "هیچ عارضه‌ای نداشت", "no side effects", "none known",
     "هیچ دارویی مصرف نمی‌کنم", "۰"],
)  # fmt: skip
def test_a_denial_names_nothing_and_leaves_nothing_unread(kind: str, text: str) -> None:
    found = READER.read(text, kind)
    assert found.concepts == ()
    assert found.unread == ()


@pytest.mark.parametrize("text", ["don't know", "نمی‌دانم", "حساسیت شدید", "some tablets", "17"])
def test_a_line_that_names_nothing_is_unread(text: str) -> None:
    assert [span.text for span in READER.read(text, "medicine").unread]


def test_places_and_certainty_are_told() -> None:
    text = "از دیروز آسپیرین و متفورمین‌ها"
    first, second = READER.read(text, "medicine").concepts
    assert text[first.start : first.end] == first.text == "آسپیرین"
    assert (first.certainty, second.certainty) == ("misspelt", "exact")


def test_kinds_that_are_read_together_leave_unread_what_is_of_none() -> None:
    found = READER.read("شیر و وارفارین و چیزک", "allergen", "medicine")
    assert found.codes == ("milk", "anticoagulant")
    assert [span.text for span in found.unread] == ["چیزک"]


@pytest.mark.parametrize("text", ["no of the", "no any", "هم ندارم", "را ندارم"])
def test_a_negation_without_a_thing_is_said_of_nothing(text: str) -> None:
    assert contexts(tokenize(text), [], "medicine") == ([], frozenset())


def test_a_name_without_letters_names_nothing() -> None:
    gazetteer = Gazetteer([Name("—", ("dash",)), Name("warfarin", ("anticoagulant",))])
    assert dict(gazetteer.codes) == {"warfarin": ("anticoagulant",)}


def test_a_verb_that_denies_is_no_form_of_a_name_that_does_not() -> None:
    gazetteer = Gazetteer([Name("نداش", ("name",))])
    assert gazetteer.find(tokenize("نداشی")) != []
    assert gazetteer.find(tokenize("نداشتند")) == []


def test_more_words_than_are_kept_are_read_all_the_same() -> None:
    reader = Reader({"medicine": [Name("warfarin", ("anticoagulant",))]})
    for start in range(0, 17_000, 1_000):
        reader.read(" ".join(str(one) + "x" for one in range(start, start + 1_000)), "medicine")
    assert reader.read("warfarin", "medicine").codes == ("anticoagulant",)
