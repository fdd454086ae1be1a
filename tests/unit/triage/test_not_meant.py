"""Words of danger that mean none: figures of speech, sport, hearsay, what only may come."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tajriba.knowledge.vocabulary.terms import assess

EXAGGERATED = [
    "مُردم از خنده", "از خنده نفسم بند اومد", "i laughed till i couldn't breathe",
    "وقتی قیمتشو شنیدم سکته کردم", "قرار بود سکته کنم از این قیمتا", "این ترافیک آدمو سکته میده",
    "از استرس امتحان داشتم غش میکردم", "کر شدم از صدای ساخت و ساز", "سرم ترکید از حرفاش",
    "کمرم شکست زیر این همه کار", "دستام فلج شد از بس ظرف شستم", "i nearly died of embarrassment",
    "dying of boredom", "the prices gave me a stroke", "از دست این مدیر سکته کردم",
    "کارم نفسمو بریده", "زندگی نفسمون رو بریده", "گرونی نفس مردم رو بریده",
]  # fmt: skip
CONFINED = [
    "لباس تنگ که میپوشم احساس خفگی میکنم", "یقه بسته که میپوشم خفه میشم",
    "I feel suffocated in crowds",
    "ماسک که میزنم نفسم میگیره", "wearing a mask makes it hard to breathe",
]  # fmt: skip
AFTER_SPORT = [
    "بعد از دویدن نفس نفس میزنم", "تو باشگاه نفس کم میارم",
    "out of breath after stairs in training",
    "از پله بالا میرم نفسم میگیره، زود خوب میشه", "after my workout my heart was pounding",
    "بعد از بالا رفتن از کوه نفس نفس میزدم",
]  # fmt: skip
HEARSAY = [
    "فیلم درباره خودکشی دیدم", "تو اخبار گفت یه نفر با الکل تقلبی کور شده",
    "برای پایان نامه‌م درباره مسمومیت با سرب تحقیق میکنم", "a book about suicide",
    "grandfather died of a heart attack at 80", "پدربزرگم از سکته فوت کرد",
    "family history: father heart attack at 55", "several relatives with heart attacks",
    "علائم شوک رو برای امتحان میخونم", "در کتاب قانون آمده که برای خون بالا آوردن گلنار بدهند",
    "the leaflet says it can cause seizures", "read about strokes online and want to eat healthier",
    "heard about heart attacks on the radio", "درباره سکته چیزی شنیدم",
]  # fmt: skip
MAY_COME = [
    "زعفران زیاد بخورم سقط میکنم؟", "عوارضش چیه؟ تنگی نفس هم میده؟",
    "how do I prevent a stroke?", "what should I eat to avoid a stroke",
    "از سکته چطور جلوگیری کنیم", "درمان تشنج چیه", "تفاوت سکته قلبی و مغزی چیه",
    "ممکنه باعث تشنج بشه", "گیج شدم کدوم دارو رو اول بخورم", "i'm confused about the dose",
]  # fmt: skip
OVER = [
    "broke my wrist as a teenager, healed fine", "سربازی که بودم پام شکست",
    "سرم گیج نمیره، غش هم نکردم تا حالا", "غش هم تا حالا نکردم",
    "I've never fainted or had a fit", "درد قفسه سینه هم تا حالا نداشتم",
    "کرونا گرفتم نفسم تنگ میشد، دو ساله کاملا خوبم", "seizure free for 6 years",
    "توی بارداری قبلیم فشارم رفت بالا", "خودکشی؟ نه بابا", "khodkoshi? na baba",
    "hich vaght be khodkoshi fekr nakardam", "appendix removed as a teenager",
    "سابقه پره‌اکلامپسی (۸ سال پیش)", "history of stroke (8 years ago), now constipated",
    "my sister's little boy had croup last winter, he's fine now",
]  # fmt: skip
OTHER_SENSES = [
    "زیر چشمم سیاه شده", "a touch drowsy in the evening, which I wanted anyway",
    "عرق کاسنی رو با آب قاطی کردم خوردم، خنکم کرد", "mixed up the powder with honey",
    "شش ماهه زایمان کردم شکمم شل شده", "سه ماهه بی‌حالم", "شیشه عرق از دستم افتاد شکست",
    "cirrhosis, Child-Pugh B", "قندم بالاست دیابت دارم", "معدم اسیدش زیاده", "stomach acid burning",
    "پف صورت صبحا دارم", "the antihistamine makes me drowsy", "قرصش بزرگه سخت قورت میدم",
    "شوهرم شام خورد دل درد گرفت", "ترامادول میخورم برا درد", "زبونم بار داره سفیده",
    "گردنم خشک شده بد خوابیدم", "stiff neck, slept badly", "خون تو خلطم ندیده‌ام",
    "dele dard daram bad az ghaza kheili kam", "taste is awful but my tummy settled",
    "مزش خیلی بده ولی معدم آرومه", "صبح‌ها یه کم منگم",
    "خون تو مدفوعم ندیدم", "تو ادرارم خون نمیبینم",
]  # fmt: skip
EVERYDAY = [
    "انگشتامو که میشکنم صدا میده", "گردو شکستم دستام سیاه شد", "دندون شیری پسرم لق شده و افتاد",
    "این عادت از سرم بیفته", "قطره میخک زبونمو بی‌حس کرد", "clove oil numbed my tongue",
    "تو آب سرد نفسم بند میاد", "از گرونی نفسم بند اومده",
    "دیروز رفتم باشگاه امروز پاهام گرفته نمیتونم از پله برم پایین",
    "the detective in the novel was poisoned", "رمانی میخونم که شخصیتش مسموم میشه",
    "برای کلاس کمک‌های اولیه میخوام بدونم با مارگزیدگی چیکار کنن",
    "دهنم آفت زده غذا که میخورم میسوزه", "مادرم ۲۰ ساله فشار داره قرصشو میخوره",
    "نه غش کردم نه تشنج داشتم", "به آسیب‌زدن به خودم فکر نمی‌کنم",
    "زبونم آبی شد از آبنبات", "لبام رنگ پریده‌ست ذاتا", "یه مگس‌پران قدیمی دارم",
    "آب دهنش راه افتاده چون دندون درمیاره", "مچم رفت تو هم", "شکمم سفت کار میکنه",
    "لک‌های قهوه‌ای صورتم از بارداری مونده", "گوشم آب رفته توش", "گردنم راحت میچرخه",
    "we lost the spark in our marriage", "2 kilo kam kardam ba piade ravi",
]  # fmt: skip
HARMLESS = [
    *EXAGGERATED,
    *CONFINED,
    *AFTER_SPORT,
    *HEARSAY,
    *MAY_COME,
    *OVER,
    *OTHER_SENSES,
    *EVERYDAY,
]

PRESENT = [
    "قفسه سینم درد میکنه میزنه به دست چپم", "یهو دستم بی‌حس شد و حرفم کج شد", "خون بالا آوردم",
    "میخوام خودمو بکشم", "crushing chest pain", "my face is drooping", "vomited blood",
    "i want to kill myself", "بچه‌م تشنج کرده",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_not_meant_is_no_emergency(text: str) -> None:
    assert assess([text]).urgencies == {}


@given(st.sampled_from(HARMLESS), st.sampled_from(PRESENT), st.booleans())
@settings(max_examples=300)
def test_a_present_emergency_beside_it_is_still_told(
    harmless: str, present: str, first: bool
) -> None:
    alone = assess([present]).urgency
    order = (present, harmless) if first else (harmless, present)
    assert alone == "now"
    for written in ([*order], ["، ".join(order)], [". ".join(order)], ["\n".join(order)]):
        assert assess(written).urgency == alone


@pytest.mark.parametrize(
    "text",
    [
        "سردردی که تا حالا نداشتم", "how do I prevent another stroke?",
        "ماسک زدم یهو نفسم بند اومد",
        "درد قفسه سینه نفسمو بریده", "کار که میکنم نفسم میبره", "I run out of air when I talk",
        "my words came out mixed up", "یهو حرفامو قاطی کردم", "چطور از تشنج دوباره جلوگیری کنم",
        "درمان تشنج بچه‌م چیه", "my wrist broke today", "never fainted, but crushing chest pain",
        "he is getting drowsier after the fall",
        "پدرم از غصه سکته کرد الان بیمارستانه", "دیشب از استرس غش کردم", "از صدای انفجار کر شدم",
        "از بس استفراغ کردم غش کردم", "از بس خون رفت بیهوش شد",
        "lol my chest hurts so bad right now",
        "بعد از دویدن قفسه سینم درد میگیره", "وسط فوتبال یهو نفسم بند اومد",
        "دیگه نمیتونم ورزش کنم نفسم میگیره", "از دو تا پله نفسم بند میاد",
        "after my run i fainted", "بعد ورزش نفسم شدید تنگه",
        "داشتم فیلم میدیدم یهو قلبم گرفت", "تو اینترنت خوندم علائم سکته رو، دست راستم یهو بی‌حس شده",
        "کتاب میخوندم چشمم سیاهی رفت افتادم", "سر کلاس غش کردم",
        "شربت رو بخورم درد قفسه سینم خوب میشه؟", "مادرم گیج شده نمیدونه کجاست",
        "confused about what day it is", "دیروز دست راستم یهو بی‌حس شد الان خوبم",
        "دو ساله خوبم ولی الان نفسم بالا نمیاد", "نوزاد سه ماهه بی‌حاله شیر نمیخوره",
        "شیشه شکست دستم رو برید خونش بند نمیاد", "بابام قندش ۳۸ شده گیجه",
        "خواهرم از حال رفته", "قندم خیلی بالاست", "پسرم متادون خورده", "صورتم پف کرده گلوم هم",
        "سرش خورد به در وارفارین میخوره", "بابام میگه قفسه سینم درد میکنه",
        "بچه‌م از قرصای اعصاب مادرم خورده",
        "گردو شکستم پام هم شکست", "بچه‌م از پله افتاد دندون شیریش لق شد و سرش خورد",
        "میخک خوردم صورتم بی‌حس شد", "آب سرد خوردم نفسم بند اومد", "تو استخر یهو نفسم بند اومد",
        "دیروز باشگاه زمین خوردم نمیتونم پامو تکون بدم",
        "لبش کبود شده", "زبونم بنفش شد نفسم بالا نمیاد از آلبالو",
        "صورتم با اسید سوخت", "فشارم ۲۰ روی ۱۲ه",
        "یهو پر از مگس‌پران شدم", "یه ورق قرص خورده خواهرم", "بابام انسولین زده جواب نمیده",
    ],
)  # fmt: skip
def test_what_is_meant_is_an_emergency(text: str) -> None:
    assert assess([text]).urgencies
