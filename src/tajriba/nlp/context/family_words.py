"""The words for other people whom a complaint may be about. Pure."""

from typing import Final

from tajriba.kit.text import word_set

RELATIVES: Final = word_set("""
    mother mom mum father dad sister brother parents grandmother grandfather grandma grandpa
    uncle aunt cousin friend neighbour neighbor
""")
HIS: Final = word_set("my has had have with is was takes took his her")
_KIN: Final = """
    مادر پدر مامان بابا خواهر برادر عمو خاله دایی عمه مادربزرگ پدربزرگ والدین دوست همسایه همکار رفیق
    مادرشوهر پدرشوهر مادرزن پدرزن بابابزرگ پسرخاله دخترخاله پسرعمو دخترعمو پسردایی
"""
_OUR: Final = ("م", "ام", "یم", "مون", "مان", "ش", "اش", "شون")
FAMILY: Final = word_set("""
    family relatives relative fh fhx famhx mothers fathers moms خانواده خانوادگی فامیل فامیلی ارثی
    عمو خاله مادربزرگ پدربزرگ والدین همسایه
""") | frozenset(
    stem + ending
    for kin in word_set(_KIN)
    for stem in {kin, kin.removesuffix("ه")}
    for ending in _OUR
)
TOWARDS: Final = word_set("به با برای واسه پیش to told tell hurt harm kill")
"""Before a relative: something is done to them, or told them, and they have nothing themselves."""
