"""The strings of the token goldens beside the hand-written sentences: composed ones, odd ones and long ones.

A string is given as it is, or, to stay short, as a list of parts, each a string or {"repeat": string, "times": n}.
"""

import random
import unicodedata

SEED = 20_240
COMPOSED_EACH = 20
COMPOSED_MIXED = 100
SEPARATORS = [
    " ", " ", " ", "  ", ", ", "-", " / ", ". ", "\t", "\n", "…", "(", ")", " – ", "!", "?! ", " & ", ": ", "_", "",
]
NUMBERS = ["1", "42", "007", "3.14", "2,500", "1999-12-31", "½", "#5", "4×4", "100%", "€20", "10:30", "²", "٤٢", "४२"]
LETTERS = "qzxjkvwpbmfgh"
# One of each range in which the two libraries see characters differently, and of what lies beside them.
NEW_CHARACTERS = [
    0x061D, 0x07FD, 0x088F, 0x0890, 0x0897, 0x08E2, 0x09FD, 0x09FE, 0x0A76, 0x0AFA, 0x0C3C, 0x0C5C, 0x0C77, 0x0C84,
    0x0D3B, 0x0EBA, 0x166D, 0x1715, 0x1734, 0x180F, 0x1ABF, 0x1AC1, 0x1B4E, 0x1B7D, 0x1DFA, 0x2E43, 0x2E4F, 0x2E52,
    0x2E5D, 0xA7CE, 0xA7F1, 0xA82C, 0x105C9, 0x10940, 0x10D24, 0x10D6E, 0x10EAB, 0x10EAD, 0x10F55, 0x110CD, 0x111C9,
    0x11383, 0x113C5, 0x113D4, 0x1144B, 0x11660, 0x1171E, 0x1183B, 0x11938, 0x11DB0, 0x11DE0, 0x13430, 0x1343F,
    0x16121, 0x16D68, 0x16D6D, 0x16EA0, 0x16FE2, 0x187F8, 0x1CF00, 0x1E08F, 0x1E5FF, 0x1E6C0, 0x1E95E, 0x20000,
    0x2A6DF, 0x2A700, 0x2B73A, 0x2B820, 0x2B91F, 0x2B920, 0x2CEAF, 0x2CEB0, 0x2F800, 0x30000, 0x323B0,
]


def composed(sentences: dict[str, list[str]]) -> dict[str, list[str]]:
    """Seeded mixtures of the sentences' words, numbers, cases and separators, for each language and for all together."""
    rng = random.Random(SEED)
    words = {language: [w for line in lines for w in _words(line)] for language, lines in sentences.items()}
    made = {language: [_compose(rng, own) for _ in range(COMPOSED_EACH)] for language, own in words.items()}
    everything = sum(words.values(), [])
    made["mixed"] = [_compose(rng, everything) for _ in range(COMPOSED_MIXED)]
    return made


def _words(line: str) -> list[str]:
    """Words; where a script writes none apart, pieces of three characters."""
    return line.split() if " " in line else [line[i : i + 3] for i in range(0, len(line), 3)]


def _compose(rng: random.Random, words: list[str]) -> str:
    text = ""
    for _ in range(rng.randint(2, 14)):
        word = rng.choice(words) if rng.random() < 0.85 else rng.choice(NUMBERS)
        word = rng.choice([str, str, str, str.upper, str.title, str.swapcase])(word)
        word = unicodedata.normalize(rng.choice(["NFC", "NFC", "NFD"]), word)
        text += word + rng.choice(SEPARATORS)
    return text


