/**
 * Control characters and those that turn the direction of writing, made visible: a name in a
 * package is somebody else's text, and `photo<U+202E>gpj.exe` must not read as a picture.
 */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `⟨U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
}
