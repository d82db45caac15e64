"""Tokenizers of the kinds that CLIP and multilingual BERT have, with small vocabularies learnt from the words below."""

import string
from collections import Counter
from itertools import pairwise

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

ENGLISH = """
a an and at by for from in into of on over the to under with no not one two three four many some it its his her their
photo photograph picture image drawing painting poster portrait close up view black white red green blue yellow orange
pink purple brown grey dark light bright old new young small big large long tall wet dry warm cold
person people man woman child children baby boy girl family friend friends face hand hands crowd player runner surfer
cat cats dog dogs puppy kitten bird birds horse horses cow sheep goat pig duck goose chicken owl eagle parrot swan
lion tiger bear elephant giraffe zebra monkey fox wolf deer rabbit mouse fish shark whale dolphin turtle frog snake
butterfly bee spider flower flowers rose tulip sunflower tree trees forest leaf leaves grass garden park field meadow
mountain mountains hill valley river lake sea ocean beach wave waves sand island desert snow ice rain cloud clouds sky
sun sunset sunrise moon star stars night morning evening winter summer spring autumn storm rainbow fire smoke water
city town village street road bridge house building castle church temple tower window door wall roof room kitchen
table chair sofa bed lamp book books computer phone camera clock guitar piano drum car cars truck bus train tram plane
airplane rocket boat ship sailing bicycle motorcycle wheel food bread cake cheese pizza apple banana lemon strawberry
tomato coffee tea cup glass bottle wine plate bowl fruit vegetables ball game football tennis swimming running walking
sitting standing sleeping playing eating drinking reading jumping flying riding looking smiling dancing wearing
"""

OTHER_LANGUAGES = """
eine ein der die das und auf im mit Katze Hund Vogel Pferd Sofa Strand Haus Baum Berg Wald Blume Himmel Auto Kind Straße
une un le la les sur avec dans chat chien oiseau cheval plage maison arbre montagne forêt fleur ciel voiture enfant
un una el los las en con gato perro pájaro caballo playa casa árbol montaña bosque flor cielo coche niño puesta sol
um uma o os na no gato cachorro pássaro praia casa árvore montanha céu carro criança pôr
un una il la sulla nel gatto cane uccello cavallo spiaggia casa albero montagna fiore cielo macchina bambino
кошка собака птица лошадь на в и пляже пляж море дом дерево гора лес цветок небо машина ребёнок закат две
γάτα σκύλος πουλί παραλία θάλασσα σπίτι δέντρο βουνό ουρανός και στην ηλιοβασίλεμα
bir kedi köpek kuş plaj deniz ev ağaç dağ orman çiçek gökyüzü araba çocuk ve
قطة كلب طائر شاطئ بحر بيت شجرة جبل زهرة سماء سيارة طفل على في
חתול כלב ציפור חוף ים בית עץ הר פרח שמים מכונית ילד על
बिल्ली कुत्ता पक्षी समुद्र घर पेड़ पहाड़ फूल आकाश कार बच्चा पर
猫 狗 鸟 马 海 滩 房 子 树 山 花 天 空 车 孩 日 落 的 写 真 犬 鳥 木 車 夕
고양이 개 새 바다 집 나무 산 꽃 하늘 자동차 아이 해변
con mèo chó chim bãi biển nhà cây núi hoa bầu trời xe trẻ em
"""

CLIP_CONTEXT, BERT_CONTEXT = 77, 128
CLIP_START, CLIP_END = "<|startoftext|>", "<|endoftext|>"
WORD_END = "</w>"
CLIP_SPLIT = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def _learn_merges(words: set[str]) -> list[tuple[str, str]]:
    """Byte-pair merges, the most frequent pair first, until each word is one token.

    The library's own trainer orders pairs of one frequency differently from run to run.
    """
    alphabet = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    spelt = []
    for word in words:
        symbols = list(alphabet.pre_tokenize_str(word)[0][0])
        spelt.append([*symbols[:-1], symbols[-1] + WORD_END])
    merges = []
    while counts := Counter(pair for parts in spelt for pair in pairwise(parts)):
        merge = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(merge)
        spelt = [_merged(parts, merge) for parts in spelt]
    return merges


def _merged(parts: list[str], merge: tuple[str, str]) -> list[str]:
    """The word's parts with each occurrence of the pair made one, from left to right."""
    joined = []
    for part in parts:
        if joined and (joined[-1], part) == merge:
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def clip_tokenizer() -> Tokenizer:
    """Byte-level BPE laid out as CLIP's: the 256 bytes, the bytes at a word's end, the merges, and the start and end
    tokens, so that the end token has the highest id."""
    merges = _learn_merges(set(ENGLISH.split()))
    symbols = sorted(pre_tokenizers.ByteLevel.alphabet())
    entries = symbols + [symbol + WORD_END for symbol in symbols]
    entries += [first + second for first, second in merges] + [CLIP_START, CLIP_END]
    ids = {entry: i for i, entry in enumerate(entries)}
    tokenizer = Tokenizer(models.BPE(
        vocab=ids, merges=merges, unk_token=CLIP_END, continuing_subword_prefix="", end_of_word_suffix=WORD_END))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(CLIP_SPLIT), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False),
    ])
    tokenizer.post_processor = processors.RobertaProcessing(
        (CLIP_END, ids[CLIP_END]), (CLIP_START, ids[CLIP_START]), trim_offsets=False, add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [AddedToken(CLIP_START, normalized=True, special=True), AddedToken(CLIP_END, special=True)])
    return tokenizer


def bert_tokenizer() -> Tokenizer:
    """Cased WordPiece laid out as BERT's: special tokens at 0 and 100 to 103, characters, frequent endings, words."""
    words = sorted(set((ENGLISH + OTHER_LANGUAGES).split()))
    characters = sorted(set("".join(words) + string.digits + string.ascii_letters + ".,:;!?'-"))
    endings = Counter(word[-length:] for word in words for length in (2, 3) if len(word) > length + 1)
    entries = ["[PAD]", *(f"[unused{i}]" for i in range(1, 100)), "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    entries += characters + [f"##{character}" for character in characters]
    entries += [f"##{ending}" for ending, count in sorted(endings.items()) if count >= 3]
    entries += [word for word in words if len(word) > 1]
    ids = {entry: i for i, entry in enumerate(entries)}
    tokenizer = Tokenizer(models.WordPiece(vocab=ids, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])])
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    return tokenizer
