import { fold } from './fold.js';

/** Consonants of other scripts as one Latin letter each; several letters that are typed alike are made one. `x` stands for the sounds of sh and ch. Vowels are left out. */
const CONSONANTS: { readonly [letter: string]: string } = {
  ...pairs('бвгґджзйклмнпрстфхцчшщ', 'bvggdjsjklmnprstfhsxxx'),
  ...pairs('بتثجحخدذرزسشصضطظغفقكلمنهپچژگ', 'bttjhhddrssxsdtshfkklmnhpxjg'),
};
/** Vowels of other scripts, and letters between vowel and consonant. */
const VOWELS = /[аеєиіїоуыэюяёйьъاعوي\u0621]/gu;

function pairs(letters: string, sounds: string): { [letter: string]: string } {
  return Object.fromEntries([...letters].map((letter, index) => [letter, sounds[index] ?? '']));
}

/** Digits that stand for Arabic letters in Latin writing, as in `madrase 3arabi`. */
const ARABIZI: { readonly [digit: string]: string } = { '2': '', '3': '', '5': 'h', '6': 't', '7': 'h', '8': 'k', '9': 'k' };

/**
 * Words of any script as a row of consonants, so that what is typed on a Latin keyboard meets what is written in its own script: vowels are left out, since short
 * ones are not written in Arabic and heard differently by everyone. Words that hold fewer than two consonants are left out.
 */
export function skeleton(text: string): string[] {
  return fold(text)
    .split(' ')
    .map((word) => {
      const spoken = /\p{Letter}/u.test(word) ? word.replace(/[2356789]/g, (digit) => ARABIZI[digit] ?? digit) : word;
      const latin = spoken
        .replace(/ph/g, 'f')
        .replace(/tsch|sch|tch|ch|sh/g, 'x')
        .replace(/kh|gh/g, 'h')
        .replace(/ts|c(?=[ei])|z/g, 's')
        .replace(/[cq]/g, 'k')
        .replace(/w/g, 'v')
        .replace(/[aeiouy]/g, '');
      return [...latin.replace(VOWELS, '')]
        .map((letter) => CONSONANTS[letter] ?? letter)
        .join('')
        .replace(/(.)\1+/g, '$1')
        .replace(/h$/, '');
    })
    .filter((word) => word.length > 1);
}
