/**
 * Code 128 (ISO/IEC 15417): each symbol as the widths of its three bars and three gaps, in modules. 0 to 102 are data, 103 to
 * 105 begin in one of the three sets of characters; the last one ends the code, with a bar more.
 */
const SYMBOLS =
  `212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
   123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
   232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
   313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224
   111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
   111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
   114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112`.split(/\s+/)

const TO_C = 99
const TO_B = 100
const START_B = 104
const START_C = 105
const STOP = 106
const CHECK = 103

/** From so many digits on, two in one symbol are shorter, the symbols of the change included. */
const DIGITS = 4

/** What a scanner reads in the middle of a shelf; longer texts would be too fine to print. */
const MOST_CHARACTERS = 40

/**
 * A text as the widths of bars and gaps in modules, a bar first; the ten modules of quiet on both sides are not in it. Null
 * for a text that is empty, too long, or has other signs than those of ASCII.
 */
export function code128(text: string): number[] | null {
  if (!/^[\x20-\x7e]+$/.test(text) || text.length > MOST_CHARACTERS) return null
  const values = valuesOf(text)
  const check = values.reduce((sum, value, place) => sum + value * Math.max(1, place), 0) % CHECK
  return [...values, check, STOP].flatMap((value) => [...SYMBOLS[value]].map(Number))
}

function valuesOf(text: string): number[] {
  const values: number[] = []
  let isDigits: boolean | null = null
  for (const [run] of text.matchAll(/\d+|\D+/g)) {
    // Of an odd number of digits, the first one stays with what is before it.
    const single = /\d/.test(run) ? (run.length < DIGITS ? run : run.slice(0, run.length % 2)) : run
    const pairs = run.slice(single.length)
    if (single) {
      if (isDigits !== false) values.push(isDigits === null ? START_B : TO_B)
      isDigits = false
      for (const sign of single) values.push(sign.charCodeAt(0) - 32)
    }
    if (pairs) {
      values.push(isDigits === null ? START_C : TO_C)
      isDigits = true
      for (let at = 0; at < pairs.length; at += 2) values.push(Number(pairs.slice(at, at + 2)))
    }
  }
  return values
}