def odd() -> dict[str, list[str]]:
    """What people paste, mistype or try."""
    accented = [
        "Ångström", "café", "crème brûlée", "Việt Nam", "ñandú", "Ελλάδα", "й ё", "한국어", "が ぱ", "हिन्दी",
        "ṩ ạ̈", "ǖ",
    ]
    invisible = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\ufe0f\u034f\u061c\u180e"
    controls = [chr(c) for c in [*range(0x20), *range(0x7F, 0xA0)]]
    spaces = "\u00a0\u1680\u2000\u2003\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u0085"
    specials = ["<|startoftext|>", "<|endoftext|>", "[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]"]
    return {
        "empty": ["", " ", "   ", "\n", "\t\r\n", "\u3000", "\u200b", "\u00ad\u200d"],
        "emoji": [
            "😀", "a 😀 b", "cat😀dog", "👨‍👩‍👧‍👦", "family 👩‍❤️‍💋‍👨 photo", "🏳️‍🌈 🏴‍☠️", "🇩🇪🇫🇷🇯🇵", "🇺🇸🇺🇸🇺🇸", "🇺", "👍🏻👍🏽👍🏿",
            "👩🏽‍🚀 in space", "🧑🏿‍🤝‍🧑🏻", "1️⃣2️⃣#️⃣*️⃣", "❤️ ❤ ♥︎ ♥", "☎️☎", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "😂😂😂😂😂",
            "😍😍😍😍😍😍😍😍😍", "🔥" * 20, "💯%",
            "🫠🫥🫨🪿", "🧑‍🧑‍🧒‍🧒", "©️®️™️", "⌚⏰⏳", "🀄🃏", "👁️‍🗨️", "🐈‍⬛ on a sofa", "🐻‍❄️", "🍎🍏 apples", "🏽",
            "\u200d", "\ufe0f",
        ],
        "composed accents": accented + [unicodedata.normalize("NFC", " ".join(accented))],
        "decomposed accents": [unicodedata.normalize("NFD", text) for text in [*accented, " ".join(accented)]],
        "stacked marks": [
            "a\u0301\u0323\u0308b", "a\u0323\u0301b", "q\u0307\u0323 q\u0323\u0307", "\u0301a", "\u0301",
            "e\u0301" * 10,
            "Z\u0351\u036b\u0343a\u0328\u0360l\u0334g\u0321\u0321o\u0338", "o\u0308\u0304 ȫ",
            "ש\u05c1\u05bcב\u05b0", "ก\u0e34\u0e48ก\u0e48\u0e34",
            "क\u093cि क़ि", "ı\u0307 i\u0307 İ", "\u1100\u1161\u11a8 각", "\u110b\u1161\u11ab\u1102\u1167\u11bc",
            "か\u3099 か゛", "A\u030a Å Å", "\u0344 \u0374 \u037e \u0387",
            "𝅗𝅥 \U0001d15e", "\u2126 \u212a \u2329 \u232a", "\u0f71\u0f72\u0f74 \u0f73",
        ],
        "control characters": [
            "".join(controls), *[f"a{c}b" for c in controls], "a\x00\x00b c\x1b[31mred\x1b[0m", "\ufffd",
            "a\ufffdb",
        ],
        "invisible characters": [
            *[f"in{c}visible {c} {c}x{c}" for c in invisible], "می\u200cخواهم عکس را ببینم",
            "क्\u200dष क्\u200cष", "\ufeffstarts with a mark",
            "soft\u00adhy\u00adphen", "\u202eright to left\u202c", "\ue000 private \U000f0000 use \U0010fffd",
            "\ufdd0 \uffff \U0010ffff", "\ufff9a\ufffab\ufffb", "\U000e0001\U000e0041",
        ],
        "spaces": [
            *[f"a{c}b{c}{c}c" for c in spaces], "  leading", "trailing  ", "\ttabs\tand\nnew\r\nlines\v\f",
            "a \u0301b", "x\u2028y\u2029z",
        ],
        "right to left": [
            "שלום hello עולם", "مرحبا 123 hello", "(عربي) [עברית] {x}", "א\u05beב", "٠١٢٣٤٥٦٧٨٩ ۰۱۲۳", "ﷺ ﷲ ﻻ",
            "كتاب؟ نعم، لا؛", "لا إله", "ـــــ",
            "اُردُو میں تصویر", "یک گربهٔ سیاه", "ܫܠܡܐ", "ߒߞߏ", "𞤀𞤁𞤂", "תַּפּוּחַ",
        ],
        "ideographs": [
            "漢字かな交じり文", "㐀㐁 ext A", "𠀀𠀁𪛖 ext B", "𠮷野家で食べる", "𪜀𫝀𫠠𬺰 ext C to F", "豈更車 compat",
            "\U0002f800\U0002fa1d", "㊗㊙㍿", "ｶﾞｷﾞ ﾊﾟ", "ＡＢＣ１２３", "。、「」『』・ー〜", "ㄅㄆㄇ", "〇〆々ヶ", "⼀⺀⿰",
            "猫cat犬dog", "中文,英文.混合!", "한글漢字かな", "㌔㍍", "𰀀𱍐 ext G and H", "𛀀𛀁", "ꥠ ힰ", "西夏文𗀀𗀁", "契丹𘬀",
        ],
        "scripts": [
            "ภาษาไทยไม่มีเว้นวรรค", "กำ ก\u0e4dา เเ แ", "ขอบคุณค่ะๆ ฯลฯ", "ລາວ ພາສາ", "မြန်မာ", "ភាសាខ្មែរ",
            "བོད་ཡིག", "தமிழ்நாடு கோயில்", "கொ க\u0bc6\u0bbe", "తెలుగు", "ಕನ್ನಡ", "മലയാളം ൻ ന്‍", "සිංහල",
            "বাংলা ছবি", "ગુજરાતી", "ਪੰਜਾਬੀ", "ଓଡ଼ିଆ", "ქართული ᲥᲐᲠᲗᲣᲚᲘ",
            "Հայերեն և ՀԱՅԵՐԵՆ", "አማርኛ", "ᏣᎳᎩ ꮳꮃꭹ", "ᚠᚢᚦ", "𐐀𐐨 Deseret", "Ⲁⲁ", "ⰀⰐ", "ⵜⵉⴼⵉⵏⴰⵖ", "ᠮᠣᠩᠭᠣᠯ", "ꦗꦮ",
            "ᜊᜌ᜴", "𓀀𓀁𓐍",
        ],
        "digits": [
            "1", "12", "1234567890", "0" * 50, "3.14159", "1,000,000", "½¼¾", "²³¹", "Ⅷ ⅷ", "①②⑳", "१२३", "๑๒๓",
            "１２３", "𝟏𝟐𝟑", "x2y3z4", "1st 2nd 3rd", "0x1F", "1e-5",
            "+49 (0)30 123-456", "192.168.0.1", "12:34:56", "2024-02-29T00:00Z", "IMG_20190317_142233.jpg",
            "一二三", "௧௨௩",
        ],
        "punctuation": [
            *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "!!!", "!?!?!?", "...", "…", "—–-‐‑", "«a» ‹b›",
            "“a” ‘b’ „c“", "''''''", "$$$€€€£££", "a.b,c;d:e", "(((())))", "-----", "_____", "======", "~~~",
            "#####", "/*-+*/",
            "¿qué? ¡sí!", "§¶†‡•", "←↑→↓", "∀x∈ℝ: x²≥0", "™©®°", "♠♣♥♦", "▀▄█", "a^b_c", "C++ C#", "@user #tag",
            "$HOME/.config", "⸺⸻", "၊။", "፡።", "՚՛", "‼⁇⁈", "：；！？", "\u0021\u0300", "´`¨¸",
        ],
        "contractions": [
            "don't", "I'LL", "WE'VE", "he'd", "they'Re", "it’s", "rock 'n' roll", "'tis", "'s", "'S", "x'll",
            "'LLx", "''s", "!!'s", "a'sb", "dogs'", "O'Neill's", "y'all'd've", "I'M", "can't've", "'ve'll're",
            "l'été", "dell'arte", "aujourd'hui",
            "İ'LL", "'ſ", "1's 2'd", "'ﬅ", "ʼs", "＇s",
        ],
        "markup": [
            "&amp;", "&lt;b&gt;bold&lt;/b&gt;", "&#39;quoted&#39;", "&nbsp;&nbsp;", "&amp;amp;",
            "&eacute;t&eacute;", "&#x1F600;", "<b>bold</b>", "<br/>line", "https://example.org/a?b=c&d=%20e#f",
            "me@example.org", "C:\\Users\\me\\Bilder", "**bold** _it_ `code`",
            "{\"a\": [1, null]}", "SELECT * FROM t;", "a\\nb", "%E2%82%AC", "\\u00e9", "<!-- x -->", "${x} {{y}}",
        ],
        "cases": [
            "camelCaseWord", "ALLCAPS", "sPoNgE", "İSTANBUL ISPARTA ıi", "STRASSE straße STRAẞE", "ΟΔΟΣ",
            "ΣΊΣΥΦΟΣ", "ΣΑΣ. ΣΑΣ Σ", "ὈΔΥΣΣΕΎΣ", "ΑΣ\u0301 ΑΣʼ ΑΣ:Β", "ﬁ ﬂ ﬃ ﬅ", "ǅ Ǆ ǆ", "K Å Ω", "ＦＵＬＬ ｗｉｄｔｈ",
            "ЩЁЛК", "ĳ Ĳ", "ŉ ǰ ΐ",
            "Ꭰ ꭰ Ა", "ᾈ ᾳ ᾼ", "Ⓐ ⓐ", "𝐀𝒜𝕬", "Ȿ ȿ Ɐ", "ʼN ŉ", "Ԁ Ԥ", "ſ ẛ̣", "Ǆ\u0301",
        ],
        "special tokens": [
            *specials, *[s.lower() for s in specials], *[s.upper() for s in specials],
            *[f"a{s}b" for s in specials], *[f"a {s} b" for s in specials], *[s[:-1] for s in specials],
            *[s + s for s in specials],
            "<|startoftext|><|ENDOFTEXT|>", "<|STARTOFTEXT|><|endoftext|>", "<|StartOfText|>!<|EndOfText|>",
            "x<|ENDOFTEXT|>y", "<|endof\u200btext|>", "<|endoftext|>\n<|endoftext|>", "[C\u200bLS]",
            "[CL\x00S]", "[MASK]ed", "[[CLS]]", "[CLS][SEP]", "[ CLS ]", "[M\u00adASK]",
            "##ing", "a ##b", "</w>", "cat</w>", "[unused1]", "[unused100]", "<pad> </s> <s>", "<|", "|>",
            "<|endoftext|>" * 5, "＜|endoftext|＞", "<\u0338|endoftext|>",
        ],
        "new characters": [
            f"a{c}b {c} !{c}!{c}{c} 1{c}\u0323 e\u0301{c}\u0301" for c in map(chr, NEW_CHARACTERS)
        ],
        "marks that compose anew": [
            "\U000105d2\u0307 \U000105da\u0307", "\U00011382\U000113c9",
            "\U000113c2\U000113c2 \U000113c2\U000113b8", "\U00011935\U00011930",
            "\U0001611e\U0001611e\U0001611f", "\U00016d63\U00016d67\U00016d67", "\u0897\u0323 \u0323\u0897",
            "e\u1ac1\u0323\u0301", "b\u0301\u08d3 b\u08d3\u0334", "n\u0345\u1ac4 n\u07fd\u0334",
            "\u0345\U00010f46 \U0001e5ef\u0334",
        ],
    }


