/** Shows a message accented and 40 % longer; the values put into it stay as they are. */
import { inputs, type Params } from './inputs'

/** Around a value, so that it can be told from the message; no catalog and no file name has them. */
const open = '\ue000'
const close = '\ue001'

export function pseudo(message: (inputs: object) => string, params: Params): string {
  let shown = ''
  let inValue = false
  let letters = 0
  for (const char of message(inputs(params, marked))) {
    if (char === open || char === close) {
      inValue = char === open
      continue
    }
    if (!inValue) letters++
    shown += inValue ? char : (accents[char] ?? char)
  }
  return `[${shown}${' ~~~~'.repeat(Math.ceil((letters * 0.4) / 5))}]`
}

/** A value without letters is left bare: accents do not change it, and plural forms count with it. */
function marked(value: string | number): string | number {
  return /\p{L}/u.test(String(value)) ? open + value + close : value
}

const accents: Record<string, string> = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter, at) => [
    letter,
    [...'áƀćđéƒǵĥíĵķłḿńőṕqŕśťúṽŵẋýžÁƁĆĐÉƑǴĤÍĴĶŁḾŃŐṔQŔŚŤÚṼŴẊÝŽ'][at]!,
  ]),
)
