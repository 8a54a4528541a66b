/** The words of first aid, of moving to another computer and of updates, loaded with the settings. */
import { addWords } from '.'
import { m } from './generated-trust/messages.js'

addWords(m)
