/** Arabic letters written in more than one way, and Persian/Urdu forms, made one. */
const ARABIC: { readonly [letter: string]: string } = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
  ک: 'ك',
  ۀ: 'ه',
};
/** Letters that lose no diacritic by decomposition. */
const LATIN: { readonly [letter: string]: string } = { ı: 'i', ß: 'ss', ø: 'o', đ: 'd', ł: 'l', æ: 'ae', œ: 'oe' };
const ARABIC_MARKS = /[\u064b-\u065f\u0670\u0640]/gu;
const DIGIT_ZEROS = [0x0660, 0x06f0, 0x0966];

/**
 * Makes typed words comparable across keyboards: lower case (Turkish i included), no diacritics, Arabic letter forms unified, digits of
 * any script as 0–9, everything else as single spaces. For comparing only, never for showing.
 */
export function fold(text: string): string {
  return toLatinDigits(text)
    .replaceAll('İ', 'i')
    .toLowerCase()
    .normalize('NFKD')
    .replace(ARABIC_MARKS, '')
    .replace(/\p{Diacritic}/gu, '')
    .normalize('NFKC')
    .replace(/[ıßøđłæœأإآٱىیئؤةکۀ]/gu, (letter) => LATIN[letter] ?? ARABIC[letter] ?? letter)
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

/** Digits of any script as 0–9; the rest unchanged. */
export function toLatinDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹०-९]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = DIGIT_ZEROS.find((start) => code >= start && code < start + 10) ?? code;
    return String(code - zero);
  });
}