def long() -> dict[str, list]:
    """About 10,000 characters each, and texts that just fit a context of 77 or of 128 or just do not."""
    rng = random.Random(SEED + 1)

    def noise(alphabet: str, length: int) -> str:
        return "".join(rng.choice(alphabet) for _ in range(length))

    units = {
        "one letter": ["a", "é", "щ", "ก", "猫", "が", "각", "א", "A", "Σ"],
        "one sign": ["!", "_", "-", ".", "=", "'", "1", "\u0301", "\u200b", " ", "\n", "\x00", "½", "—"],
        "one emoji": ["😀", "😂", "❤️", "🇩🇪", "🇺🇸", "👨‍👩‍👧‍👦", "👍🏽"],
        "words": [
            "the quick brown fox jumps over the lazy dog, ", "ein Straßencafé am Flußufer; ", "don't ", "猫と犬、",
            "แมวกับหมา", "고양이와 개 ", "चित्र ", "e\u0301 ", "a\tb\n",
        ],
        "special tokens": ["<|endoftext|>", "[MASK]", "<|startoftext|> ", "[CLS] a "],
        "noise without spaces": [
            noise(LETTERS, 97), noise(LETTERS, 1009), noise("abcdefghijklmnopqrstuvwxyz0123456789", 499),
            noise("😀😁😂🤣😃😄😅😆😉😊", 101), noise("日本語中文字猫犬山川", 103), noise("กขคงจฉชซเแโใไาิีุู", 107),
            noise("가나다라마바사각낙닥", 109), noise("!?.,;:-_()'\"", 113), noise("aeiou\u0301\u0308\u0323", 127),
        ],
        "words of no piece": [
            noise(LETTERS, 99) + "😀 ", noise(LETTERS, 101) + " ", noise(LETTERS, 3000) + " ", "𠀀 ",
            noise("abcde", 100) + " ",
        ],
    }
    made = {name: [[{"repeat": unit, "times": 10_000 // len(unit)}] for unit in group] for name, group in units.items()}
    made["after a long start"] = [
        [{"repeat": start, "times": n}, " sunflower field"]
        for start in [" ", "\u200b", "a", "\u0301", "\n", "😀"]
        for n in (2460, 4090, 9900)
    ]
    made["about a context"] = [
        [{"repeat": word, "times": n}]
        for word in ["cat ", "猫", "😀 ", "[MASK]", "<|endoftext|>", "!a"]
        for n in (37, 38, 63, 64, 75, 76, 126, 127)
    ] + [[{"repeat": letter, "times": n}] for letter in "aж" for n in (99, 100, 101)]
    return made
