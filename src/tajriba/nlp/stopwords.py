"""Words that name nothing by themselves, in folded letters. Pure.

What is left of a line after its names were read is *unread* unless it is one of these.
"""

from typing import Final

from tajriba.kit.text import word_set

FUNCTION: Final = word_set("""
    و به از در با تا که را رو یا هم بر برای نه پس چون اگر ولی اما هر این آن اون یه
    a an the of to in on at and or no not for with by my i is it as if but so per me be do am
""")
"""Never joined with a neighbour into a name that is not written so."""

GRAMMAR: Final = FUNCTION | word_set("""
    من تو او ما شما خودم خود خودمان ایشان آنها اینها اینکه مرا توی تو روی زیر رویه پیش نزد بین
    بعد قبل وقتی هنگام موقع ضمن همراه همچنین نیز فقط مثل مانند بخاطر خاطر دلیل بعلت علت نسبت
    است هست هستم هستیم ام ای ایم اند بود بودم بوده باشد میباشد میباشم شد شده شدم میشود میشم
    میشه میشوم شوم کرد کرده کردم میکنم میکند میکنه کنم کند دارم دارد داره دارند داریم داشتم داشت
    داشته میگیرم میگیره گرفتم میدم میده میخورم میخوره خوردم میبرم میزنم میزنه زدم دادم داده دهد
    میدهد میاید میاد آمد امد آمده آید
    ها های هایی ی یی ای ات اش مان تان شان مون تون شون هام هات هاش هایم هایت هایش
    چند چیز چیزی خاصی خاص کلا لطفا سلام ممنون باید شاید البته یعنی حتی دیگر دیگه بله آره
    have has had having been being was were are does did this that these those his her its our we
    he she they them him you your mine from into onto than then when while after before during
    since because due also too just only very some any both all over about around
    im ive its dont doesnt get gets getting got take takes taking took taken use uses using used
    yes please hi hello thanks there which who whom what currently now presently today
    currently regularly prescribed started start since feel feeling felt bit little
    called named مورد موردی موارد مواردی
    🙏 😊 🙂 😀 😃 😄 😁 🌹 💐
""")
"""Pronouns, auxiliaries, prepositions, suffixes written apart; greetings, thanks and smiles."""

GENERIC: Final = word_set("""
    حساسیت حساسیتی حساس حساسم آلرژی آلرژیک بیماری بیماریهای بیمار بیمارم مبتلا مبتلام سابقه عارضه
    عوارض مشکل مشکلات مشکلی ناراحتی اختلال دچار علائم علایم وضعیت نوع درجه
    دارو داروی داروها داروهای داروهایی دارویی قرص قرصهای شربت کپسول آمپول پماد کرم قطره اسپری افشانه
    پودر محلول ژل شیاف تزریق تزریقی خوراکی غذایی موضعی درمان مصرف استفاده مکمل نسخه دکتر پزشک تجویز
    شدید شدیدا خفیف متوسط مزمن حاد کمی خیلی بسیار اندکی گاهی اوقات کمکم ضعیف قدیمی جدید
    allergy allergies allergic allergen sensitive sensitivity intolerance intolerant reaction
    reactions reacts react disease disorder condition conditions syndrome illness problem problems
    history hx suffer suffers suffering diagnosed patient known medical medication medications
    medicine medicines drug drugs tablet tablets tab tabs pill pills capsule capsules cap caps syrup
    injection injections inj ampoule amp inhaler hfa diskus spray syp susp suspension elixir forte
    co ho sp bl maleate hydrochloride hcl besylate mesylate tartrate succinate fumarate hydrobromide
    ointment cream drops drop gel powder solution
    supplement supplements patch oral orally topical therapy treatment dose dosage brand generic
    side effect effects symptom symptoms type grade stage severe mild moderate chronic acute slight
    slightly really quite extremely stable controlled uncontrolled sometimes occasionally
    occasional often always constantly strong old new
""")
"""What kind of thing the line speaks of, how strongly, and in which form it is taken."""

MEASURES: Final = word_set("""
    میلی میلیگرم میلیگرمی گرم گرمی میکروگرم سی سیسی لیتر میلیلیتر واحد واحدی درصد عدد عددی دانه قاشق
    بار مرتبه نوبت وعده روز روزی روزانه روزها هفته هفتهای ماه ماهه سال ساله سالها ساعت ساعته
    دقیقه شب شبی شبها صبح صبحها ظهر عصر ناشتا غذا هرشب هرروز امروز دیروز امسال الان اکنون فعلا اخیرا
    مدت مدتی مدتهاست حدود تقریبا نصف نیم ربع
    یک دو سه چهار پنج شش هفت هشت نه ده بیست سی صد یکبار دوبار
    mg mcg ug µg g gr gram grams milligram milligrams microgram ml cc l iu unit units percent
    day days daily week weeks weekly month months monthly year years yearly hour hours hourly
    minute minutes once twice thrice times time every each morning mornings noon evening night
    nights nightly bedtime meal meals breakfast lunch dinner food empty x bd bid tid qid od qd prn
    qds tds hs po sc im iv sr xr er cr la xl mr pm am ago today yesterday lately recently long
    half quarter one two three four five six seven eight nine ten first second third
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی
    بهمن اسفند
""")
"""Numbers in words, units, how often and how long."""

FILLERS: Final = word_set("""
    خیلی بسیار شدید شدیدا بدجور بدجوری حسابی همش هی همیشه همواره مدام دائم دائما یهو یهویی یکهو
    واقعا کلی انگار همه تمام کل داشت داره داشتم دارم یکم یخورده ناگهان الکی
    خفیف کمی ذره برام واسم اصلا گاهی اوقات
    was were is are am been got gets get getting have had has very really so quite pretty just
    always often constantly keep keeps kept suddenly started starting began a bit of
    went turned became becomes feels felt feeling totally completely extremely super kinda
    slightly badly much way far
""")
"""Words that may stand between the words of any name: how much, and that it happens."""

UNNAMED: Final = GRAMMAR | GENERIC | MEASURES
