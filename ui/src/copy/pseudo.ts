/** Accents the words of a message and makes it 40 % longer; placeholders stay as they are. */
export function pseudo(message: string): string {
  let shown = ''
  let depth = 0
  let letters = 0
  for (const char of message) {
    if (char === '{') depth++
    if (depth === 0) letters++
    shown += depth === 0 ? (accents[char] ?? char) : char
    if (char === '}') depth--
  }
  return `[${shown}${' ~~~~'.repeat(Math.ceil((letters * 0.4) / 5))}]`
}

const accents: Record<string, string> = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter, at) => [
    letter,
    [...'áƀćđéƒǵĥíĵķłḿńőṕqŕśťúṽŵẋýžÁƁĆĐÉƑǴĤÍĴĶŁḾŃŐṔQŔŚŤÚṼŴẊÝŽ'][at]!,
  ]),
)
