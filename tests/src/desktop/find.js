// Finds elements the way a person (or a screen reader) names them: role and accessible name.
// Arguments: role or null, text or null. Gives all that are visible. With a role, the text is the
// whole name, or the beginning of one where no name is just that (a card's name goes on with what
// stands on the card); without, it is found anywhere.
const [role, name] = arguments

const tagRoles = {
  A: (e) => (e.hasAttribute('href') ? 'link' : null),
  ARTICLE: () => 'article',
  BUTTON: () => 'button',
  DIALOG: () => 'dialog',
  FIELDSET: () => 'group',
  INPUT: (e) =>
    ({ checkbox: 'checkbox', radio: 'radio', button: 'button', submit: 'button', search: 'searchbox', range: 'slider' })[e.type] ??
    (e.type === 'hidden' ? null : 'textbox'),
  LI: () => 'listitem',
  MAIN: () => 'main',
  NAV: () => 'navigation',
  OL: () => 'list',
  PROGRESS: () => 'progressbar',
  SECTION: (e) => (e.hasAttribute('aria-label') || e.hasAttribute('aria-labelledby') ? 'region' : null),
  SELECT: () => 'combobox',
  SUMMARY: () => 'button',
  TABLE: () => 'table',
  TD: () => 'cell',
  TEXTAREA: () => 'textbox',
  TH: () => 'columnheader',
  TR: () => 'row',
  UL: () => 'list',
}
const roleOf = (e) => e.getAttribute('role') ?? (/^H[1-6]$/.test(e.tagName) ? 'heading' : (tagRoles[e.tagName]?.(e) ?? null))

const squeeze = (text) => (text ?? '').replace(/\s+/g, ' ').trim()
const shown = (e) => squeeze(e.innerText ?? e.textContent)
function nameOf(e) {
  const by = e.getAttribute('aria-labelledby')
  if (by) return squeeze(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' '))
  if (e.getAttribute('aria-label')) return squeeze(e.getAttribute('aria-label'))
  if (e.labels?.length) return squeeze([...e.labels].map((l) => l.textContent).join(' '))
  if (e.tagName === 'FIELDSET') return squeeze(e.querySelector(':scope > legend')?.textContent)
  return shown(e) || squeeze(e.getAttribute('title')) || squeeze(e.getAttribute('placeholder'))
}
// Radio buttons and check boxes are often drawn by their label, so their own box may be empty.
const visible = (e) =>
  e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
  (e.getClientRects().length > 0 || e.labels?.length > 0)

const within = [...document.querySelectorAll('dialog:modal')].pop() ?? document.body
const all = [...within.querySelectorAll('*')].filter(visible)
if (role !== null) {
  const named = all.filter((e) => roleOf(e) === role).map((e) => ({ e, called: nameOf(e) }))
  const exact = named.filter(({ called }) => name === null || called === name)
  return (exact.length > 0 ? exact : named.filter(({ called }) => called.startsWith(name))).map(({ e }) => e)
}
// The innermost elements that show the text.
const showing = all.filter((e) => shown(e).includes(name))
return showing.filter((e) => !showing.some((other) => other !== e && e.contains(other)))
