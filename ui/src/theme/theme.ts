import type { Theme } from '../backend/interface'

const systemDark = () => matchMedia('(prefers-color-scheme: dark)')

/** The colours in force for a choice. */
export function colours(theme: Theme, systemIsDark: boolean): 'light' | 'dark' {
  if (theme === 'system') return systemIsDark ? 'dark' : 'light'
  return theme
}

/** Shows a theme, and keeps following the system if that is the choice. Returns how to stop. */
export function showTheme(theme: Theme): () => void {
  const system = systemDark()
  const show = () => {
    document.documentElement.dataset['theme'] = colours(theme, system.matches)
  }
  show()
  system.addEventListener('change', show)
  return () => system.removeEventListener('change', show)
}
