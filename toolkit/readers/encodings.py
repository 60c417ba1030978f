"""Bytes to text: strict UTF-8, otherwise a careful guess that is always reported.

Guess: of the code pages in `PAGES` the one whose decoding looks most like a language written with it. Letters of the
alphabet of one language cost nothing, letters of another language of the same code page a little, and what cannot
stand in a word (``¹`` between letters, a capital after a small letter) most. Western European (cp1252) wins unless
another page is clearly better. Other scripts are left to charset-normalizer, and accepted only where it is sure and
the letters are of such a script.
"""

import codecs
import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from charset_normalizer import from_bytes

from toolkit.readers.base import Unreadable, log

__all__ = ["Decoded", "check_nul", "check_signature", "check_text", "decode", "encoding", "marked"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip, docx or xlsx file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip file",
}
#: Code page -> letters beyond a-z of the languages written with it (Unicode CLDR, exemplar characters).
_WEST = (
    "éèêëàâçîïôöüñáíóúäå",  # loan words and names in English
    "äöüßé",
    "àâæçéèêëîïôœùûüÿ",
    "áéíñóúü",
    "àèéìíòóùú",
    "áâãàçéêíóôõú",
    "áäéëíïóöúüèê",
    "åäöéà",
    "æøåéèêòóô",
    "áéíóúýðþæö",
    "àçéèíïóòúü",
)
PAGES = {
    "cp1252": _WEST,
    "cp1250": (
        "ąćęłńóśźż",
        "áčďéěíňóřšťúůýž",
        "áäčďéíĺľňóôŕšťúýž",
        "áéíóöőúüű",
        "ăâîşţ",
        "čćđšž",
        "äöüßé",
    ),
    "cp1254": ("çğıöşüâîûİ",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
    "iso8859_2": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "mac_roman": _WEST,
    "cp850": _WEST,
}
_FOREIGN = 0.3  # cost of a letter of another language of the same code page
_CLEARLY = 0.5  # by how much another page has to be better than cp1252
_ACCEPTED = 0.25  # highest mean cost
_BEYOND = 0.45  # highest share of bytes beyond ASCII in a text in Latin letters
_SAMPLE = 5000  # words with letters beyond ASCII that are looked at
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_PUNCTUATION = frozenset("\u00a0\u00ad‘’‚“”„‹›«»–—…•·¿¡§¶°©®™€£¥¢†‡‰±×÷²³¹¼½¾µªº№")
_WITHIN_WORD = frozenset("\u00ad’·–—\u00a0")


class Decoded(NamedTuple):
    """Text, the encoding it was read with, and, if that is a guess, the position of the first byte beyond ASCII."""

    text: str
    encoding: str
    guessed_at: int | None = None

    @property
    def note(self) -> str | None:
        """What to tell the user about a guess; None if it is none."""
        if self.guessed_at is None:
            return None
        return (
            f"not UTF-8; read as {self.encoding}; first non-ASCII byte at position {self.guessed_at}; check the accents"
        )


def encoding(data: bytes) -> str:
    r"""Name the encoding that the bytes of a text file are read with.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    str
        Name of a Python codec: ``utf-8``, ``utf-8-sig``, ``utf-16`` or ``utf-32`` (with byte order mark; the mark is
        not part of the text), else the code page that fits best.

    Raises
    ------
    InputError
        If the bytes are no text, or no encoding fits well enough.

    Examples
    --------
    >>> encoding("Grüße".encode()), encoding("Grüße aus Köln".encode("latin-1"))
    ('utf-8', 'cp1252')
    >>> encoding("Rząd będzie działać".encode("cp1250"))
    'cp1250'
    """
    return decode(data).encoding


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Decode a text file: byte order mark, strict UTF-8, the declared encoding, then a guess.

    Parameters
    ----------
    data : bytes
        The whole file.
    declared : str, optional
        Encoding that the file itself names (HTML); taken where the bytes are not UTF-8 and fit it.

    Returns
    -------
    Decoded
        The text without a byte order mark and otherwise unchanged.

    Raises
    ------
    Unreadable
        "binary data", "undecodable" or "unknown encoding".
    """
    check_signature(data)
    name = marked(data) or "utf-8"
    try:
        decoded = Decoded(data.decode(name), name)
    except UnicodeDecodeError as error:
        decoded = _not_utf8(data, error, declared)
    check_text(decoded.text)
    return decoded


def marked(data: bytes) -> str | None:
    """Name the encoding of a byte order mark at the beginning, None if there is none."""
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


def check_signature(data: bytes) -> None:
    """Raise if the first bytes are those of a file that is not text."""
    for signature, label in _SIGNATURES.items():
        if data.startswith(signature):
            raise Unreadable("binary data", f"the content is {label}, not text")


def check_text(text: str) -> None:
    """Raise if a text has a NUL, or more control characters than one and one in a hundred."""
    check_nul(text)
    n_control = len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f]", text))
    if n_control > 1 + len(text) / 100:
        raise Unreadable("binary data", f"{n_control} control characters in {len(text)}")


def check_nul(text: str) -> None:
    """Raise if a text has a NUL."""
    if "\0" in text:
        raise Unreadable("binary data", f"NUL at character {text.index(chr(0))}")


def _not_utf8(data: bytes, error: UnicodeDecodeError, declared: str | None) -> Decoded:
    at = f"byte 0x{data[error.start]:02x} at position {error.start}"
    if error.encoding != "utf-8" or marked(data):
        raise Unreadable("undecodable", f"marked as {error.encoding}, but {at}: {error.reason}")
    control = re.search(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]", data)
    if control:
        raise Unreadable(
            "binary data", f"not UTF-8, and control character 0x{control[0][0]:02x} at position {control.start()}"
        )
    if declared is not None:
        found = _declared(data, declared)
        if found is not None:
            return found
    if _mostly_utf8(data):
        raise Unreadable("undecodable", f"UTF-8 with a damaged character: {at}")
    guess = _latin(data) or _other_script(data)
    if guess is None:
        raise Unreadable("unknown encoding", f"not UTF-8 ({at}), and no other encoding fits well")
    first = next(position for position, byte in enumerate(data) if byte > 127)
    log.info("not UTF-8; read as %s (first non-ASCII byte at position %d)", guess, first)
    return Decoded(data.decode(guess), guess, first)


def _declared(data: bytes, declared: str) -> Decoded | None:
    """Decode as declared; browsers read every declared Latin-1 and ASCII as cp1252, and so is it done here."""
    try:
        name = codecs.lookup(declared).name
        name = "cp1252" if name in ("iso8859-1", "ascii") else name
        text = data.decode(name)
    except (LookupError, ValueError) as error:
        log.info("declared as %s, which it is not: %s", declared, error)
        return None
    log.info("not UTF-8; read as %s, as the file declares", name)
    return Decoded(text, name)


def _mostly_utf8(data: bytes) -> bool:
    """Tell whether characters of several bytes are at least as many as bytes that are no UTF-8."""
    text = data.decode("utf-8", errors="surrogateescape")
    beyond = re.findall(r"[^\x00-\x7f]", text)
    broken = sum(1 for char in beyond if "\udc80" <= char <= "\udcff")
    return len(beyond) - broken >= broken


def _latin(data: bytes) -> str | None:
    words = [match.group() for match in islice(_WORD.finditer(data), _SAMPLE)]
    if sum(byte > 127 for byte in data) > _BEYOND * len(data):
        return None
    costs = {}
    for page, alphabets in PAGES.items():
        try:
            data.decode(page)
        except UnicodeDecodeError:
            continue
        costs[page] = _cost(words, page, alphabets)
    if not costs:
        return None
    best = min(costs, key=lambda page: costs[page][0])
    if "cp1252" in costs and costs["cp1252"][0] - costs[best][0] < _CLEARLY:
        best = "cp1252"
    total, letters = costs[best]
    return best if total <= _ACCEPTED * letters else None


def _cost(words: list[bytes], page: str, alphabets: tuple[str, ...]) -> tuple[float, int]:
    """Cost of all characters beyond ASCII, and their number without plain punctuation."""
    letters: list[str] = []
    bad = 0
    for word in words:
        found, wrong = _beyond_ascii(word.decode(page))
        letters += found
        bad += wrong
    known = frozenset("".join(alphabets))
    costs = [
        sum(0.0 if char in alphabet else _FOREIGN if char in known else 1.0 for char in letters)
        for alphabet in map(frozenset, alphabets)
    ]
    return bad + min(costs), bad + len(letters)


@lru_cache(maxsize=100_000)
def _beyond_ascii(word: str) -> tuple[tuple[str, ...], int]:
    """Find the small forms of the letters beyond ASCII of a word, and count what cannot stand in a word."""
    found = []
    wrong = 0
    for i, char in enumerate(word):
        if char.isascii():
            continue
        before, after = word[i - 1 : i], word[i + 1 : i + 2]
        if char in _PUNCTUATION:
            wrong += before.isalpha() and after.isalpha() and char not in _WITHIN_WORD
        elif not char.isalpha() or (char.isupper() and before.islower()):
            wrong += 1
        else:
            found.append(char if char == "İ" else char.lower())
    if re.search(r"[^\W\d_a-zA-Z]{5}", word):
        return (), wrong + len(found)
    return tuple(found), wrong


def _other_script(data: bytes) -> str | None:
    """Ask charset-normalizer, and accept a script other than Latin that it finds coherent."""
    match = from_bytes(data).best()
    if match is None or match.chaos > 0.1 or match.encoding.startswith("utf"):
        return None
    try:
        text = data.decode(match.encoding)
    except UnicodeDecodeError:
        return None
    letters = [char for char in text if char.isalpha()]
    scripts = [unicodedata.name(char, "?").split()[0] for char in letters if not char.isascii()]
    if not scripts:
        return None
    script = max(sorted(set(scripts)), key=scripts.count)
    if script == "LATIN":
        return None
    east_asian = script in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
    own = len(scripts) if east_asian else scripts.count(script)
    sure = own >= 0.9 * len(scripts) and own >= 0.5 * len(letters)
    name: str = match.encoding
    return name if sure and (east_asian or match.coherence >= 0.4) else None
