import '@fontsource-variable/inter/index.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { chooseBackend } from './backend'
import './theme/tokens.css'
import './theme/tones.css'
import './theme/base.css'
import { showTheme } from './theme/theme'

// Before anything is drawn, so that a dark desktop never flashes white.
showTheme('system')()
await chooseBackend()
mount(App, { target: document.getElementById('app')! })
