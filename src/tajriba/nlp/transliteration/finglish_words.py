"""Common Persian words as people write them in Latin letters. Pure."""

from typing import Final

from tajriba.kit.text import fold

_WRITTEN: Final = {
    fold(persian): latin.split()
    for persian, latin in {
        "از": "az", "به": "be", "با": "ba", "تا": "ta", "در": "dar", "که": "ke k", "و": "va o",
        "را": "ra", "رو": "ro rooye ru", "هم": "ham", "من": "man mano", "تو": "to tu too",
        "این": "in", "اون": "oon un", "یه": "ye", "یک": "yek", "دو": "do", "سه": "se",
        "چهار": "chahar char", "پنج": "panj", "شش": "shish", "هفت": "haft", "هشت": "hasht",
        "نه": "na no", "ده": "dah", "نیم": "nim", "اگه": "age", "ولی": "vali",
        "بعد": "baad", "بعدش": "badesh",
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
        "باشم": "basham bashom", "سنگ": "sang sange",
        "چیو": "chio chiyo",
    }.items()
}  # fmt: skip
COMMON_WORDS: Final = {
    latin: persian for persian, writings in _WRITTEN.items() for latin in writings
}
"""Folded Persian words by their Latin letters."""
