"""A small vocabulary, and lines as people write them."""

from tajriba.nlp.matching.gazetteer import Name
from tajriba.nlp.reader import Reader


def _names(entries: dict[str, str]) -> list[Name]:
    return [
        Name(name.strip(), tuple(codes.split("+")))
        for codes, names in entries.items()
        for name in names.split(",")
    ]


READER = Reader(
    {
        "medicine": _names(
            {
                "anticoagulant": "وارفارین, warfarin, rivaroxaban, ریواروکسابان, blood thinner",
                "antiplatelet": "آسپرین, aspirin, آ اس آ, clopidogrel, کلوپیدوگرل",
                "antidiabetic": "متفورمین, metformin, insulin, انسولین",
                "antihypertensive+diuretic": "لوزارتان اچ, losartan h",
                "antihypertensive": "لوزارتان, losartan",
                "corticosteroid": "prednisone, prednisolone, پردنیزولون",
                "statin": "atorvastatin, simvastatin, statin",
            }
        ),
        "health_state": _names(
            {
                "hypertension": "فشار خون بالا, فشار خون, فشار خون دارم, blood pressure,"
                " hypertension",
                "hypotension": "فشار خون پایین, low blood pressure",
                "diabetes": "دیابت, قند خون, diabetes, بیماری قند",
                "asthma": "آسم, آسم دارم, asthma",
                "gastritis": "H pylori, ورم معده",
                "lack": "کمبود ویتامین b",
                "hypothyroidism": "کم‌کاری تیروئید, hypothyroidism",
                "kidney_stones": "سنگ کلیه, kidney stones",
                "bleeding_disorder": "هموفیلی, haemophilia",
                "pregnancy": "باردار, بارداری, pregnant",
            }
        ),
        "allergen": _names(
            {
                "tree_nuts": "گردو, بادام, nuts, walnut, آجیل",
                "milk": "شیر, milk",
                "mustard": "خردل, دانه خردل",
                "pome": "سیب, به, apple, به‌دانه",
                "borage": "گل گاوزبان",
                "saffron": "زعفران",
            }
        ),
        "reaction": _names(
            {"nausea": "تهوع, nausea", "headache": "سردرد, headache", "dry_mouth": "dry mouth",
             "stomach_pain": "دل درد", "constipation": "constipation, یبوست"}
        ),
        "red_flag": _names(
            {"chest_pain": "درد سینه, chest pain",
             "breathless": "نمی‌توانم نفس بکشم, can't breathe",
             "bleeding": "خون بالا آوردن, blood in stool",
             "poisoning": "مسمومیت, overdose, poisoning",
             "fainting": "غش کردن, passed out, از حال رفتن"}
        ),
    }
)  # fmt: skip

THINGS = {
    "medicine": (
        ["warfarin", "aspirin", "metformin", "statin"],
        ["وارفارین", "آسپرین", "متفورمین"],
    ),
    "health_state": (["asthma", "diabetes", "hypertension"], ["آسم", "دیابت", "کم‌کاری تیروئید"]),
    "reaction": (["nausea", "headache", "constipation"], ["تهوع", "سردرد", "یبوست"]),
    "allergen": (["walnut", "milk", "apple"], ["گردو", "خردل", "زعفران"]),
}
"""Things of each kind of line, in English and Persian."""
